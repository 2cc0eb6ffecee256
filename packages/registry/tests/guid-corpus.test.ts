import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SchemaReference } from '../src/state/content.ts';
import { guidOf } from '../src/state/guid.ts';
import type { JsonObject } from '../src/state/json.ts';

interface Corpus {
  readonly schemas: { readonly avro: string; readonly protobuf: string; readonly json: string };
  readonly references: readonly SchemaReference[];
  readonly metadata: JsonObject;
  readonly rules: JsonObject;
  readonly expectedHashes: Readonly<Record<'AVRO' | 'PROTOBUF' | 'JSON', Readonly<Record<string, string>>>>;
}

const file = new URL('../../../../shared/conformance/schema-registry/schema-md5-golden-data.json', import.meta.url);
const corpus = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Corpus) : undefined;

describe('the guid of a content', () => {
  it("is the reference registry's, with and without references, metadata and rules", (context) => {
    if (corpus === undefined) return context.skip('skipped: no shared corpus');
    const { schemas, references, metadata, rules } = corpus;
    const texts = { AVRO: schemas.avro, PROTOBUF: schemas.protobuf, JSON: schemas.json };
    for (const schemaType of ['AVRO', 'PROTOBUF', 'JSON'] as const) {
      const expected = Object.entries(corpus.expectedHashes[schemaType]);
      expect(expected).toHaveLength(8);
      for (const [parts, guid] of expected) {
        const content = {
          schema: texts[schemaType],
          schemaType,
          references: parts[0] === '1' ? references : [],
          ...(parts[1] === '1' ? { metadata } : {}),
          ...(parts[2] === '1' ? { ruleSet: rules } : {}),
        };
        expect(guidOf(content), `${schemaType} ${parts}`).toBe(guid);
      }
    }
    return undefined;
  });
});
