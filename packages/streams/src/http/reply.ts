import { errorBody, type RestError, statusOf } from '../rest/errors.ts';
import type { HttpRequest, HttpResponse } from './listener.ts';

const versioned = 'application/vnd.ksql.v1+json';

/** Answers with JSON in ksqlDB's content type, or in the plain one where the client asked for that alone. */
export function sendJson(request: HttpRequest, response: HttpResponse, status: number, body: unknown): void {
  const payload = Buffer.from(JSON.stringify(body));
  const accept = request.headers.accept ?? '';
  response.writeHead(status, {
    'content-type': accept.includes('application/json') ? 'application/json' : versioned,
    'content-length': payload.byteLength,
  });
  response.end(payload);
}

export function sendError(request: HttpRequest, response: HttpResponse, error: RestError): void {
  sendJson(request, response, statusOf(error.code), errorBody(error));
}
