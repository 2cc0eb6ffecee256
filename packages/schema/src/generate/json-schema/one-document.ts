import { isObject, type JsonObject } from '../../json.ts';
import { bundled } from '../../json-schema/bundle.ts';
import type { Documents } from '../../json-schema/documents.ts';
import { Names } from '../identifiers.ts';
import { withDefinitions } from './pieces.ts';

const definitions = '#/$defs/';

/** A JSON Schema of any draft with all that it refers to as one document of draft 2020-12, titles and descriptions included. */
export function oneDocument(documents: Documents): JsonObject {
  const names = new Names([]);
  const { root, named } = bundled(documents, {
    notes: true,
    rootName: '#',
    nameOf: ({ title }, reference) => definitions + names.take(typeof title === 'string' ? title : lastWord(reference)),
  });
  const entries = [...named].map(([name, schema]) => [name.slice(definitions.length), schema] as const);
  const whole = isObject(root) ? root : root === false ? { not: {} } : {};
  return withDefinitions(whole, new Map(entries));
}

/** `Money` of `#/definitions/Money`, `money` of `https://example.com/money.schema.json`. */
function lastWord(reference: string): string {
  return /(?<word>[^/#.]+)(?:\.[^/#]*)?#?$/.exec(reference)?.groups?.['word'] ?? 'Definition';
}
