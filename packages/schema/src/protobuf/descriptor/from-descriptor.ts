import { invalidProto } from '../errors.ts';
import { withMaps } from '../map-entries.ts';
import { enumNumberMax, fieldNumberMax } from '../tree.ts';
import type {
  NumberRange,
  ProtoEnum,
  ProtoExtend,
  ProtoField,
  ProtoFile,
  ProtoImport,
  ProtoMessage,
  ProtoMethod,
  ProtoOneof,
  ProtoReserved,
  ProtoService,
  Syntax,
  Visibility,
} from '../tree.ts';
import type { ProtobufExtension } from '../types.ts';
import { dottedNameOf, identifierOf } from './checked-names.ts';
import type {
  EnumDescriptor,
  FieldDescriptor,
  FileDescriptor,
  MessageDescriptor,
  MethodDescriptor,
  RangeDescriptor,
  ServiceDescriptor,
} from './descriptor-types.ts';
import { fieldOf, groupMessageName, isGroup, type DescriptorContext } from './field-of-descriptor.ts';
import { optionsOfBytes } from './options-bytes.ts';

/**
 * The tree of a descriptor. Type names are full names with a dot before. Options that extend are known by `extensions`, and lost when
 * they are not among them. There are no comments: what a descriptor says of its source is not read.
 * @throws MillraceError SCHEMA_INVALID where it holds what no .proto file can say
 */
export function treeOfDescriptor(file: FileDescriptor, extensions: readonly ProtobufExtension[]): ProtoFile {
  const syntax = syntaxOf(file);
  const context = { syntax, extensions };
  const packageName = file.package ?? '';
  return withMaps({
    syntax,
    package: { name: packageName === '' ? '' : dottedNameOf(packageName, 'a package') },
    imports: importsOf(file),
    options: optionsOfBytes(file.options, 'FileOptions', extensions),
    messages: messagesOf(file.message_type, file.extension, context),
    enums: file.enum_type.map((each) => enumOf(each, context)),
    extends: extendsOf(file.extension, file.message_type, context),
    services: file.service.map((each) => serviceOf(each, context)),
    end: [],
  });
}

function syntaxOf({ syntax, edition }: FileDescriptor): Syntax {
  if (syntax === undefined || syntax === '' || syntax === 'proto2') return { kind: 'syntax', name: 'proto2' };
  if (syntax === 'proto3') return { kind: 'syntax', name: 'proto3' };
  if (syntax === 'editions' && (edition === 'EDITION_2023' || edition === 'EDITION_2024')) {
    return { kind: 'edition', name: edition.slice('EDITION_'.length) };
  }
  throw invalidProto(`the descriptor has the syntax ${JSON.stringify(syntax)} ${edition ?? ''}, which is not known`);
}

function importsOf(file: FileDescriptor): readonly ProtoImport[] {
  const plain = file.dependency.map((path, index): ProtoImport => {
    if (file.public_dependency.includes(index)) return { path, kind: 'public' };
    return { path, kind: file.weak_dependency.includes(index) ? 'weak' : 'plain' };
  });
  return [...plain, ...file.option_dependency.map((path): ProtoImport => ({ path, kind: 'option' }))];
}

/** Those that no group among the fields defines. */
function messagesOf(
  messages: readonly MessageDescriptor[],
  fields: readonly FieldDescriptor[],
  context: DescriptorContext,
): readonly ProtoMessage[] {
  const groups = new Set(fields.filter((field) => isGroup(field, context)).map(groupMessageName));
  return messages.filter(({ name }) => !groups.has(name ?? '')).map((message) => messageOf(message, context));
}

function messageOf(message: MessageDescriptor, context: DescriptorContext): ProtoMessage {
  const { field, extension, nested_type: nested } = message;
  const groups = Map.groupBy(field, oneofIndex);
  const fields = (index?: number): readonly ProtoField[] =>
    (groups.get(index) ?? []).map((each) => withGroup(each, nested, context));
  return {
    name: identifierOf(message.name, 'a message'),
    ...visibilityOf(message),
    options: optionsOfBytes(message.options, 'MessageOptions', context.extensions),
    reserved: reservedOf(message, 1),
    fields: fields(),
    oneofs: message.oneof_decl.flatMap((oneof, index): readonly ProtoOneof[] => {
      const name = identifierOf(oneof.name, 'a oneof');
      const options = optionsOfBytes(oneof.options, 'OneofOptions', context.extensions);
      return groups.has(index) ? [{ name, options, fields: fields(index) }] : [];
    }),
    extensions: message.extension_range.map((range) => ({
      ranges: [rangeOf(range, 1)],
      options: optionsOfBytes(range.options, 'ExtensionRangeOptions', context.extensions),
    })),
    messages: messagesOf(nested, [...field, ...extension], context),
    enums: message.enum_type.map((each) => enumOf(each, context)),
    extends: extendsOf(extension, nested, context),
  };
}

/** The `optional` of proto3 is a oneof in name only. */
function oneofIndex({ oneof_index: index, proto3_optional: isOptional }: FieldDescriptor): number | undefined {
  return isOptional === true ? undefined : index;
}

function withGroup(
  field: FieldDescriptor,
  messages: readonly MessageDescriptor[],
  context: DescriptorContext,
): ProtoField {
  const tree = fieldOf(field, context);
  if (!isGroup(field, context)) return tree;
  const messageName = groupMessageName(field);
  const message = messages.find(({ name }) => name === messageName);
  if (message === undefined || !/^[A-Z]/.test(messageName) || messageName.toLowerCase() !== tree.name) {
    throw invalidProto(`the descriptor has a group ${messageName} that no field "${tree.name}" can define`);
  }
  return { ...tree, type: { kind: 'group', message: messageOf(message, context) } };
}

function reservedOf(
  { reserved_range: ranges, reserved_name: names }: Pick<MessageDescriptor, 'reserved_range' | 'reserved_name'>,
  beyond: 0 | 1,
): readonly ProtoReserved[] {
  return [
    ...(ranges.length === 0 ? [] : [{ ranges: ranges.map((range) => rangeOf(range, beyond)), names: [] }]),
    ...(names.length === 0 ? [] : [{ ranges: [], names: names.map((name) => identifierOf(name, 'a reserved name')) }]),
  ];
}

/** `beyond` is how far the end lies behind the last number. The numbers of a message set go further than a field's can. */
function rangeOf({ start = 0, end = 0 }: RangeDescriptor, beyond: 0 | 1): NumberRange {
  const max = beyond === 1 ? fieldNumberMax : enumNumberMax;
  const last = Math.min(end - beyond, max);
  if (last >= start) return { start, end: last };
  throw invalidProto(`the descriptor has a range from ${start} that ends at ${last}`);
}

function visibilityOf({ visibility }: { readonly visibility?: string }): { readonly visibility?: Visibility } {
  if (visibility === 'VISIBILITY_EXPORT') return { visibility: 'export' };
  return visibility === 'VISIBILITY_LOCAL' ? { visibility: 'local' } : {};
}

function enumOf(each: EnumDescriptor, context: DescriptorContext): ProtoEnum {
  return {
    name: identifierOf(each.name, 'an enum'),
    ...visibilityOf(each),
    options: optionsOfBytes(each.options, 'EnumOptions', context.extensions),
    reserved: reservedOf(each, 0),
    values: each.value.map(({ name, number = 0, options }) => ({
      name: identifierOf(name, 'a value'),
      number,
      options: optionsOfBytes(options, 'EnumValueOptions', context.extensions),
    })),
  };
}

/** Extensions of one message that follow each other are declared together. */
function extendsOf(
  fields: readonly FieldDescriptor[],
  messages: readonly MessageDescriptor[],
  context: DescriptorContext,
): readonly ProtoExtend[] {
  const found: { extendee: string; fields: ProtoField[] }[] = [];
  for (const field of fields) {
    const extendee = dottedNameOf(field.extendee, 'an extended message');
    const tree = withGroup(field, messages, context);
    const last = found.at(-1);
    if (last?.extendee === extendee) last.fields.push(tree);
    else found.push({ extendee, fields: [tree] });
  }
  return found;
}

function serviceOf({ name, method, options }: ServiceDescriptor, context: DescriptorContext): ProtoService {
  return {
    name: identifierOf(name, 'a service'),
    options: optionsOfBytes(options, 'ServiceOptions', context.extensions),
    methods: method.map((each) => methodOf(each, context)),
  };
}

function methodOf(method: MethodDescriptor, context: DescriptorContext): ProtoMethod {
  const { input_type: input, output_type: output, client_streaming: client, server_streaming: server } = method;
  return {
    name: identifierOf(method.name, 'a method'),
    input: { name: dottedNameOf(input, 'a type'), stream: client === true },
    output: { name: dottedNameOf(output, 'a type'), stream: server === true },
    options: optionsOfBytes(method.options, 'MethodOptions', context.extensions),
  };
}
