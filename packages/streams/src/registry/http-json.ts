import { request as httpRequest, Agent } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { MillraceError } from '@millrace/base';

export type HttpMethod = 'GET' | 'POST' | 'DELETE';

export interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
}

const agent = new Agent({ keepAlive: true, maxSockets: 4 });

/** One JSON request. An answer of any status is returned; no answer within 10 s is `UNREACHABLE`. */
export function requestJson(
  method: HttpMethod,
  url: URL,
  { body, authorization }: { readonly body: unknown; readonly authorization: string | undefined },
): Promise<JsonAnswer> {
  const secure = url.protocol === 'https:';
  const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  return new Promise((resolve, reject) => {
    const failed = (cause: unknown): void =>
      reject(new MillraceError('UNREACHABLE', `${method} ${url.href} got no answer: ${String(cause)}`, { cause }));
    const request = (secure ? httpsRequest : httpRequest)(url, {
      method,
      timeout: 10_000,
      headers: {
        ...(authorization === undefined ? {} : { authorization }),
        ...(payload === undefined
          ? {}
          : { 'content-type': 'application/vnd.schemaregistry.v1+json', 'content-length': payload.byteLength }),
      },
      ...(secure ? {} : { agent }),
    });
    request.on('timeout', () => request.destroy(new Error('timed out after 10 s')));
    request.on('error', failed);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', failed);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, body: parseOrMessage(text) });
      });
    });
    request.end(payload);
  });
}

/** A proxy's page is no JSON; its text is all that it says. */
function parseOrMessage(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return { message: text };
  }
}
