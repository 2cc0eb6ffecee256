import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runCompatibilityCases, schemaTypes } from '../src/index.ts';

const corpus = new URL('../../../../shared/conformance/schema-registry/', import.meta.url);
const files = [
  ['AVRO', 'avro-compatibility-cases.json', 28],
  ['JSON', 'json-schema.diff-schema-examples.json', 67],
  ['JSON', 'json-schema.diff-schema-examples-2020-12.json', 66],
  ['JSON', 'json-schema.diff-combined-schema-examples.json', 15],
  ['JSON', 'json-schema.diff-combined-schema-examples-2020-12.json', 9],
  ['PROTOBUF', 'protobuf.diff-schema-examples.json', 29],
] as const;

describe('every compatibility case of the reference registry ends as there', () => {
  it.for(files.filter(([type]) => schemaTypes.includes(type)))('%s %s', ([, name, least], context) => {
    const file = new URL(name, corpus);
    if (!existsSync(file)) return context.skip('skipped: no shared corpus');
    const results = runCompatibilityCases(readFileSync(file, 'utf8'));
    expect(results.length).toBeGreaterThanOrEqual(least);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
    return undefined;
  });
});
