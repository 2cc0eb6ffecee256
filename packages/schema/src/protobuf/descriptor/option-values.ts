import { simpleName } from '../names.ts';
import { enumOf, scalarOf } from '../option-scalars.ts';
import { textOfBytes } from '../text/byte-text.ts';
import type { AggregateMember, OptionValue } from '../tree.ts';
import type { ProtobufField, ProtobufMap, ProtobufMessage, ProtobufType } from '../types.ts';

/** The fields of a message and those that extend it. */
export type FieldsOf = (message: ProtobufMessage) => readonly ProtobufField[];
/** A message as the encoder takes it and the decoder gives it. */
export type Members = Record<string, unknown>;

export function noMembers(): Members {
  // Names come from schemas: none of them must meet a member of every object.
  return Object.create(null) as Members;
}

/** Adds the value of an option to the message's field. False, and nothing is changed, when it is no value of that field. */
export function addValue(members: Members, field: ProtobufField, value: OptionValue, fieldsOf: FieldsOf): boolean {
  const { name, type, repeated } = field;
  const values = value.kind === 'list' ? value.items : [value];
  if (type.kind === 'map') {
    const entries = values.flatMap((each) => entryOf(type, each, fieldsOf));
    if (entries.length !== values.length) return false;
    const map = (members[name] ??= new Map()) as Map<unknown, unknown>;
    for (const [key, item] of entries) map.set(key, item);
    return true;
  }
  const converted = values.map((each) => valueOf(type, each, fieldsOf));
  if (converted.includes(undefined) || (!repeated && converted.length !== 1)) return false;
  if (repeated) {
    const list = (members[name] ??= []) as unknown[];
    for (const item of converted) list.push(item);
  } else {
    members[name] = type.kind === 'message' ? Object.assign(noMembers(), members[name], converted[0]) : converted[0];
  }
  return true;
}

function entryOf(type: ProtobufMap, value: OptionValue, fieldsOf: FieldsOf): readonly (readonly [unknown, unknown])[] {
  const member = (name: string): OptionValue | undefined =>
    value.kind === 'aggregate' ? value.members.findLast((each) => each.name === name)?.value : undefined;
  const [keyValue, itemValue] = [member('key'), member('value')];
  if (keyValue === undefined || itemValue === undefined) return [];
  const [key, item] = [
    scalarOf({ kind: 'scalar', scalar: type.key }, keyValue),
    valueOf(type.value, itemValue, fieldsOf),
  ];
  return key === undefined || item === undefined ? [] : [[key, item]];
}

/** A value as the encoder takes it; undefined when it is none of the type. */
function valueOf(type: ProtobufType, value: OptionValue, fieldsOf: FieldsOf): unknown {
  switch (type.kind) {
    case 'message':
      return value.kind === 'aggregate' ? messageOf(type, value.members, fieldsOf) : undefined;
    case 'enum':
      return enumOf(type, value);
    case 'scalar':
      return scalarOf(type, value);
    case 'map':
      return undefined;
  }
}

function messageOf(
  type: ProtobufMessage,
  members: readonly AggregateMember[],
  fieldsOf: FieldsOf,
): Members | undefined {
  const message = noMembers();
  for (const { name, value } of members) {
    const field = fieldsOf(type).find((each) => each.name === name || groupName(each) === name);
    if (field === undefined || !addValue(message, field, value, fieldsOf)) return undefined;
  }
  return message;
}

/** In the text format a group is called by its message. */
function groupName({ type }: ProtobufField): string | undefined {
  return type.kind === 'message' && type.isGroup ? simpleName(type.name) : undefined;
}

/** The members of a decoded message as a value in braces, in the order of the fields' numbers. */
export function aggregateOf(members: Members, fields: readonly ProtobufField[], fieldsOf: FieldsOf): OptionValue {
  const found = fields
    .toSorted((one, other) => one.number - other.number)
    .flatMap((field) => {
      const value = Object.hasOwn(members, field.name) ? members[field.name] : undefined;
      return value === undefined || isEmpty(value, field)
        ? []
        : [{ name: field.name, value: optionValue(value, field, fieldsOf) }];
    });
  return { kind: 'aggregate', members: found };
}

/** What a decoder gives for a field that was not sent. */
export function isEmpty(value: unknown, { repeated, type, presence }: ProtobufField): boolean {
  if (repeated) return (value as unknown[]).length === 0;
  if (type.kind === 'map') return Object.keys(value as object).length === 0;
  if (presence !== 'implicit') return false;
  if (type.kind === 'enum') return value === type.tree.values[0]?.name;
  return value instanceof Uint8Array ? value.length === 0 : value === '' || value === false || Object.is(value, 0);
}

/** The value of a field as one option's: a list where there may be several. */
function optionValue(value: unknown, field: ProtobufField, fieldsOf: FieldsOf): OptionValue {
  const items = optionItems(value, field, fieldsOf);
  return field.repeated || field.type.kind === 'map' ? { kind: 'list', items } : (items[0] ?? { kind: 'list', items });
}

/** The values of a field, each as an option has it. */
export function optionItems(
  value: unknown,
  { type, repeated }: ProtobufField,
  fieldsOf: FieldsOf,
): readonly OptionValue[] {
  if (type.kind !== 'map')
    return (repeated ? (value as unknown[]) : [value]).map((item) => single(item, type, fieldsOf));
  return Object.entries(value as Members).map(([key, item]) => ({
    kind: 'aggregate',
    members: [
      { name: 'key', value: type.key === 'string' ? { kind: 'string', text: key } : bareWord(key) },
      { name: 'value', value: single(item, type.value, fieldsOf) },
    ],
  }));
}

/** One decoded value as an option has it. */
function single(value: unknown, type: ProtobufType, fieldsOf: FieldsOf): OptionValue {
  if (type.kind === 'message') return aggregateOf(value as Members, fieldsOf(type), fieldsOf);
  if (value instanceof Uint8Array) return { kind: 'string', text: textOfBytes(value) };
  if (typeof value === 'string' && type.kind === 'scalar') return { kind: 'string', text: value };
  return bareWord(String(value));
}

/** A name, or a number as JavaScript prints it. */
function bareWord(text: string): OptionValue {
  if (text === 'NaN') return { kind: 'identifier', name: 'nan' };
  if (text.endsWith('Infinity')) {
    return text.startsWith('-') ? { kind: 'number', text: '-inf' } : { kind: 'identifier', name: 'inf' };
  }
  return /^[A-Za-z_]/.test(text) ? { kind: 'identifier', name: text } : { kind: 'number', text };
}
