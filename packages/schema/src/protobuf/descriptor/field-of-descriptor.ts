import { invalidProto } from '../errors.ts';
import { jsonNameOf, simpleName } from '../names.ts';
import { isScalarKind, type Label, type ProtoField, type ProtoOption, type ProtoType, type Syntax } from '../tree.ts';
import type { ProtobufExtension } from '../types.ts';
import { dottedNameOf, identifierOf } from './checked-names.ts';
import { defaultValue } from './default-text.ts';
import type { FieldDescriptor } from './descriptor-types.ts';
import { optionsOfBytes } from './options-bytes.ts';

export interface DescriptorContext {
  readonly syntax: Syntax;
  readonly extensions: readonly ProtobufExtension[];
}

/** A field; the type of a group is named, for whoever has the messages beside it. */
export function fieldOf(field: FieldDescriptor, context: DescriptorContext): ProtoField {
  const name = identifierOf(field.name, 'a field');
  const type = typeOf(field);
  const label = labelOf(field, context.syntax);
  return {
    name,
    number: field.number ?? 0,
    ...(label === undefined ? {} : { label }),
    type,
    options: [...ownOptions(field, name, type), ...optionsOfBytes(field.options, 'FieldOptions', context.extensions)],
  };
}

/** Whether the field defines its message itself. What is delimited by a feature of editions has a message like any other. */
export function isGroup({ type }: FieldDescriptor, { syntax }: DescriptorContext): boolean {
  return type === 'TYPE_GROUP' && syntax.name === 'proto2';
}

function typeOf({ type, type_name: typeName }: FieldDescriptor): ProtoType {
  const scalar = (type ?? '').replace(/^TYPE_/, '').toLowerCase();
  if (isScalarKind(scalar)) return { kind: 'scalar', scalar };
  return { kind: 'named', name: dottedNameOf(typeName, 'a type') };
}

function labelOf(field: FieldDescriptor, syntax: Syntax): Label | undefined {
  if (field.label === 'LABEL_REPEATED') return 'repeated';
  if (field.proto3_optional === true && syntax.name === 'proto3') return 'optional';
  if (syntax.name !== 'proto2' || field.oneof_index !== undefined) return undefined;
  return field.label === 'LABEL_REQUIRED' ? 'required' : 'optional';
}

function ownOptions(field: FieldDescriptor, name: string, type: ProtoType): readonly ProtoOption[] {
  const options: ProtoOption[] = [];
  const own = (option: string): ProtoOption['name'] => [{ name: option, isExtension: false }];
  if (field.default_value !== undefined) {
    const kind =
      type.kind === 'scalar' && (type.scalar === 'string' || type.scalar === 'bytes') ? type.scalar : 'other';
    const value = defaultValue(field.default_value, kind);
    if (value === undefined) throw invalidProto(`the default of field "${name}" is no value`);
    options.push({ name: own('default'), value });
  }
  const { json_name: jsonName } = field;
  if (jsonName !== undefined && jsonName !== jsonNameOf(name)) {
    options.push({ name: own('json_name'), value: { kind: 'string', text: jsonName } });
  }
  return options;
}

/** The message that a group's field names, without the messages around it. */
export function groupMessageName({ type_name: name }: FieldDescriptor): string {
  return simpleName(name ?? '');
}
