import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { subschemas } from './keywords.ts';
import { isObject } from '../json.ts';
import type { Draft } from './draft.ts';
import { jsonKind } from './json-kind.ts';
import { arbitraryInstance, arbitraryJsonEvolution, arbitraryJsonSchema } from '../testing/arbitrary-json-schema.ts';

const drafts: readonly Draft[] = [4, 6, 7, 2019, 2020];
const anySchema = fc.constantFrom(...drafts).chain((draft) => arbitraryJsonSchema({ draft }));
const parse = (json: unknown) => jsonKind.parse(JSON.stringify(json));

/** A schema in which the check sees all that data is judged by: see the corners named at `jsonDifferences`. */
const plainSchema = arbitraryJsonSchema({ draft: 2020, sound: true });
const plainPair = fc
  .tuple(plainSchema, plainSchema)
  .chain(([writer, other]) => fc.tuple(arbitraryJsonEvolution(writer, other), fc.constant(writer)))
  .filter(([reader]) => isPlain(reader));

describe('differences', () => {
  it('are none between a schema and itself, nor its normalised form', () => {
    fc.assert(
      fc.property(anySchema, (json) => {
        const schema = parse(json);
        expect(jsonKind.differences(schema, parse(json))).toEqual([]);
        const normalised = jsonKind.normalise(schema);
        expect(jsonKind.differences(jsonKind.parse(normalised.text), schema)).toEqual([]);
        expect(jsonKind.normalise(jsonKind.parse(normalised.text)).text).toBe(normalised.text);
      }),
    );
  });

  it('of a schema called compatible let no data through that the reader refuses', () => {
    let compatible = 0;
    fc.assert(
      fc.property(
        plainPair,
        fc.array(arbitraryInstance(), { minLength: 40, maxLength: 40 }),
        ([reader, writer], data) => {
          const differences = jsonKind.differences(parse(reader), parse(writer));
          if (differences.some(({ breaks }) => breaks)) return;
          compatible += differences.length > 0 ? 1 : 0;
          const [read, written] = [reader, writer].map(validator);
          expect(data.filter((value) => written?.(value) === true && read?.(value) === false)).toEqual([]);
        },
      ),
      { numRuns: 250 },
    );
    expect(compatible).toBeGreaterThan(4);
  });

  it('of simple keywords that break have data to show for it', () => {
    let [alive, shown] = [0, 0];
    for (const [reader, writer] of fc.sample(simplePair, 150)) {
      if (!jsonKind.differences(parse(reader), parse(writer)).some(({ breaks }) => breaks)) continue;
      const [read, written] = [validator(reader), validator(writer)];
      const sent = simpleData.filter((value) => written(value));
      alive += sent.length > 0 ? 1 : 0;
      shown += sent.some((value) => !read(value)) ? 1 : 0;
    }
    expect(alive).toBeGreaterThan(20);
    // All but what another keyword hides: uniqueItems beside maxItems 0.
    expect(shown / alive).toBeGreaterThan(0.9);
  });
});

const bound = fc.integer({ min: 1, max: 4 });
const partly = (model: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record(model, { requiredKeys: [], noNullPrototype: true });
const numbers = {
  minimum: bound,
  maximum: bound,
  exclusiveMinimum: bound,
  exclusiveMaximum: bound,
  multipleOf: fc.constantFrom(1, 2, 0.5),
};
const simpleSchemas = [
  partly({ minLength: bound, maxLength: bound }).map((json) => ({ type: 'string', ...json })),
  partly({ ...numbers, type: fc.constant('integer') }).map((json) => ({ type: 'number', ...json })),
  partly({ minProperties: bound, maxProperties: bound }).map((json) => ({ type: 'object', ...json })),
  partly({ minItems: bound, maxItems: bound, uniqueItems: fc.boolean() }).map((json) => ({ type: 'array', ...json })),
  fc.uniqueArray(fc.constantFrom('a', 1, null, true), { minLength: 1 }).map((values) => ({ enum: values })),
];
const simplePair = fc.oneof(...simpleSchemas.map((schema) => fc.tuple(schema, schema)));
const simpleData: readonly unknown[] = [
  null,
  true,
  ...Array.from({ length: 33 }, (_, index) => index / 4 - 2),
  ...Array.from({ length: 7 }, (_, length) => {
    const items = Array.from({ length }, (_item, index) => index);
    return ['a'.repeat(length), items, items.map(() => 1), Object.fromEntries(items.map((item) => [item, item]))];
  }).flat(),
];

function validator(schema: unknown): (value: unknown) => boolean {
  return new Ajv2020({ strict: false, validateSchema: false, logger: false }).compile(schema as object);
}

const keywordsOfTypes: Readonly<Record<string, RegExp>> = {
  string: /Length$/,
  number: /imum$|^multipleOf$/,
  object: /ropert|^required$|^dependent/,
  array: /tems/i,
};

/** Whether schemas have no keywords of other types than theirs, and require no property that they do not name. */
function isPlain(json: unknown): boolean {
  if (!isObject(json)) return true;
  const type = json['type'] === 'integer' ? 'number' : json['type'];
  const others = Object.entries(keywordsOfTypes).filter(([name]) => name !== type);
  const isOfOneType = !Object.keys(json).some((name) => others.some(([, keywords]) => keywords.test(name)));
  const required = (json['required'] ?? []) as readonly string[];
  const isNamed = required.every((name) => isObject(json['properties']) && name in json['properties']);
  return isOfOneType && isNamed && subschemas(json, 2020).every(({ json: inner }) => isPlain(inner));
}
