import { RestError, restErrorCode } from '../rest/errors.ts';
import type { HttpRequest } from './listener.ts';

const bodyBytesMax = 16 * 1024 * 1024;

/** Reads a JSON object, whatever content type the client calls it. An empty body is an empty object. */
export async function readJsonObject(request: HttpRequest): Promise<Readonly<Record<string, unknown>>> {
  const text = await readText(request);
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new RestError(restErrorCode.badRequest, `The body is not JSON: ${(cause as Error).message}`, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RestError(restErrorCode.badRequest, 'The body must be a JSON object.');
  }
  return value as Record<string, unknown>;
}

async function readText(request: HttpRequest): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > bodyBytesMax) {
      throw new RestError(restErrorCode.badRequest, `The body is longer than ${bodyBytesMax} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

export function stringField(body: Readonly<Record<string, unknown>>, ...names: readonly string[]): string {
  for (const name of names) {
    const value = body[name];
    if (typeof value === 'string') return value;
  }
  throw new RestError(restErrorCode.badRequest, `The field "${names[0]}" is missing or is not text.`);
}

/** Properties as text, the first of the named fields that is an object. */
export function propertiesField(
  body: Readonly<Record<string, unknown>>,
  ...names: readonly string[]
): Readonly<Record<string, string>> {
  for (const name of names) {
    const value = body[name];
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, String(item)]));
    }
  }
  return {};
}
