import { createHash } from 'node:crypto';
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
  const hash = createHash('md5').update(content.schema);
  for (const { name, subject, version } of content.references) {
    const number = Buffer.alloc(4);
    number.writeInt32BE(version);
    hash.update(name).update(subject).update(number);
  }
  if (content.metadata !== undefined) hash.update(sortedJson(content.metadata));
  if (content.ruleSet !== undefined) hash.update(sortedJson(content.ruleSet));
  return hash.digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
