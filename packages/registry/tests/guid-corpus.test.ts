import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { guidOf } from '../src/state/content.ts';

interface Corpus {
  readonly schemas: { readonly avro: string; readonly protobuf: string; readonly json: string };
  readonly references: readonly { name: string; subject: string; version: number }[];
  readonly expectedHashes: Readonly<Record<'AVRO' | 'PROTOBUF' | 'JSON', Readonly<Record<string, string>>>>;
}

const file = new URL('../../../../shared/conformance/schema-registry/schema-md5-golden-data.json', import.meta.url);
const corpus = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Corpus) : undefined;

describe('the guid of a content', () => {
  it("is the reference registry's, with and without references", (context) => {
    if (corpus === undefined) return context.skip('skipped: no shared corpus');
    const texts = { AVRO: corpus.schemas.avro, PROTOBUF: corpus.schemas.protobuf, JSON: corpus.schemas.json };
    for (const schemaType of ['AVRO', 'PROTOBUF', 'JSON'] as const) {
      const guid = (references: Corpus['references']) => guidOf({ schema: texts[schemaType], schemaType, references });
      expect(guid([])).toBe(corpus.expectedHashes[schemaType]['000']);
      expect(guid(corpus.references)).toBe(corpus.expectedHashes[schemaType]['100']);
    }
    return undefined;
  });
});
