import { MillraceError, errorRegistry } from '@millrace/base';
import type { ErrorCode } from '@millrace/base';
import type { Problem } from '@millrace/mesh';

export interface ApiOptions {
  /** Address of the mesh, e.g. `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Who acts; the mesh's default person when absent. */
  readonly as?: string;
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** The control plane over HTTP. A problem that it answers with is thrown as a MillraceError, its body as `details.problem`. */
export class ApiClient {
  readonly #options: ApiOptions;

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  async get<T>(path: string, query: Readonly<Record<string, string | readonly string[] | undefined>> = {}): Promise<T> {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      for (const one of value === undefined ? [] : [value].flat()) parameters.append(name, one);
    }
    return this.#json<T>('GET', parameters.size === 0 ? path : `${path}?${parameters.toString()}`);
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.#json<T>('POST', path, body);
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.#json<T>('PATCH', path, body);
  }

  delete(path: string): Promise<void> {
    return this.#json<undefined>('DELETE', path);
  }

  /** The lines of a streamed answer (NDJSON), parsed, until the server ends it or `signal` aborts. */
  async *lines<T>(path: string, body: unknown, signal: AbortSignal): AsyncGenerator<T> {
    const response = await this.#send('POST', path, body, signal);
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of response.body ?? []) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) if (part !== '') yield parse<T>(part);
    }
    if (rest !== '') yield parse<T>(rest);
  }

  async #json<T>(method: Method, path: string, body?: unknown): Promise<T> {
    const response = await this.#send(method, path, body);
    const text = await response.text();
    return parse<T>(text === '' ? 'null' : text);
  }

  async #send(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
    const url = `${this.#options.url}/api/v1${path}`;
    let response: Response;
    try {
      response = await fetch(url, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(this.#options.as === undefined ? {} : { 'x-millrace-as': this.#options.as }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (cause) {
      if (signal?.aborted === true) throw cause;
      throw new MillraceError(
        'UNREACHABLE',
        `No mesh answers at ${this.#options.url}. Start one with "millrace up", or name its address with --url.`,
        { cause },
      );
    }
    if (!response.ok) throw await problem(response);
    return response;
  }
}

/** The one place where an answer of the API, whose shapes both sides share, gets its type. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the shape that the API promises
function parse<T>(text: string): T {
  return JSON.parse(text) as T;
}

async function problem(response: Response): Promise<MillraceError> {
  const text = await response.text();
  try {
    const body = parse<Problem>(text);
    const code: ErrorCode = body.code in errorRegistry ? (body.code as ErrorCode) : 'INTERNAL';
    return new MillraceError(code, body.detail, { details: { problem: body } });
  } catch {
    return new MillraceError('INTERNAL', `The mesh answered ${response.status}: ${text.slice(0, 200)}`);
  }
}
