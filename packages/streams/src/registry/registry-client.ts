import { MillraceError } from '@millrace/base';
import { requestJson, type HttpMethod, type JsonAnswer } from './http-json.ts';

export interface RegisteredSchema {
  readonly id: number;
  readonly schemaType: string;
  /** The schema's text as registered. */
  readonly schema: string;
}

/** What streaming SQL needs of a Schema Registry. All calls fail with `UNREACHABLE` when it does not answer. */
export interface RegistryClient {
  /** The newest schema of a subject, undefined when there is none. */
  latest(subject: string): Promise<RegisteredSchema | undefined>;
  /** A schema by id, undefined when there is none. Kept for ever: ids never change their meaning. */
  byId(id: number): Promise<RegisteredSchema | undefined>;
  /** Registers the schema and returns its id; the id of an equal schema that is there already. */
  register(subject: string, schema: string, schemaType?: string): Promise<number>;
  /** Deletes a subject with its versions, as far as readers of the list see it. One that is not there is as good. */
  deleteSubject(subject: string): Promise<void>;
}

/** Where the registry is, and how to get in. */
export interface RegistryPlace {
  readonly url: string;
  /** The `Authorization` header; absent where none is asked for. */
  readonly authorization?: string;
}

export function registryClient({ url, authorization }: RegistryPlace): RegistryClient {
  const base = url.endsWith('/') ? url : `${url}/`;
  const schemas = new Map<number, Promise<RegisteredSchema | undefined>>();
  const request = (method: HttpMethod, path: string, body?: unknown): Promise<JsonAnswer> =>
    requestJson(method, new URL(path, base), { body, authorization });
  const get = (path: string): Promise<JsonAnswer> => request('GET', path);
  return {
    async latest(subject) {
      const answer = await get(`subjects/${encodeURIComponent(subject)}/versions/latest`);
      return answer.status === 404 ? undefined : schemaOf(answer, `the latest schema of subject ${subject}`);
    },
    byId(id) {
      const known = schemas.get(id);
      if (known !== undefined) return known;
      const asked = get(`schemas/ids/${id}`).then((answer) =>
        answer.status === 404 ? undefined : schemaOf(answer, `schema ${id}`, id),
      );
      schemas.set(id, asked);
      const forget = (): boolean => schemas.delete(id);
      asked.then((found) => found === undefined && forget(), forget);
      return asked;
    },
    async register(subject, schema, schemaType = 'AVRO') {
      const path = `subjects/${encodeURIComponent(subject)}/versions`;
      const answer = await request('POST', path, { schema, schemaType });
      return numberField(answer, 'id', `registering a schema under subject ${subject}`);
    },
    async deleteSubject(subject) {
      const answer = await request('DELETE', `subjects/${encodeURIComponent(subject)}`);
      if (answer.status !== 200 && answer.status !== 404) throw refused(answer, `deleting subject ${subject}`);
    },
  };
}

function schemaOf(answer: JsonAnswer, what: string, knownId?: number): RegisteredSchema {
  const id = knownId ?? numberField(answer, 'id', what);
  const body = recordOf(answer, what);
  const schema = body['schema'];
  if (typeof schema !== 'string') throw refused(answer, what);
  return { id, schema, schemaType: typeof body['schemaType'] === 'string' ? body['schemaType'] : 'AVRO' };
}

function numberField(answer: JsonAnswer, field: string, what: string): number {
  const value = recordOf(answer, what)[field];
  if (typeof value !== 'number') throw refused(answer, what);
  return value;
}

function recordOf(answer: JsonAnswer, what: string): Record<string, unknown> {
  const { status, body } = answer;
  if (status !== 200 || typeof body !== 'object' || body === null) throw refused(answer, what);
  return body as Record<string, unknown>;
}

function refused(answer: JsonAnswer, what: string): MillraceError {
  const body = answer.body;
  const message =
    typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : JSON.stringify(body);
  return new MillraceError('INVALID_REQUEST', `The Schema Registry answered ${answer.status} to ${what}: ${message}`, {
    details: { status: answer.status },
  });
}
