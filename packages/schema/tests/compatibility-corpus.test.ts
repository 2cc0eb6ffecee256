import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkCompatibility, isCompatibilityLevel, parseAvro, printAvro, schemaKind } from '../src/index.ts';

interface Corpus {
  readonly parse_only: readonly { readonly test: string; readonly schema: unknown }[];
  readonly cases: readonly {
    readonly level: string;
    readonly description: string;
    readonly newSchema: unknown;
    readonly previousSchemas: readonly unknown[];
    readonly compatible: boolean;
  }[];
}

const file = new URL('../../../../shared/conformance/schema-registry/avro-compatibility-cases.json', import.meta.url);
const corpus = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Corpus) : undefined;

describe('the compatibility cases of the reference registry', () => {
  it('are there', (context) => {
    if (corpus === undefined) context.skip('skipped: no shared corpus');
    expect(corpus?.cases.length).toBeGreaterThan(20);
  });

  for (const { level, description, newSchema, previousSchemas, compatible } of corpus?.cases ?? []) {
    it(`${level}: ${description}`, () => {
      const parse = (json: unknown) => {
        const parsed = schemaKind('AVRO')?.parse(JSON.stringify(json));
        if (parsed === undefined) throw new Error('Avro is not known');
        return parsed;
      };
      if (!isCompatibilityLevel(level)) throw new Error(`${level} is no level`);
      const result = checkCompatibility(previousSchemas.map(parse), parse(newSchema), level);
      expect(result.compatible).toBe(compatible);
    });
  }

  for (const { test, schema } of corpus?.parse_only ?? []) {
    it(`${test}: is a schema`, () => {
      const text = JSON.stringify(schema);
      expect(JSON.parse(printAvro(parseAvro(text)))).toEqual(JSON.parse(text));
    });
  }
});
