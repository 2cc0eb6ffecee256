import type { Api, RequestInput, RequestOf, ResponseInput, ResponseOf } from './definition/message.ts';
import { includes } from './definition/versions.ts';
import { readMessage, refuseRest, writeMessage } from './codec/codec.ts';
import { Reader } from './codec/reader.ts';
import { Writer } from './codec/writer.ts';
import { apiOf } from './apis.ts';
import { WireError } from './wire-error.ts';

const apiVersionsKey = 18;

/** A request's header, with the place where its body begins. */
export interface RequestHeader {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly correlationId: number;
  readonly clientId: string | null;
  readonly bodyAt: number;
}

/**
 * A request, ready for the socket: its size (int32), header and body, as chunks to be sent in order. The chunks refer to
 * long byte strings of the body, which must not change until they are sent.
 */
export function encodeRequest<A extends Api>(
  api: A,
  version: number,
  header: { readonly correlationId: number; readonly clientId: string | null },
  body: RequestInput<A>,
): Uint8Array[] {
  const writer = new Writer();
  writer.int32(0);
  writer.int16(api.key);
  writer.int16(version);
  writer.int32(header.correlationId);
  // Never compact, so that any broker can read it before versions are agreed (KIP-511).
  writer.nullableString(header.clientId);
  if (includes(api.flexible, version)) writer.uvarint(0);
  writeMessage(writer, api.request, version, body);
  return sized(writer);
}

/**
 * Reads the header of a request from a frame without its size. A request whose API or version we do not know is read as
 * well as can be: its `bodyAt` means nothing.
 */
export function decodeRequestHeader(frame: Uint8Array): RequestHeader {
  const reader = new Reader(frame);
  const apiKey = reader.int16();
  const apiVersion = reader.int16();
  const correlationId = reader.int32();
  const clientId = reader.nullableString();
  const api = apiOf(apiKey);
  if (api !== undefined && includes(api.versions, apiVersion) && includes(api.flexible, apiVersion)) reader.skipTags();
  return { apiKey, apiVersion, correlationId, clientId, bodyAt: reader.at };
}

/**
 * Reads the body of a request whose header was read from the same frame. Bytes left over are passed over, as Kafka does: librdkafka's
 * Metadata for all topics has three, from version 9 on.
 */
export function decodeRequest<A extends Api>(api: A, header: RequestHeader, frame: Uint8Array): RequestOf<A> {
  return readMessage(new Reader(frame, header.bodyAt), api.request, header.apiVersion) as RequestOf<A>;
}

/** A response, ready for the socket, as encodeRequest. */
export function encodeResponse<A extends Api>(
  api: A,
  version: number,
  correlationId: number,
  body: ResponseInput<A>,
): Uint8Array[] {
  const writer = new Writer();
  writer.int32(0);
  writer.int32(correlationId);
  if (hasTaggedHeader(api, version)) writer.uvarint(0);
  writeMessage(writer, api.response, version, body);
  return sized(writer);
}

/** The correlation id of a response's frame: it tells which request, and so which API and version, is answered. */
export function readCorrelationId(frame: Uint8Array): number {
  return new Reader(frame).int32();
}

/** Reads a response from a frame without its size. */
export function decodeResponse<A extends Api>(api: A, version: number, frame: Uint8Array): ResponseOf<A> {
  const reader = new Reader(frame, 4);
  if (hasTaggedHeader(api, version)) reader.skipTags();
  const body = readMessage(reader, api.response, version) as ResponseOf<A>;
  refuseRest(reader, api.response, version);
  return body;
}

/** The answer to ApiVersions is read before versions are agreed, so its header never changes (KIP-511). */
function hasTaggedHeader(api: Api, version: number): boolean {
  return api.key !== apiVersionsKey && includes(api.flexible, version);
}

/** Puts the size of all that follows into the first four bytes. */
function sized(writer: Writer): Uint8Array[] {
  const size = writer.size - 4;
  const chunks = writer.finish();
  const first = chunks[0];
  if (first === undefined || size > 0x7fffffff) throw new WireError(`a frame of ${size} bytes`);
  first[0] = size >> 24;
  first[1] = size >> 16;
  first[2] = size >> 8;
  first[3] = size;
  return chunks;
}
