import { base64Of } from './base64.ts';
import { toFileDescriptor } from './descriptor/to-descriptor.ts';
import type { ParsedProtobuf } from './parsed.ts';
import { printProto } from './text/print.ts';
import type { ProtoEnum, ProtoField, ProtoFile, ProtoMessage, ProtoOption } from './tree.ts';

/**
 * The schema in a format of the registry's REST API: `serialized` is its descriptor in base64, `ignore_extensions` its text without
 * what extends and is left to extensions, options among it. Any other is the text.
 */
export function formatProtobuf(schema: ParsedProtobuf, format: string): string {
  if (format === 'serialized') return base64Of(toFileDescriptor(schema));
  return format === 'ignore_extensions' ? printProto(withoutExtensions(schema.file.tree)) : schema.text;
}

function withoutExtensions(file: ProtoFile): ProtoFile {
  return {
    ...file,
    options: ownOptions(file.options),
    messages: file.messages.map(bareMessage),
    enums: file.enums.map(bareEnum),
    extends: [],
    services: file.services.map((service) => ({
      ...service,
      options: ownOptions(service.options),
      methods: service.methods.map((method) => ({ ...method, options: ownOptions(method.options) })),
    })),
  };
}

function ownOptions(options: readonly ProtoOption[]): readonly ProtoOption[] {
  return options.filter(({ name }) => name[0]?.isExtension !== true);
}

function bareMessage(message: ProtoMessage): ProtoMessage {
  return {
    ...message,
    options: ownOptions(message.options),
    fields: message.fields.map(bareField),
    oneofs: message.oneofs.map((oneof) => ({
      ...oneof,
      options: ownOptions(oneof.options),
      fields: oneof.fields.map(bareField),
    })),
    extensions: [],
    messages: message.messages.map(bareMessage),
    enums: message.enums.map(bareEnum),
    extends: [],
  };
}

function bareField(field: ProtoField): ProtoField {
  const { type } = field;
  const options = ownOptions(field.options);
  return type.kind === 'group'
    ? { ...field, options, type: { kind: 'group', message: bareMessage(type.message) } }
    : { ...field, options };
}

function bareEnum(each: ProtoEnum): ProtoEnum {
  return {
    ...each,
    options: ownOptions(each.options),
    values: each.values.map((value) => ({ ...value, options: ownOptions(value.options) })),
  };
}
