import type { Difference } from '../difference.ts';
import type { SchemaField } from '../fields.ts';
import type { PayloadCheck } from '../payload-check.ts';
import type { PayloadDecoder, ReferencedSchema, SchemaKind, SchemaMetadata } from '../schema-kind.ts';
import { compileProtobufCheck } from './codec/check-payload.ts';
import { compileProtobufDecoder, type ProtobufDecoder } from './codec/decoder.ts';
import { describeMessage } from './describe.ts';
import { protobufDifferences } from './differences/differences.ts';
import { formatProtobuf } from './formats.ts';
import { readMessageIndexes } from './message-indexes.ts';
import { metaOf } from './meta.ts';
import { normalisedTree } from './normalise.ts';
import { parseProtobuf } from './parse.ts';
import { protobufIdentity } from './identity.ts';
import { messageOf, type ParsedProtobuf } from './parsed.ts';
import { printProto } from './text/print.ts';

/** Where a whole schema is spoken of, its first message is meant. */
export const protobufKind: SchemaKind<ParsedProtobuf> = {
  type: 'PROTOBUF',
  parse(text: string, references: readonly ReferencedSchema[] = [], metadata?: SchemaMetadata): ParsedProtobuf {
    return parseProtobuf(text, references, metadata);
  },
  normalise(schema: ParsedProtobuf): ParsedProtobuf {
    return { ...schema, text: printProto(normalisedTree(schema)) };
  },
  identity(text: string): string {
    return protobufIdentity(text);
  },
  inOrder(text: string): string {
    return protobufIdentity(text);
  },
  formatted(schema: ParsedProtobuf, format: string): string {
    return formatProtobuf(schema, format);
  },
  recordName(
    schema: ParsedProtobuf,
    payload?: { readonly bytes: Uint8Array; readonly offset: number },
  ): string | undefined {
    if (payload === undefined) return schema.file.messages[0]?.name;
    return messageOf(schema, readMessageIndexes(schema, payload.bytes, payload.offset).indexes).name;
  },
  tags(schema: ParsedProtobuf): readonly string[] {
    return metaOf(schema.file.messages[0]?.tree.options ?? [], 'message_meta').tags;
  },
  differences(reader: ParsedProtobuf, writer: ParsedProtobuf): readonly Difference[] {
    return protobufDifferences(reader, writer);
  },
  describe(schema: ParsedProtobuf): readonly SchemaField[] {
    const [first] = schema.file.messages;
    return first === undefined ? [] : describeMessage(first);
  },
  decoder(schema: ParsedProtobuf): PayloadDecoder {
    return indexedDecoder(schema);
  },
  checker(schema: ParsedProtobuf): Promise<PayloadCheck> {
    return Promise.resolve(compileProtobufCheck(schema));
  },
};

/** Reads the message indexes, then the message that they name; a decoder of each is compiled when it first comes. */
function indexedDecoder(schema: ParsedProtobuf): PayloadDecoder {
  const decoders = new Map<string, ProtobufDecoder>();
  return (bytes, start) => {
    const { indexes, offset } = readMessageIndexes(schema, bytes, start);
    const key = indexes.join();
    const decode = decoders.get(key) ?? compileProtobufDecoder(schema, indexes, { logical: 'text' });
    decoders.set(key, decode);
    return decode(bytes, offset);
  };
}
