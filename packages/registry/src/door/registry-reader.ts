import type { Clock } from '@millrace/base';
import { MillraceError } from '@millrace/base';

/** After the registry gave no answer, it is left alone for so long. */
const pauseMs = 1000;

export interface RegistryAccess {
  /** Where the registry answers; undefined while that is not known yet. Read at each request. */
  readonly url: () => string | undefined;
  /** Headers of each request, such as who asks. */
  readonly headers?: () => Readonly<Record<string, string>>;
  /** How long the registry may take for one answer. Default 3000. */
  readonly answerMs?: number;
}

/** Reads from any Schema Registry over its REST API. One that is dead costs its time limit once a second, not once a record. */
export class RegistryReader {
  readonly #access: RegistryAccess;
  readonly #clock: Clock;
  #silent: { readonly untilMs: number; readonly error: MillraceError } | undefined;

  constructor(access: RegistryAccess, clock: Clock) {
    this.#access = access;
    this.#clock = clock;
  }

  /** The body of the answer, undefined for 404. Raises UNREACHABLE with a clause that says what the registry did. */
  async get(path: string): Promise<unknown> {
    if (this.#silent !== undefined && this.#clock.now() < this.#silent.untilMs) throw this.#silent.error;
    const url = this.#access.url();
    if (url === undefined) throw new MillraceError('UNREACHABLE', 'the schema registry has not started yet');
    const { status, text } = await this.#ask(url, path);
    if (status === 404) return undefined;
    const body = status === 200 ? parsed(text) : undefined;
    if (body !== undefined) return body;
    throw new MillraceError('UNREACHABLE', `the schema registry at ${url} answered with status ${status}`);
  }

  async #ask(url: string, path: string): Promise<{ readonly status: number; readonly text: string }> {
    const { headers, answerMs = 3000 } = this.#access;
    try {
      const signal = AbortSignal.timeout(answerMs);
      const response = await fetch(url.replace(/\/$/, '') + path, { headers: { ...headers?.() }, signal });
      const answer = { status: response.status, text: await response.text() };
      this.#silent = undefined;
      return answer;
    } catch (cause) {
      const isLate = cause instanceof DOMException && cause.name === 'TimeoutError';
      const what = isLate ? `gave no answer in ${answerMs} ms` : 'cannot be reached';
      const error = new MillraceError('UNREACHABLE', `the schema registry at ${url} ${what}`, { cause });
      this.#silent = { untilMs: this.#clock.now() + pauseMs, error };
      throw error;
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
