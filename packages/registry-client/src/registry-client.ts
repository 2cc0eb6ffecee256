import type { ErrorCode } from '@millrace/base';
import { MillraceError } from '@millrace/base';
import type { SchemaIdentity } from '@millrace/schema';
import type { RegisteredSchema, RegisteredVersion, SchemaReference } from './registered-schema.ts';
import { isObject, isRegisteredSchema, isRegisteredVersion, isVersion } from './registered-schema.ts';

/** Where a registry is, and how it is asked. */
export interface RegistryPlace {
  readonly url: string;
  /** The `Authorization` header; absent for a registry that asks for none. */
  readonly authorization?: string | undefined;
  /** How long one answer may take. Default 10 000. */
  readonly timeoutMs?: number | undefined;
}

type Form<T> = (body: unknown) => body is T;
type Version = Omit<SchemaReference, 'name'>;

/**
 * A Schema Registry over its REST API. What is not there (404) is undefined.
 * @throws MillraceError UNREACHABLE when it does not answer (see `isSilence`) or is broken, FORBIDDEN when the caller may
 * not, INVALID_REQUEST for what it refuses otherwise; `details.status` is the HTTP status of its answer
 */
export class RegistryClient {
  /** Without a slash at the end. */
  readonly url: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #timeoutMs: number;

  constructor({ url, authorization, timeoutMs = 10_000 }: RegistryPlace) {
    this.url = url.replace(/\/$/, '');
    this.#headers = authorization === undefined ? {} : { authorization };
    this.#timeoutMs = timeoutMs;
  }

  subjects(): Promise<readonly string[]> {
    return this.#ask('GET', '/subjects', listOf(isText));
  }

  version(subject: string, version: number | string = 'latest'): Promise<RegisteredVersion | undefined> {
    return this.#find(versionPath(subject, version), isRegisteredVersion);
  }

  /** What a reference names, be it deleted softly since. */
  referenced({ subject, version }: SchemaReference): Promise<RegisteredSchema | undefined> {
    return this.#find(`${versionPath(subject, version)}?deleted=true`, isRegisteredSchema);
  }

  /** The schema that data names. It never changes, so callers may keep it. */
  identified(schema: SchemaIdentity): Promise<RegisteredSchema | undefined> {
    const path = schema.kind === 'id' ? `/schemas/ids/${schema.id}` : `/schemas/guids/${schema.guid}`;
    return this.#find(path, isRegisteredSchema);
  }

  /** The id that the schema has in the default context, where the subjects of topics are. */
  async idOf(guid: string): Promise<number | undefined> {
    const ids = await this.#find(`/schemas/guids/${guid}/ids`, listOf(isContextId));
    return ids?.find(({ context }) => context === '.')?.id;
  }

  /** The versions that have the schema: those of one subject, or some of all. */
  versionsOf(
    id: number,
    query: { readonly subject: string } | { readonly limit: number },
  ): Promise<readonly Version[] | undefined> {
    const asked = 'subject' in query ? `subject=${encodeURIComponent(query.subject)}` : `limit=${query.limit}`;
    return this.#find(`/schemas/ids/${id}/versions?${asked}`, listOf(isVersion));
  }

  /** Registers the schema and gives its id; the id of an equal schema that is there already. */
  async register(subject: string, schema: string, schemaType = 'AVRO'): Promise<number> {
    const path = `/subjects/${encodeURIComponent(subject)}/versions`;
    return (await this.#ask('POST', path, hasId, { schema, schemaType })).id;
  }

  /** Deletes a subject with its versions, softly. One that is not there is as good. */
  async deleteSubject(subject: string): Promise<void> {
    await this.#ask('DELETE', `/subjects/${encodeURIComponent(subject)}`, Array.isArray).catch(absent);
  }

  #find<T>(path: string, isOfForm: Form<T>): Promise<T | undefined> {
    return this.#ask('GET', path, isOfForm).catch(absent);
  }

  async #ask<T>(method: string, path: string, isOfForm: Form<T>, body?: object): Promise<T> {
    const { status, text } = await this.#send(method, path, body);
    const answer = parsed(text);
    if (status === 200 && isOfForm(answer)) return answer;
    const said = isObject(answer) && isText(answer['message']) ? answer['message'] : text.slice(0, 200);
    const sentence = `The schema registry at ${this.url} answered ${status} to ${method} ${path}: ${said.trim()}`;
    throw new MillraceError(codeOf(status), sentence.replace(/[:.]? ?$/, '.'), { details: { status } });
  }

  async #send(
    method: string,
    path: string,
    body: object | undefined,
  ): Promise<{ readonly status: number; readonly text: string }> {
    const sent =
      body === undefined
        ? { headers: this.#headers }
        : {
            headers: { ...this.#headers, 'content-type': 'application/vnd.schemaregistry.v1+json' },
            body: JSON.stringify(body),
          };
    try {
      const signal = AbortSignal.timeout(this.#timeoutMs);
      const response = await fetch(this.url + path, { method, signal, ...sent });
      return { status: response.status, text: await response.text() };
    } catch (cause) {
      const isLate = cause instanceof DOMException && cause.name === 'TimeoutError';
      const what = isLate ? `gave no answer in ${this.#timeoutMs} ms` : 'cannot be reached';
      throw new MillraceError('UNREACHABLE', `The schema registry at ${this.url} ${what}.`, { cause });
    }
  }
}

/** Whether the registry gave no answer at all, not even a bad one. */
export const isSilence = (error: unknown): boolean =>
  error instanceof MillraceError && error.code === 'UNREACHABLE' && error.details['status'] === undefined;

const versionPath = (subject: string, version: number | string): string =>
  `/subjects/${encodeURIComponent(subject)}/versions/${encodeURIComponent(version)}`;

function absent(error: unknown): undefined {
  if (error instanceof MillraceError && error.code === 'NOT_FOUND') return undefined;
  throw error;
}

function codeOf(status: number): ErrorCode {
  if (status === 404) return 'NOT_FOUND';
  if (status === 401 || status === 403) return 'FORBIDDEN';
  return status >= 400 && status < 500 && status !== 429 ? 'INVALID_REQUEST' : 'UNREACHABLE';
}

/** A proxy's page is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';

const hasId = (value: unknown): value is { readonly id: number } => isObject(value) && typeof value['id'] === 'number';

const isContextId = (value: unknown): value is { readonly context: string; readonly id: number } =>
  hasId(value) && 'context' in value && isText(value.context);

const listOf =
  <T>(isItem: Form<T>): Form<readonly T[]> =>
  (body): body is readonly T[] =>
    Array.isArray(body) && body.every(isItem);
