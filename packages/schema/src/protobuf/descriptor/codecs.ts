import { assert } from '@millrace/base';
import { builtinFile } from '../builtin/builtin-files.ts';
import { descriptorProto } from '../builtin/descriptor-proto.ts';
import { buildDecoder, type ProtobufDecoder } from '../codec/decoder.ts';
import { buildEncoder, type ProtobufEncoder } from '../codec/encoder.ts';
import { rawShape } from '../codec/shape.ts';
import { invalidProto } from '../errors.ts';
import { linkFile } from '../link/link-file.ts';
import { parseProtoText } from '../text/parse-file.ts';
import type { LinkedFile, ProtobufExtension, ProtobufMessage } from '../types.ts';
import type { FileDescriptor, OptionsName } from './descriptor-types.ts';

interface Codec {
  readonly encode: ProtobufEncoder;
  readonly decode: ProtobufDecoder;
}

let fileCodec: Codec | undefined;
const optionCodecs = new WeakMap<readonly ProtobufExtension[], Map<OptionsName, Codec>>();

export function encodeFileDescriptor(file: FileDescriptor): Uint8Array<ArrayBuffer> {
  fileCodec ??= makeFileCodec();
  return fileCodec.encode(file);
}

/** @throws MillraceError DATA_INVALID when the bytes are no FileDescriptorProto */
export function decodeFileDescriptor(bytes: Uint8Array): FileDescriptor {
  fileCodec ??= makeFileCodec();
  return fileCodec.decode(bytes) as FileDescriptor;
}

/** Options stay bytes here: only who knows their extensions can read them, and in a descriptor both are the same. */
function makeFileCodec(): Codec {
  const text = descriptorProto.replaceAll(/\w+Options options = /g, 'bytes options = ');
  const file = linkFile(parseProtoText(text), '', ({ path }) => {
    throw invalidProto(`descriptor.proto imports ${path}`);
  });
  return codecOf(messageIn(file, 'FileDescriptorProto'), []);
}

/** The codec of options that may have these extensions. */
export function optionsCodec(name: OptionsName, extensions: readonly ProtobufExtension[]): Codec {
  const known = optionCodecs.get(extensions) ?? new Map<OptionsName, Codec>();
  optionCodecs.set(extensions, known);
  const codec = known.get(name) ?? codecOf(optionsMessage(name), extensions);
  known.set(name, codec);
  return codec;
}

export function optionsMessage(name: OptionsName): ProtobufMessage {
  const file = builtinFile('google/protobuf/descriptor.proto');
  assert(file !== undefined, 'the descriptor is built in');
  return messageIn(file, name);
}

function messageIn({ messages }: LinkedFile, name: string): ProtobufMessage {
  const message = messages.find(({ localName }) => localName === name);
  assert(message !== undefined, `the descriptor has a message ${name}`);
  return message;
}

function codecOf(message: ProtobufMessage, extensions: readonly ProtobufExtension[]): Codec {
  return {
    encode: buildEncoder(message, extensions, rawShape),
    decode: buildDecoder(message, undefined, extensions, rawShape),
  };
}
