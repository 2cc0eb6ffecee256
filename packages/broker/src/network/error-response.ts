import type { Api, Fields } from '@millrace/kafka-wire';
import { encodeResponse, ErrorCode } from '@millrace/kafka-wire';
import type { ErrorName } from '@millrace/kafka-wire';

/**
 * An answer that says only what went wrong, in the form of the API that was asked for: in its error code, or, where it
 * has none of its own, in that of one item of each list. For an API or a version that we do not know, nothing but the
 * code follows the header.
 */
export function encodeErrorResponse(
  api: Api | undefined,
  version: number,
  correlationId: number,
  error: ErrorName,
): Uint8Array[] {
  if (api === undefined) return [bareError(correlationId, ErrorCode[error])];
  const known = Math.min(Math.max(version, api.versions.min), api.versions.max);
  return encodeResponse(api, known, correlationId, errorBody(api.response.fields, known, ErrorCode[error]));
}

function errorBody(fields: Fields, version: number, code: number): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  const own = fields['errorCode'];
  if (own !== undefined && isIn(own.shape.versions, version)) return { errorCode: code };
  for (const [name, { shape }] of Object.entries(fields)) {
    if (shape.type.kind !== 'array' || shape.type.element.kind !== 'struct' || !isIn(shape.versions, version)) continue;
    const item = errorBody(shape.type.element.fields, version, code);
    if (Object.keys(item).length > 0) body[name] = [item];
  }
  return body;
}

function isIn(versions: { readonly min: number; readonly max: number }, version: number): boolean {
  return version >= versions.min && version <= versions.max;
}

function bareError(correlationId: number, code: number): Uint8Array {
  const bytes = Buffer.alloc(10);
  bytes.writeInt32BE(6, 0);
  bytes.writeInt32BE(correlationId, 4);
  bytes.writeInt16BE(code, 8);
  return bytes;
}
