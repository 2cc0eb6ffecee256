import { Generator } from '../../codec/generator.ts';
import { fieldsWithExtensions, messageOf, type MessageName, type ParsedProtobuf } from '../parsed.ts';
import type { ProtobufExtension, ProtobufMessage } from '../types.ts';
import { columnsReader, messageReader } from './generate-read.ts';
import { ProtobufReader } from './protobuf-reader.ts';
import type { ReadContext } from './read-context.ts';
import { messageCode } from './read-values.ts';
import { columnShape, rawShape, textShape, type Shape } from './shape.ts';

export interface ProtobufDecoderOptions {
  /**
   * `raw` (default) gives the fields of well-known types; `text` what people write in their place: a Timestamp in ISO 8601, a
   * Duration as `1.5s`, a Decimal as its digits, a wrapper as its value, a Struct as an object.
   */
  readonly logical?: 'raw' | 'text';
  /** Gives the fields of this message in place of the writer's, matched by number. */
  readonly reader?: { readonly schema: ParsedProtobuf; readonly message?: MessageName };
}

/**
 * Decodes one message from `offset` (default 0) to the end. Bytes in the value are views of `bytes`.
 * @throws MillraceError DATA_INVALID when the bytes do not fit
 */
export type ProtobufDecoder = (bytes: Uint8Array, offset?: number) => unknown;

/**
 * A decoder to plain JavaScript objects, compiled for the message (default: the first of the schema). Members have the fields'
 * names as the schema spells them. A field that cannot tell whether it was sent (proto3 without `optional`) is its default; a
 * list or map is there when empty; any other field is a member only if it was sent, default values of proto2 notwithstanding.
 * Integers of 64 bits are numbers while they are safe integers, else bigint; an enum is its value's name, or the number of one
 * that the schema does not know; bytes are Uint8Array; a map is an object; an extension is the member `[its.full.name]`.
 */
export function compileProtobufDecoder(
  schema: ParsedProtobuf,
  which?: MessageName,
  { logical = 'raw', reader }: ProtobufDecoderOptions = {},
): ProtobufDecoder {
  const writer = messageOf(schema, which);
  const message = reader === undefined ? writer : messageOf(reader.schema, reader.message);
  const extensions = new Set([...schema.extensions, ...(reader?.schema.extensions ?? [])]);
  const shape = logical === 'text' ? textShape : rawShape;
  return buildDecoder(message, message === writer ? undefined : writer, extensions, shape);
}

/** As `compileProtobufDecoder`, of a message that stands for itself. */
export function buildDecoder(
  message: ProtobufMessage,
  writer: ProtobufMessage | undefined,
  extensions: Iterable<ProtobufExtension>,
  shape: Shape,
): ProtobufDecoder {
  const context = contextOf(extensions, shape);
  const { read, converted } = messageCode(message, writer, context);
  return build(context.generator, converted(`${read}(r, bytes.length)`)) as ProtobufDecoder;
}

/** The wanted fields of one message, in the order they were asked for. */
export type ProtobufColumnDecoder = (bytes: Uint8Array, offset: number) => unknown[];

/**
 * A decoder of the wanted top-level fields only; all others are skipped. A field that is absent, or that the message does not
 * have, is null. Messages inside are arrays in the order of their fields, maps are Map; well-known types have no form of their own.
 */
export function compileProtobufColumnDecoder(
  schema: ParsedProtobuf,
  wanted: readonly string[],
  which?: MessageName,
): ProtobufColumnDecoder {
  const context = contextOf(schema.extensions, columnShape);
  const read = columnsReader(messageOf(schema, which), wanted, context);
  return build(context.generator, `${read}(r, bytes.length)`) as ProtobufColumnDecoder;
}

function contextOf(extensions: Iterable<ProtobufExtension>, shape: Shape): ReadContext {
  return { generator: new Generator(), shape, fieldsOf: fieldsWithExtensions(extensions), messageReader };
}

function build(generator: Generator, value: string): unknown {
  return generator.build(
    'r',
    new ProtobufReader(),
    `return function decode(bytes, offset = 0) {
r.begin(bytes, offset);
return ${value};
};`,
  );
}
