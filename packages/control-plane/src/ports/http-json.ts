import { MillraceError } from '@millrace/base';

/** How long a service may take to begin its answer. */
const timeoutMs = 10_000;

export interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Asks a service for JSON. Any HTTP status is an answer; no answer is UNREACHABLE with the service's name. */
export async function askJson(
  service: string,
  url: string,
  init: RequestInit & { readonly timeoutMs?: number } = {},
): Promise<JsonAnswer> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(init.timeoutMs ?? timeoutMs) });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : parseJson(text) };
  } catch (cause) {
    throw new MillraceError('UNREACHABLE', `The ${service} at ${new URL(url).origin} did not answer.`, { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A member that should be text; empty when a foreign server leaves it out. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
