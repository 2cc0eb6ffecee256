import type { Message, Value, Input } from '../definition/message.ts';
import { includes } from '../definition/versions.ts';
import { WireError } from '../wire-error.ts';
import type { Decoder } from './compile-decoder.ts';
import { compileDecoder } from './compile-decoder.ts';
import type { Encoder } from './compile-encoder.ts';
import { compileEncoder } from './compile-encoder.ts';
import { Reader } from './reader.ts';
import { concatenate, Writer } from './writer.ts';

const encoders = new WeakMap<Message, Encoder[]>();
const decoders = new WeakMap<Message, Decoder[]>();

function compiled<T>(cache: WeakMap<Message, T[]>, message: Message, version: number, compile: () => T): T {
  let versions = cache.get(message);
  if (versions === undefined) cache.set(message, (versions = []));
  let codec = versions[version];
  if (codec === undefined) {
    if (!includes(message.versions, version)) throw new WireError(`${message.name} has no version ${version}`);
    versions[version] = codec = compile();
  }
  return codec;
}

/** Writes a message's body. Raises WireError for a value that the version cannot carry. */
export function writeMessage<M extends Message>(writer: Writer, message: M, version: number, value: Input<M>): void {
  compiled(encoders, message, version, () => compileEncoder(message, version))(writer, value);
}

/** Reads a message's body, and leaves the reader behind it. Raises WireError. */
export function readMessage<M extends Message>(reader: Reader, message: M, version: number): Value<M> {
  const decode = compiled(decoders, message, version, () => compileDecoder(message, version));
  try {
    return decode(reader) as Value<M>;
  } catch (error) {
    if (error instanceof WireError) throw new WireError(`${message.name} v${version}: ${error.message}`);
    throw error;
  }
}

/** A message's body alone, without a header or a size. */
export function encodeMessage<M extends Message>(message: M, version: number, value: Input<M>): Uint8Array {
  const writer = new Writer();
  writeMessage(writer, message, version, value);
  return concatenate(writer.finish());
}

/** The inverse of encodeMessage. Bytes left over raise WireError: they mean that the two sides disagree. */
export function decodeMessage<M extends Message>(message: M, version: number, bytes: Uint8Array): Value<M> {
  const reader = new Reader(bytes);
  const value = readMessage(reader, message, version);
  refuseRest(reader, message, version);
  return value;
}

export function refuseRest(reader: Reader, message: Message, version: number): void {
  if (reader.remaining > 0) {
    throw new WireError(`${message.name} v${version}: ${reader.remaining} bytes left over at ${reader.at}`);
  }
}

/** Data that clients exchange through a coordinator: a version (int16), then the message. */
export function encodeVersioned<M extends Message>(message: M, version: number, value: Input<M>): Uint8Array {
  const writer = new Writer();
  writer.int16(version);
  writeMessage(writer, message, version, value);
  return concatenate(writer.finish());
}

/**
 * The inverse of encodeVersioned. A version newer than ours is read as our newest, which it extends at its end, as all
 * clients do with each other's subscriptions.
 */
export function decodeVersioned<M extends Message>(
  message: M,
  bytes: Uint8Array,
): { version: number; value: Value<M> } {
  const reader = new Reader(bytes);
  const version = Math.min(reader.int16(), message.versions.max);
  return { version, value: readMessage(reader, message, version) };
}
