import type { Clock } from '@millrace/base';
import { MillraceError } from '@millrace/base';

const defaultAnswerMs = 3000;
/** After the registry gave no answer, it is left alone for so long. */
const pauseMs = 1000;

/** Which registry is asked, and how. */
export interface AskedRegistry {
  /** Where it answers: known at once, or when it has started. */
  readonly url: string | Promise<string>;
  /** The `Authorization` header; left out for a registry that asks for none. */
  readonly authorization?: string | undefined;
  /** How long the registry may take for one answer. Default 3000. */
  readonly answerMs?: number;
}

/** Reads from any Schema Registry over its REST API. One that is dead costs its time limit once a second, not once a record. */
export class RegistryReader {
  readonly #asked: AskedRegistry;
  readonly #clock: Clock;
  #silent: { readonly untilMs: number; readonly error: MillraceError } | undefined;

  constructor(asked: AskedRegistry, clock: Clock) {
    this.#asked = asked;
    this.#clock = clock;
  }

  /** The body of the answer, undefined for 404. Raises UNREACHABLE with a clause that says what the registry did. */
  async get(path: string): Promise<unknown> {
    if (this.#silent !== undefined && this.#clock.now() < this.#silent.untilMs) throw this.#silent.error;
    const url = await this.#url();
    const { status, text } = await this.#ask(url, path);
    if (status === 404) return undefined;
    const body = status === 200 ? parsed(text) : undefined;
    if (body !== undefined) return body;
    throw new MillraceError('UNREACHABLE', `the schema registry at ${url} answered with status ${status}`);
  }

  async #url(): Promise<string> {
    const { url, answerMs = defaultAnswerMs } = this.#asked;
    if (typeof url === 'string') return url;
    const timer = Promise.withResolvers<never>();
    const late = new MillraceError('UNREACHABLE', 'the schema registry has not started yet');
    const timeout = setTimeout(() => timer.reject(late), answerMs);
    try {
      return await Promise.race([url, timer.promise]);
    } finally {
      clearTimeout(timeout);
    }
  }

  async #ask(url: string, path: string): Promise<{ readonly status: number; readonly text: string }> {
    const { authorization, answerMs = defaultAnswerMs } = this.#asked;
    const headers = authorization === undefined ? {} : { authorization };
    try {
      const signal = AbortSignal.timeout(answerMs);
      const response = await fetch(url.replace(/\/$/, '') + path, { headers, signal });
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
