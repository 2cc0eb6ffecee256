import type { ParsedProtobuf } from '../parsed.ts';
import type {
  ProtoEnumValue,
  ProtoExtend,
  ProtoExtensions,
  ProtoMethod,
  ProtoOneof,
  ProtoReserved,
  ProtoService,
  Visibility,
} from '../tree.ts';
import type { ProtobufEnum, ProtobufExtension, ProtobufField, ProtobufMessage } from '../types.ts';
import { encodeFileDescriptor } from './codecs.ts';
import type {
  EnumDescriptor,
  EnumValueDescriptor,
  FieldDescriptor,
  FileDescriptor,
  MessageDescriptor,
  MethodDescriptor,
  OneofDescriptor,
  RangeDescriptor,
  ServiceDescriptor,
} from './descriptor-types.ts';
import { fieldDescriptor, mapEntry } from './field-descriptor.ts';
import { optionsBytes, type OptionScope } from './options-bytes.ts';

/** The name of a file that has none of its own, as in Confluent's registry. */
const defaultName = 'default';

/**
 * The schema as serialised `google.protobuf.FileDescriptorProto`, as protoc makes it, but that the messages of maps and groups come
 * behind those that are declared as such: message indexes do not count them. `name` is the path by which others import the file.
 */
export function toFileDescriptor(schema: ParsedProtobuf, name = defaultName): Uint8Array<ArrayBuffer> {
  return encodeFileDescriptor({ name, ...fileDescriptor(schema) });
}

export function fileDescriptor({ file, extensions }: ParsedProtobuf): FileDescriptor {
  const { tree } = file;
  const {
    syntax,
    package: { name },
  } = tree;
  const scope = { scope: name, symbols: file.symbols, extensions };
  const imports = tree.imports.filter(({ kind }) => kind !== 'option');
  const indexesOf = (wanted: string): readonly number[] =>
    imports.flatMap(({ kind }, index) => (kind === wanted ? [index] : []));
  return {
    ...(name === '' ? {} : { package: name }),
    dependency: imports.map(({ path }) => path),
    public_dependency: indexesOf('public'),
    weak_dependency: indexesOf('weak'),
    option_dependency: tree.imports.filter(({ kind }) => kind === 'option').map(({ path }) => path),
    message_type: [
      ...file.messages.map((message) => messageDescriptor(message, scope, syntax.name)),
      ...extensionsIn(tree.extends, scope).flatMap(({ field }) => messagesOfField(field, scope, syntax.name)),
    ],
    enum_type: file.enums.map((each) => enumDescriptor(each, scope)),
    service: tree.services.map((service) => serviceDescriptor(service, scope)),
    extension: extensionDescriptors(tree.extends, scope),
    ...optionsBytes(tree.options, 'FileOptions', scope),
    ...(syntax.name === 'proto3' ? { syntax: 'proto3' } : {}),
    ...(syntax.kind === 'edition' ? { syntax: 'editions', edition: `EDITION_${syntax.name}` } : {}),
  };
}

function messageDescriptor(message: ProtobufMessage, around: OptionScope, syntax: string): MessageDescriptor {
  const { tree, fields } = message;
  const scope = { ...around, scope: message.name };
  const synthetic = syntheticOneofs(message, syntax);
  const oneofs = [...tree.oneofs.map(({ name }) => name), ...synthetic.values()];
  const indexes = new Map(oneofs.map((name, index) => [name, index]));
  const extensions = extensionsIn(tree.extends, scope).map(({ field }) => field);
  return {
    name: tree.name,
    field: fields.map((field) => {
      const index = indexes.get(field.oneof ?? synthetic.get(field) ?? '');
      const isOptional = synthetic.has(field) ? { proto3_optional: true } : {};
      return {
        ...fieldDescriptor(field, scope),
        ...(index === undefined ? {} : { oneof_index: index }),
        ...isOptional,
      };
    }),
    nested_type: [
      ...message.messages.map((each) => messageDescriptor(each, scope, syntax)),
      ...[...fields, ...extensions].flatMap((field) => messagesOfField(field, scope, syntax)),
    ],
    enum_type: message.enums.map((each) => enumDescriptor(each, scope)),
    extension_range: tree.extensions.flatMap((each) => extensionRanges(each, scope)),
    extension: extensionDescriptors(tree.extends, scope),
    ...optionsBytes(tree.options, 'MessageOptions', scope),
    oneof_decl: oneofs.map((name, index) => oneofDescriptor(name, tree.oneofs[index], scope)),
    ...reservedMembers(tree.reserved, 1),
    ...visibilityOf(tree),
  };
}

/** The `optional` of proto3 is a oneof of its own, named like the field with `_` before. */
function syntheticOneofs({ tree, fields }: ProtobufMessage, syntax: string): ReadonlyMap<ProtobufField, string> {
  if (syntax !== 'proto3') return new Map();
  const taken = new Set([...fields, ...tree.oneofs].map(({ name }) => name));
  const optional = fields.filter((field) => field.tree.label === 'optional');
  return new Map(optional.map((field) => [field, untaken(`_${field.name}`, taken)]));
}

function untaken(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? untaken(`X${name}`, taken) : name;
}

function oneofDescriptor(name: string, oneof: ProtoOneof | undefined, scope: OptionScope): OneofDescriptor {
  return { name, ...optionsBytes(oneof?.options ?? [], 'OneofOptions', scope) };
}

function messagesOfField(field: ProtobufField, scope: OptionScope, syntax: string): readonly MessageDescriptor[] {
  const { type, tree } = field;
  if (type.kind === 'map') return [mapEntry(field, type, scope)];
  return type.kind === 'message' && tree.type.kind === 'group' ? [messageDescriptor(type, scope, syntax)] : [];
}

function extensionRanges({ ranges, options }: ProtoExtensions, scope: OptionScope): readonly RangeDescriptor[] {
  const bytes = optionsBytes(options, 'ExtensionRangeOptions', scope);
  return ranges.map(({ start, end }) => ({ start, end: end + 1, ...bytes }));
}

/** `beyond` is how far the end that a descriptor has lies behind the range's last number. */
function reservedMembers(
  reserved: readonly ProtoReserved[],
  beyond: 0 | 1,
): Pick<MessageDescriptor, 'reserved_range' | 'reserved_name'> {
  const ranges = reserved.flatMap((each) => each.ranges);
  return {
    reserved_range: ranges.map(({ start, end }) => ({ start, end: end + beyond })),
    reserved_name: reserved.flatMap((each) => each.names),
  };
}

function visibilityOf({ visibility }: { readonly visibility?: Visibility }): { readonly visibility?: string } {
  return visibility === undefined ? {} : { visibility: `VISIBILITY_${visibility.toUpperCase()}` };
}

function enumDescriptor({ tree }: ProtobufEnum, scope: OptionScope): EnumDescriptor {
  return {
    name: tree.name,
    value: tree.values.map((value) => enumValueDescriptor(value, scope)),
    ...optionsBytes(tree.options, 'EnumOptions', scope),
    ...reservedMembers(tree.reserved, 0),
    ...visibilityOf(tree),
  };
}

function enumValueDescriptor({ name, number, options }: ProtoEnumValue, scope: OptionScope): EnumValueDescriptor {
  return { name, number, ...optionsBytes(options, 'EnumValueOptions', scope) };
}

function extensionDescriptors(tree: readonly ProtoExtend[], scope: OptionScope): readonly FieldDescriptor[] {
  return extensionsIn(tree, scope).map(({ field, extendee }) => ({
    ...fieldDescriptor(field, scope),
    extendee: `.${extendee.name}`,
  }));
}

function extensionsIn(tree: readonly ProtoExtend[], { extensions }: OptionScope): readonly ProtobufExtension[] {
  if (tree.length === 0) return [];
  const fields = new Set(tree.flatMap((each) => each.fields));
  return extensions.filter(({ field }) => fields.has(field.tree));
}

function serviceDescriptor({ name, methods, options }: ProtoService, around: OptionScope): ServiceDescriptor {
  const scope = { ...around, scope: around.scope === '' ? name : `${around.scope}.${name}` };
  return {
    name,
    method: methods.map((method) => methodDescriptor(method, scope)),
    ...optionsBytes(options, 'ServiceOptions', scope),
  };
}

function methodDescriptor({ name, input, output, options }: ProtoMethod, scope: OptionScope): MethodDescriptor {
  const typeName = (written: string): string => {
    const found = scope.symbols.resolve(written, scope.scope);
    return found?.kind === 'message' ? `.${found.name}` : written;
  };
  return {
    name,
    input_type: typeName(input.name),
    output_type: typeName(output.name),
    ...optionsBytes(options, 'MethodOptions', scope),
    ...(input.stream ? { client_streaming: true } : {}),
    ...(output.stream ? { server_streaming: true } : {}),
  };
}
