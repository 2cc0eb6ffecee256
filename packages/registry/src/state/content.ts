import { hash } from 'node:crypto';
import { sortedJson, type JsonObject } from './json.ts';

export interface SchemaReference {
  /** The name by which the schema uses it; for Avro the full name of the type. */
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

/** What an id stands for, whatever subjects it is registered under. */
export interface Content {
  readonly schema: string;
  readonly schemaType: string;
  readonly references: readonly SchemaReference[];
  readonly metadata?: JsonObject;
  readonly ruleSet?: JsonObject;
}

/**
 * The identity of a content as a UUID: equal contents, equal ids. It is Confluent's (an MD5 over the schema, then each
 * reference's name, subject and version in 32 bits) where there is neither metadata nor rules.
 */
export function guidOf(content: Content): string {
  const digest = hash(
    'md5',
    content.references.length === 0 && !content.metadata && !content.ruleSet ? content.schema : bytesOf(content),
    'hex',
  );
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function bytesOf({ schema, references, metadata, ruleSet }: Content): Uint8Array {
  const parts = [Buffer.from(schema)];
  for (const { name, subject, version } of references) {
    const number = Buffer.alloc(4);
    number.writeInt32BE(version);
    parts.push(Buffer.from(name + subject), number);
  }
  if (metadata !== undefined) parts.push(Buffer.from(sortedJson(metadata)));
  if (ruleSet !== undefined) parts.push(Buffer.from(sortedJson(ruleSet)));
  return Buffer.concat(parts);
}

export function contentOf(value: Content): Content {
  return {
    schema: value.schema,
    schemaType: value.schemaType,
    references: value.references,
    ...(value.metadata === undefined ? {} : { metadata: value.metadata }),
    ...(value.ruleSet === undefined ? {} : { ruleSet: value.ruleSet }),
  };
}
