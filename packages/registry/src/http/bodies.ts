import { createGunzip, type Gunzip } from 'node:zlib';
import type { FastifyInstance, RequestPayload } from 'fastify';
import { RegistryError } from '../errors.ts';
import { charsetOf } from './media-types.ts';

/** Reads bodies as JSON in any character set, packed with gzip or not, under any of the names that a body may have. */
export function addBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addHook('preParsing', (request, _reply, payload, done) => {
    const isPacked = request.headers['content-encoding']?.toLowerCase() === 'gzip';
    done(null, isPacked ? unpacked(payload) : payload);
  });
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      done(null, bodyOf(body as Buffer, request.headers['content-type']));
    } catch (error) {
      done(error as RegistryError);
    }
  });
}

function unpacked(payload: RequestPayload): RequestPayload {
  // What came over the wire is held against the length that was announced.
  const unpacking: RequestPayload = Object.assign(createGunzip(), { receivedEncodedLength: 0 });
  payload.on('data', (chunk: Buffer) => {
    unpacking.receivedEncodedLength = (unpacking.receivedEncodedLength ?? 0) + chunk.length;
  });
  return payload.pipe(unpacking as Gunzip);
}

function bodyOf(bytes: Buffer, contentType: string | undefined): unknown {
  const charset = charsetOf(contentType);
  if (charset === undefined) throw new RegistryError(415, 415, 'HTTP 415 Unsupported Media Type');
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder(charset, { fatal: true }).decode(bytes)) as unknown;
  } catch (error) {
    throw new RegistryError(400, 400, `The request body cannot be read: ${(error as Error).message}`);
  }
}
