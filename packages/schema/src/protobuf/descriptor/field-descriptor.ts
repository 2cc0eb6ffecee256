import { optionOf } from '../link/link-field.ts';
import { jsonNameOf } from '../names.ts';
import type { ProtobufField, ProtobufMap, ProtobufType } from '../types.ts';
import { defaultText, escapedBytes } from './default-text.ts';
import type { FieldDescriptor, MessageDescriptor } from './descriptor-types.ts';
import { optionsBytes, type OptionScope } from './options-bytes.ts';

type TypeMembers = Pick<FieldDescriptor, 'type' | 'type_name'>;

/** A field, without what says where it belongs: its oneof, or what it extends. */
export function fieldDescriptor(field: ProtobufField, scope: OptionScope): FieldDescriptor {
  const { tree, type, jsonName } = field;
  // These two are members of the descriptor itself.
  const options = tree.options.filter(({ name: [first, ...rest] }) => {
    const isOwn = first?.name === 'default' || first?.name === 'json_name';
    return !isOwn || first.isExtension || rest.length > 0;
  });
  return {
    name: tree.name,
    number: field.number,
    label: labelOf(field),
    ...(type.kind === 'map' ? entryType(tree.name, scope) : typeMembers(type, tree.type.kind === 'group')),
    ...defaultMember(field),
    ...optionsBytes(options, 'FieldOptions', scope),
    json_name: jsonName,
  };
}

/** Editions say by a feature what is required. */
function labelOf({ type, repeated, tree }: ProtobufField): string {
  if (repeated || type.kind === 'map') return 'LABEL_REPEATED';
  return tree.label === 'required' ? 'LABEL_REQUIRED' : 'LABEL_OPTIONAL';
}

function typeMembers(type: Exclude<ProtobufType, ProtobufMap>, isGroup: boolean): TypeMembers {
  if (type.kind === 'scalar') return { type: `TYPE_${type.scalar.toUpperCase()}` };
  return { type: isGroup ? 'TYPE_GROUP' : `TYPE_${type.kind.toUpperCase()}`, type_name: `.${type.name}` };
}

function entryType(fieldName: string, { scope }: OptionScope): TypeMembers {
  return { type: 'TYPE_MESSAGE', type_name: `.${scope}.${entryName(fieldName)}` };
}

function defaultMember({ tree, type }: ProtobufField): Pick<FieldDescriptor, 'default_value'> {
  const value = optionOf(tree, 'default');
  const text = value && defaultText(value);
  if (text === undefined) return {};
  return { default_value: type.kind === 'scalar' && type.scalar === 'bytes' ? escapedBytes(text) : text };
}

/** The message of a map's entries, which lies in the message that has the map. */
export function mapEntry(field: ProtobufField, { key, value }: ProtobufMap, scope: OptionScope): MessageDescriptor {
  const option = {
    name: [{ name: 'map_entry', isExtension: false }],
    value: { kind: 'identifier', name: 'true' },
  } as const;
  const member = (name: string, number: number, type: Exclude<ProtobufType, ProtobufMap>): FieldDescriptor => ({
    name,
    number,
    label: 'LABEL_OPTIONAL',
    ...typeMembers(type, false),
    json_name: name,
  });
  return {
    name: entryName(field.name),
    field: [member('key', 1, { kind: 'scalar', scalar: key }), member('value', 2, value)],
    nested_type: [],
    enum_type: [],
    extension_range: [],
    extension: [],
    oneof_decl: [],
    reserved_range: [],
    reserved_name: [],
    ...optionsBytes([option], 'MessageOptions', scope),
  };
}

function entryName(fieldName: string): string {
  const camel = jsonNameOf(fieldName);
  return `${camel.charAt(0).toUpperCase()}${camel.slice(1)}Entry`;
}
