import { MillraceError } from '@millrace/base';
import type { SchemaType } from '@millrace/mesh';
import type { SchemaIdentity } from '@millrace/schema';
import { askJson, isObject, itemsOf, textOf } from './http-json.ts';

export interface SchemaReference {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

/** A schema under a subject, as the registry has it. */
export interface RegisteredSchema {
  readonly subject: string;
  readonly id: number;
  readonly version: number;
  readonly type: SchemaType;
  readonly text: string;
  readonly references: readonly SchemaReference[];
  /** Tags that the registry keeps beside the text, by patterns of field names. */
  readonly tags: Readonly<Record<string, readonly string[]>>;
}

export type SchemaText = Pick<RegisteredSchema, 'type' | 'text' | 'references' | 'tags'>;

/** A Schema Registry over its REST API. */
export class RegistryClient {
  readonly url: string;

  readonly #headers: Readonly<Record<string, string>>;

  /** `authorization` is the header of that name, for a registry that asks for one. */
  constructor(url: string, authorization?: string) {
    this.url = url.replace(/\/$/, '');
    this.#headers = authorization === undefined ? {} : { authorization };
  }

  /** The newest version of the subject, nothing when there is none. */
  async latest(subject: string): Promise<RegisteredSchema | undefined> {
    return this.#version(subject, 'latest');
  }

  async version(subject: string, version: number): Promise<RegisteredSchema | undefined> {
    return this.#version(subject, String(version));
  }

  /** The schema that data names by id or GUID. It never changes, so callers may keep it. */
  async identified(schema: SchemaIdentity): Promise<SchemaText | undefined> {
    const body = await this.#get(schema.kind === 'id' ? `/schemas/ids/${schema.id}` : `/schemas/guids/${schema.guid}`);
    return isObject(body) ? schemaText(body) : undefined;
  }

  async #version(subject: string, version: string): Promise<RegisteredSchema | undefined> {
    const body = await this.#get(`/subjects/${encodeURIComponent(subject)}/versions/${version}`);
    return isObject(body)
      ? { subject, id: Number(body['id']), version: Number(body['version']), ...schemaText(body) }
      : undefined;
  }

  /** Nothing for 404. */
  async #get(path: string): Promise<unknown> {
    const { status, body } = await askJson('schema registry', this.url + path, { headers: this.#headers });
    if (status === 404) return undefined;
    if (status !== 200)
      throw new MillraceError(
        'UNREACHABLE',
        `The schema registry answered ${status} to ${path}: ${isObject(body) ? textOf(body['message']) : ''}`,
      );
    return body;
  }
}

function schemaText(body: Readonly<Record<string, unknown>>): SchemaText {
  const type = textOf(body['schemaType']);
  return {
    // The registry leaves the type out for Avro.
    type: type === 'PROTOBUF' || type === 'JSON' ? type : 'AVRO',
    text: textOf(body['schema']),
    references: itemsOf(body['references']).flatMap((reference) =>
      isObject(reference)
        ? [
            {
              name: textOf(reference['name']),
              subject: textOf(reference['subject']),
              version: Number(reference['version']),
            },
          ]
        : [],
    ),
    tags: tagsIn(body['metadata']),
  };
}

function tagsIn(metadata: unknown): SchemaText['tags'] {
  const tags = isObject(metadata) && isObject(metadata['tags']) ? metadata['tags'] : {};
  return Object.fromEntries(Object.entries(tags).map(([pattern, names]) => [pattern, itemsOf(names).map(textOf)]));
}
