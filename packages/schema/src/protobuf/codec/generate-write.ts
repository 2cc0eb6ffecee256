import { entriesOfMap, entriesOfObject } from '../../codec/entries.ts';
import type { Generator } from '../../codec/generator.ts';
import { typeLabel } from '../labels.ts';
import type { ProtobufEnum, ProtobufField, ProtobufMap, ProtobufMessage, ProtobufScalar } from '../types.ts';
import { tagOf, wireTypeOf, wireTypes } from '../wire.ts';
import { enumNames, enumNumbers } from './enum-names.ts';
import { expectations, integer64, mapKey, raise } from './check-values.ts';
import { rawShape, type Shape } from './shape.ts';
import type { TextForm } from './text-forms.ts';

export interface WriteContext {
  readonly generator: Generator;
  readonly shape: Shape;
  readonly fieldsOf: (message: ProtobufMessage) => readonly ProtobufField[];
}

/**
 * The name of a function `(w, v)` that writes the record `v` as the message, fields in the order of their numbers. Errors name a field
 * by its message: `shop.Line.price`.
 */
export function messageWriter(message: ProtobufMessage, context: WriteContext): string {
  const { generator } = context;
  return generator.functionFor(message, 'write', 'w, v', () => {
    const fields = context.fieldsOf(message).toSorted((one, other) => one.number - other.number);
    const statements = [
      `if (typeof v !== 'object' || v === null) ${failure(`a record of ${message.name}`, 'v', '', generator)};`,
      ...oneofChecks(message, fields, generator),
      ...fields.map((field) => writeField(field, `${message.name}.${field.name}`, context)),
    ].join('\n');
    return `let a;\nw.enter();\n${statements}\nw.leave();`;
  });
}

function oneofChecks(
  message: ProtobufMessage,
  fields: readonly ProtobufField[],
  generator: Generator,
): readonly string[] {
  const oneofs = Map.groupBy(
    fields.filter(({ oneof }) => oneof !== undefined),
    ({ oneof }) => oneof,
  );
  return [...oneofs].map(([oneof, members]) => {
    const given = members.map((field) => `(${memberOf(field)} != null)`).join(' + ');
    const expected = `at most one of ${members.map(({ name }) => name).join(', ')}`;
    return `if (${given} > 1) ${failure(expected, `'several of them'`, `${message.name}.${oneof ?? ''}`, generator)};`;
  });
}

/** A member that every object has by its prototype counts only when it is the object's own. */
function memberOf({ name }: ProtobufField): string {
  const key = JSON.stringify(name);
  return name in Object.prototype ? `(Object.hasOwn(v, ${key}) ? v[${key}] : undefined)` : `v[${key}]`;
}

function writeField(field: ProtobufField, path: string, context: WriteContext): string {
  const form = field.type.kind === 'message' ? context.shape.textForm(field.type) : undefined;
  const isGiven = form?.takesNull === true && !field.repeated ? 'a !== undefined' : 'a != null';
  const write = field.repeated ? writeList(field, path, context) : writeSingle(field, path, context);
  const otherwise = field.presence === 'required' ? `else ${failure('given', 'a', path, context.generator)};` : '';
  return `a = ${memberOf(field)}; if (${isGiven}) { ${write} } ${otherwise}`;
}

function writeSingle(field: ProtobufField, path: string, context: WriteContext): string {
  const { type, number } = field;
  if (type.kind === 'map') return writeMap(type, number, path, context);
  if (type.kind === 'message') return writeMessage(type, field, 'a', path, context);
  const { check, value, write, isDefault } = valueWriter(type, 'a', path, context.generator);
  const statement = `w.uint32(${tagOf(number, wireTypeOf(type, false))}); ${write}`;
  return `${check} ${field.presence === 'implicit' ? `if (!(${isDefault(value)})) { ${statement} }` : statement}`;
}

function writeList(field: ProtobufField, path: string, context: WriteContext): string {
  const { type, number } = field;
  const check = `if (!Array.isArray(a)) ${failure('a list', 'a', path, context.generator)};`;
  const each = (statement: string): string => `for (const item of a) { ${statement} }`;
  if (type.kind === 'message') return `${check} ${each(writeMessage(type, field, 'item', `${path}[]`, context))}`;
  if (type.kind === 'map') return check;
  const item = valueWriter(type, 'item', `${path}[]`, context.generator);
  if (!field.packed) {
    return `${check} ${each(`${item.check} w.uint32(${tagOf(number, wireTypeOf(type, false))}); ${item.write}`)}`;
  }
  const all = `w.uint32(${tagOf(number, wireTypes.length)}); const start = w.open(); ${each(`${item.check} ${item.write}`)} w.close(start);`;
  return `${check} if (a.length > 0) { ${all} }`;
}

function writeMessage(
  type: ProtobufMessage,
  { number, delimited }: Pick<ProtobufField, 'number' | 'delimited'>,
  value: string,
  path: string,
  context: WriteContext,
): string {
  const form = context.shape.textForm(type);
  const convert = form && context.generator.constant(recordFrom(form, type, path));
  const write = messageWriter(type, form === undefined ? context : { ...context, shape: rawShape });
  const call = `${write}(w, ${convert === undefined ? value : `${convert}(${value})`});`;
  if (delimited) {
    const [start, end] = [tagOf(number, wireTypes.groupStart), tagOf(number, wireTypes.groupEnd)];
    return `w.uint32(${start}); ${call} w.uint32(${end});`;
  }
  return `{ w.uint32(${tagOf(number, wireTypes.length)}); const start = w.open(); ${call} w.close(start); }`;
}

/** What turns a value for people into the message's record. */
export function recordFrom(form: TextForm, type: ProtobufMessage, path: string): (value: unknown) => unknown {
  return (value) => {
    const record = form.write(value);
    if (record !== undefined) return record;
    const isRecord = typeof value === 'object' && value !== null && form.takesObjects !== true;
    return isRecord ? value : raise(`a ${type.name}`, value, path);
  };
}

function writeMap(type: ProtobufMap, number: number, path: string, context: WriteContext): string {
  const { generator } = context;
  const entries = generator.constant((value: unknown) => entriesOfMap(value) ?? entriesOfObject(value));
  const name = generator.functionFor(type, 'write', 'w, v', () => {
    const keyType = { kind: 'scalar', scalar: type.key } as const;
    const key = valueWriter(keyType, 'key', `${path} (key)`, generator);
    const value =
      type.value.kind === 'message'
        ? writeMessage(type.value, { number: 2, delimited: false }, 'item', `${path}{}`, context)
        : withTag(valueWriter(type.value, 'item', `${path}{}`, generator), tagOf(2, wireTypeOf(type.value, false)));
    return `const entries = ${entries}(v);
if (entries === undefined) ${failure('a map', 'v', path, generator)};
for (const [name, item] of entries) {
const key = ${generator.constant(mapKey)}(name, ${JSON.stringify(type.key)});
w.uint32(${tagOf(number, wireTypes.length)});
const begin = w.open();
${withTag(key, tagOf(1, wireTypeOf(keyType, false)))}
${value}
w.close(begin);
}`;
  });
  return `${name}(w, a);`;
}

function withTag({ check, write }: ValueWriter, tag: number): string {
  return `${check} w.uint32(${tag}); ${write}`;
}

/** Statements for a value in a variable. */
interface ValueWriter {
  /** Raises what does not fit, and declares what `value` names. */
  readonly check: string;
  readonly value: string;
  readonly write: string;
  readonly isDefault: (value: string) => string;
}

function valueWriter(
  type: ProtobufScalar | ProtobufEnum,
  variable: string,
  path: string,
  generator: Generator,
): ValueWriter {
  if (type.kind === 'enum') return enumWriter(type, variable, path, generator);
  const { scalar } = type;
  const expect = (condition: string): string =>
    `if (!(${condition})) ${failure(expectations[scalar], variable, path, generator)};`;
  const plain = (condition: string, isDefault: string, method: string = scalar): ValueWriter => ({
    check: expect(condition),
    value: variable,
    write: `w.${method}(${variable});`,
    isDefault: (value) => `${value}${isDefault}`,
  });
  switch (scalar) {
    case 'int32':
    case 'sint32':
    case 'sfixed32':
      return plain(`typeof ${variable} === 'number' && (${variable} | 0) === ${variable}`, ' === 0');
    case 'uint32':
    case 'fixed32':
      return plain(`typeof ${variable} === 'number' && (${variable} >>> 0) === ${variable}`, ' === 0');
    case 'float':
    case 'double': {
      const writer = plain(`typeof ${variable} === 'number'`, '');
      // A negative zero has bits of its own.
      return { ...writer, isDefault: (value) => `Object.is(${value}, 0)` };
    }
    case 'bool':
      return plain(`typeof ${variable} === 'boolean'`, ' === false');
    case 'string':
      return plain(`typeof ${variable} === 'string'`, ` === ''`);
    case 'bytes':
      return plain(`${variable} instanceof Uint8Array`, '.length === 0', 'bytesField');
    default: {
      const number = `${variable}64`;
      const integer = `${generator.constant(integer64)}(${variable}, ${!scalar.startsWith('u') && scalar !== 'fixed64'})`;
      const check = `const ${number} = ${integer}; if (${number} === undefined) ${failure(expectations[scalar], variable, path, generator)};`;
      return { check, value: number, write: `w.${scalar}(${number});`, isDefault: (value) => `${value} == 0` };
    }
  }
}

/** By name, or by number; a closed enum takes none that it has no name for. */
function enumWriter(type: ProtobufEnum, variable: string, path: string, generator: Generator): ValueWriter {
  const numbers = generator.constant(enumNumbers(type));
  const isKnown = type.open ? '' : ` || !${generator.constant(enumNames(type))}.has(${variable}Number)`;
  return {
    check: `const ${variable}Number = typeof ${variable} === 'string' ? ${numbers}.get(${variable}) : ${variable};
if ((${variable}Number | 0) !== ${variable}Number${isKnown}) ${failure(typeLabel(type), variable, path, generator)};`,
    value: `${variable}Number`,
    write: `w.int32(${variable}Number);`,
    isDefault: (value) => `${value} === 0`,
  };
}

function failure(expected: string, value: string, path: string, generator: Generator): string {
  return `${generator.constant(raise)}(${JSON.stringify(expected)}, ${value}, ${JSON.stringify(path)})`;
}
