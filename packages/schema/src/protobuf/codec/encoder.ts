import { Generator } from '../../codec/generator.ts';
import { fieldsWithExtensions, messageOf, type MessageName, type ParsedProtobuf } from '../parsed.ts';
import type { ProtobufExtension, ProtobufMessage } from '../types.ts';
import { messageWriter, recordFrom } from './generate-write.ts';
import { ProtobufWriter } from './protobuf-writer.ts';
import { rawShape, textShape, type Shape } from './shape.ts';

export interface ProtobufEncoderOptions {
  /** `text` takes what a decoder with the same option gives in place of well-known types. Default `raw`: their records. */
  readonly logical?: 'raw' | 'text';
}

/** @throws MillraceError DATA_INVALID with the path of the value that does not fit */
export type ProtobufEncoder = (value: unknown) => Uint8Array<ArrayBuffer>;

/**
 * An encoder of the values that `compileProtobufDecoder` gives, compiled for the message (default: the first of the schema). What
 * is undefined or null is not sent, nor is the default of a field that cannot tell it from absence. Integers of 64 bits may be
 * text too, enums numbers, maps Map. Members that are no fields are passed over.
 */
export function compileProtobufEncoder(
  schema: ParsedProtobuf,
  which?: MessageName,
  { logical = 'raw' }: ProtobufEncoderOptions = {},
): ProtobufEncoder {
  return buildEncoder(messageOf(schema, which), schema.extensions, logical === 'text' ? textShape : rawShape);
}

/** As `compileProtobufEncoder`, of a message that stands for itself. */
export function buildEncoder(
  message: ProtobufMessage,
  extensions: Iterable<ProtobufExtension>,
  shape: Shape,
): ProtobufEncoder {
  const generator = new Generator();
  const form = shape.textForm(message);
  const context = {
    generator,
    shape: form === undefined ? shape : rawShape,
    fieldsOf: fieldsWithExtensions(extensions),
  };
  const name = messageWriter(message, context);
  const record = form === undefined ? 'v' : `${generator.constant(recordFrom(form, message, ''))}(v)`;
  const source = `return function encode(v, w) { w.begin(); ${name}(w, ${record}); };`;
  const write = generator.build('unused', undefined, source) as (value: unknown, out: ProtobufWriter) => void;
  const out = new ProtobufWriter();
  return (value) => {
    write(value, out);
    return out.slice();
  };
}
