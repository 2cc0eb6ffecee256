import { schemaKind } from '@millrace/schema';
import type { RecordHeader } from '../log/state-log.ts';
import type { Content } from './content.ts';
import { guidOf } from './guid.ts';
import type { JsonObject } from './json.ts';

/*
 * Karapace keeps a schema that is JSON, Avro's or a JSON Schema, with the members of every object in order, and it compares schemas so.
 * A version that it deletes softly, and a schema that it registers under one more subject, it writes in this form also where another
 * registry gave the id, and without metadata and rules, which it does not know.
 */

const versionHeader = 'X-Registry-Version';

/** Whether a schema's record has a form that Karapace gives it: releases before 3.3.4 have no header, older ones their own order in keys. */
export function isKarapaces(key: JsonObject, value: JsonObject, headers: readonly RecordHeader[]): boolean {
  const isNamed = ([name, bytes]: RecordHeader): boolean =>
    name === versionHeader && bytes !== null && Buffer.from(bytes).toString('latin1').startsWith('karapace');
  if (headers.some(isNamed) || Object.keys(key)[0] === 'subject') return true;
  const names = Object.keys(value);
  const last = Math.max(names.indexOf('schemaType'), names.indexOf('references'));
  if (last >= 0) return last > names.indexOf('schema');
  const { schema } = value;
  return typeof schema === 'string' && isAvroInOrder(schema);
}

/** Other registries write the type first, wherever they write an object. */
function isAvroInOrder(schema: string): boolean {
  if (!schema.includes('{') || schema.startsWith('{"type":')) return false;
  return plain(schema) === plain(textInOrder({ schema, schemaType: 'AVRO' }));
}

/** Without what JSON leaves open: older releases escape what is not ASCII. */
function plain(json: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(json));
  } catch {
    return undefined;
  }
}

/** What Karapace has in the place of a schema's text. */
export function textInOrder({ schema, schemaType }: Pick<Content, 'schema' | 'schemaType'>): string {
  try {
    return schemaKind(schemaType)?.inOrder(schema) ?? schema;
  } catch {
    return schema; // Not of its language.
  }
}

/** The guid of what Karapace keeps in the place of a content. */
export function guidInOrder(content: Content): string {
  return guidOf({ ...content, schema: textInOrder(content) });
}
