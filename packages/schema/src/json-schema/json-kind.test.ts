import { MillraceError } from '@millrace/base';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReferencedSchema } from '../schema-kind.ts';
import { arbitraryJsonSchema, draftUris } from '../testing/arbitrary-json-schema.ts';
import { jsonKind } from './json-kind.ts';

const parse = (json: unknown, ...references: ReferencedSchema[]) => jsonKind.parse(JSON.stringify(json), references);
const reference = (name: string, json: unknown): ReferencedSchema => ({ name, text: JSON.stringify(json) });

function problemOf(json: unknown, ...references: ReferencedSchema[]): { message: string; path: unknown } {
  try {
    parse(json, ...references);
  } catch (error) {
    if (error instanceof MillraceError && error.code === 'SCHEMA_INVALID') {
      return { message: error.message, path: error.details['path'] };
    }
    throw error;
  }
  throw new Error('the schema was taken');
}

/** The kind of what the schema is found to be, at the end of its references. */
function kindOf(json: unknown, ...references: ReferencedSchema[]): string {
  const { root } = parse(json, ...references);
  return root.kind === 'reference' ? root.target().kind : root.kind;
}

describe('reading a schema', () => {
  it('says where and what is wrong', () => {
    expect(problemOf({ properties: { id: { type: 'strnig' } } })).toEqual({
      path: '/properties/id/type',
      message:
        'The JSON Schema is wrong: /properties/id/type must be one of string, integer, number, boolean, null, object, array, not "strnig".',
    });
    const at = (json: unknown): unknown => problemOf(json).path;
    expect(at(7)).toBe('/');
    expect(at({ type: ['string', 'string'] })).toBe('/type');
    expect(at({ type: ['string', 'text'] })).toBe('/type/1');
    expect(at({ properties: [] })).toBe('/properties');
    expect(at({ properties: { 'a/b': 'string' } })).toBe('/properties/a~1b');
    expect(at({ items: { minLength: -1 } })).toBe('/items/minLength');
    expect(at({ maxItems: 1.5 })).toBe('/maxItems');
    expect(at({ multipleOf: 0 })).toBe('/multipleOf');
    expect(at({ minimum: '1' })).toBe('/minimum');
    expect(at({ required: ['a', 1] })).toBe('/required/1');
    expect(at({ required: ['a', 'a'] })).toBe('/required');
    expect(at({ pattern: '(' })).toBe('/pattern');
    expect(at({ patternProperties: { '[': {} } })).toBe('/patternProperties/[');
    expect(at({ allOf: [] })).toBe('/allOf');
    expect(at({ oneOf: [{}, null] })).toBe('/oneOf/1');
    expect(at({ enum: 'a' })).toBe('/enum');
    expect(at({ uniqueItems: 'yes' })).toBe('/uniqueItems');
    expect(at({ dependencies: { a: [1] } })).toBe('/dependencies/a/0');
    expect(at({ additionalProperties: 'no' })).toBe('/additionalProperties');
    expect(at({ title: 1 })).toBe('/title');
    expect(at({ definitions: { a: { not: 1 } } })).toBe('/definitions/a/not');
    expect(() => jsonKind.parse('{"type":\n "object" "title"}')).toThrow(/line 2 column 11/);
  });

  it('goes by the draft that the schema names', () => {
    const of = (draft: keyof typeof draftUris, json: object) => ({ $schema: draftUris[draft], ...json });
    expect(problemOf(of(4, { exclusiveMaximum: 3 })).message).toContain('must be true or false in draft-04, not 3');
    expect(problemOf({ exclusiveMaximum: true }).message).toContain('must be a number, not true');
    expect(problemOf(of(4, { items: true })).path).toBe('/items');
    expect(problemOf(of(2020, { items: [{}] })).path).toBe('/items');
    expect(problemOf(of(2019, { dependentRequired: { a: 'b' } })).path).toBe('/dependentRequired/a');
    // What a draft does not know it does not judge.
    expect(kindOf({ dependentRequired: { a: 'b' }, prefixItems: 1, 'x-own': { type: 7 } })).toBe('empty');
    expect(kindOf(of(4, { const: 1 }))).toBe('empty');
    expect(kindOf(of(2020, { dependencies: { a: ['b'] } }))).toBe('empty');
    expect(kindOf({ $schema: 'https://example.org/our-dialect', const: 1 })).toBe('enum');
    expect(kindOf(true)).toBe('anything');
  });

  it('follows references within the schema', () => {
    const text = { type: 'string' };
    expect(kindOf({ $ref: '#/definitions/a~1b%20c', definitions: { 'a/b c': text } })).toBe('string');
    expect(kindOf({ $ref: '#/items/0/x-unknown', items: [{ 'x-unknown': text }] })).toBe('string');
    expect(kindOf({ $ref: '#text', definitions: { a: { $id: '#text', ...text } } })).toBe('string');
    expect(
      kindOf({
        $ref: 'parts/text.json',
        $id: 'http://h/root.json',
        definitions: { a: { $id: 'parts/text.json', ...text } },
      }),
    ).toBe('string');
    expect(
      kindOf({ $schema: draftUris[4], $ref: 'b', id: 'http://h/a', definitions: { a: { id: 'b', ...text } } }),
    ).toBe('string');
    const later = { $schema: draftUris[2020], $ref: '#text', $defs: { a: { $anchor: 'text', ...text } } };
    expect(kindOf(later)).toBe('string');
    expect(kindOf({ ...later, minLength: 1 })).toBe('combined');
    expect(
      kindOf({ $ref: '#/definitions/a', minLength: 1, definitions: { a: { $ref: '#/definitions/b' }, b: text } }),
    ).toBe('string');
    expect(kindOf({ $ref: 'http://json-schema.org/draft-07/schema#' })).toBe('anything');
  });

  it('follows references to other schemas by their names, whole or beside its own id, with a fragment or without', () => {
    const other = { definitions: { a: { type: 'integer' } }, type: 'string' };
    expect(kindOf({ $ref: 'other.json' }, reference('other.json', other))).toBe('string');
    expect(kindOf({ $ref: 'other.json#/definitions/a' }, reference('other.json', other))).toBe('number');
    expect(kindOf({ $id: 'http://h/a/b.json', $ref: 'other.json' }, reference('other.json', other))).toBe('string');
    expect(kindOf({ $id: 'http://h/a/b.json', $ref: 'http://h/a/other.json#' }, reference('other.json', other))).toBe(
      'string',
    );
    expect(
      kindOf({ $ref: 'http://h/other.json' }, reference('other.json', { ...other, $id: 'http://h/other.json' })),
    ).toBe('string');
    const elsewhere = { $id: 'http://g/elsewhere.json', items: { $ref: 'other.json' } };
    expect(
      kindOf(
        { $ref: 'http://g/elsewhere.json#/items' },
        reference('other.json', other),
        reference('elsewhere.json', elsewhere),
      ),
    ).toBe('string');
    // References of references, those that are used first.
    const middle = { properties: { a: { $ref: 'other.json#/definitions/a' } } };
    expect(
      kindOf({ $ref: 'middle.json#/properties/a' }, reference('other.json', other), reference('middle.json', middle)),
    ).toBe('number');
  });

  it('takes of a dynamic reference the schema that extends the other', () => {
    const tree = {
      $schema: draftUris[2020],
      $id: 'http://h/tree',
      $dynamicAnchor: 'node',
      properties: { child: { $dynamicRef: '#node' } },
    };
    const strict = {
      $schema: draftUris[2020],
      $id: 'http://h/strict',
      $dynamicAnchor: 'node',
      $ref: 'tree',
      unevaluatedProperties: false,
    };
    const documents = parse(strict, reference('tree', tree)).documents;
    const place = documents.follow(documents.root, '$ref');
    expect(documents.follow({ ...place, json: tree.properties.child }, '$dynamicRef')).toBe(documents.root);
    const recursive = { $schema: draftUris[2019], $recursiveAnchor: true, items: { $recursiveRef: '#' } };
    expect(jsonKind.differences(parse(recursive), parse(recursive))).toEqual([]);
  });

  it('refuses references that lead nowhere, to what is no schema, or back to themselves', () => {
    expect(problemOf({ items: { $ref: '#/definitions/a' } })).toEqual({
      path: '/items/$ref',
      message: 'The JSON Schema is wrong: /items/$ref refers to "#/definitions/a", where nothing is.',
    });
    expect(problemOf({ $ref: 'other.json' }).message).toContain('is not in the schema nor among its references');
    expect(
      problemOf({ $ref: '#/definitions/a', definitions: { a: { enum: [1] } }, items: { $ref: '#/definitions/a/enum' } })
        .path,
    ).toBe('/definitions/a/enum');
    expect(problemOf({ $ref: '#/toString' }).path).toBe('/$ref');
    expect(problemOf({ $ref: '#' }).message).toContain('leads back to itself');
    expect(
      problemOf({
        $ref: '#/definitions/a',
        definitions: { a: { $ref: '#/definitions/b' }, b: { $ref: '#/definitions/a' } },
      }).message,
    ).toContain('leads back to itself');
    expect(problemOf({}, reference('other.json', { items: { type: 'x' } })).message).toContain(
      'in the reference "other.json", /items/type must be',
    );
  });

  it('any JSON is a schema or SCHEMA_INVALID, alone or as a reference', () => {
    const schema = fc
      .constantFrom(4 as const, 7 as const, 2019 as const, 2020 as const)
      .chain((draft) => arbitraryJsonSchema({ draft }));
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      schema.map((json) => JSON.stringify(json)),
      fc.tuple(schema, fc.nat(), fc.nat()).map(mangled),
    );
    fc.assert(
      fc.property(text, text, (one, other) => {
        try {
          const parsed = jsonKind.parse(one, [{ name: 'other', text: other }]);
          jsonKind.describe(parsed);
          jsonKind.differences(parsed, jsonKind.parse(other));
        } catch (error) {
          expect(error).toMatchObject({ name: 'MillraceError', code: 'SCHEMA_INVALID' });
        }
      }),
      { numRuns: 500 },
    );
  });

  it('any references among schemas are followed or refused', () => {
    const target = fc.constantFrom(
      '#',
      '#/a',
      '#/$defs/a',
      '#/$defs/b',
      '#/$defs/b/items',
      '#a',
      'other',
      'other#/$defs/a',
      'x:y',
      '#/%',
      '',
    );
    const part = fc.record(
      {
        $ref: target,
        $dynamicRef: target,
        $anchor: fc.constant('a'),
        $id: fc.constantFrom('other', 'x:y', '#a'),
        items: fc.record({ $ref: target }),
        type: fc.constant('string'),
        properties: fc.constant({}),
      },
      { requiredKeys: [], noNullPrototype: true },
    );
    fc.assert(
      fc.property(part, part, part, fc.constantFrom(draftUris[7], draftUris[2020]), (root, a, b, $schema) => {
        const schema = { ...root, $schema, $defs: { a, b } };
        try {
          const parsed = parse(schema, reference('other', { $defs: { a } }));
          expect(jsonKind.differences(parsed, parse(schema, reference('other', { $defs: { a } })))).toEqual([]);
          jsonKind.describe(parsed);
        } catch (error) {
          expect(error).toMatchObject({ name: 'MillraceError', code: 'SCHEMA_INVALID' });
        }
      }),
      { numRuns: 500 },
    );
  });

  it('refuses nesting that would exhaust the stack', () => {
    const deep = (open: string, close: string) => `${open.repeat(50_000)}{}${close.repeat(50_000)}`;
    expect(() => jsonKind.parse(deep('{"items":', '}'))).toThrow(/nested more than/);
    expect(() => jsonKind.parse(`${'{"not":'.repeat(250)}{}${'}'.repeat(250)}`)).toThrow(/more than 200 levels deep/);
  });
});

describe('a schema as text', () => {
  it('is kept in the order written, and sorted when it is normalised', () => {
    const schema = jsonKind.parse(
      '{ "type": "object",\n "properties": { "b": { "maximum": 1.0 }, "10": {}, "a": {} } }',
    );
    expect(schema.text).toBe('{"type":"object","properties":{"b":{"maximum":1.0},"10":{},"a":{}}}');
    expect(jsonKind.normalise(schema).text).toBe('{"properties":{"10":{},"a":{},"b":{"maximum":1.0}},"type":"object"}');
  });
});

describe('data', () => {
  it('is decoded behind its frame, integers exactly', () => {
    const decode = jsonKind.decoder(jsonKind.parse('true'));
    const bytes = new TextEncoder().encode('\0\0\0\0\u0001{"id":9007199254740993,"é":[1.5]}');
    expect(decode(bytes, 5)).toEqual({ id: 9007199254740993n, é: [1.5] });
  });

  it('is refused when it is not JSON', () => {
    const decode = jsonKind.decoder(jsonKind.parse('true'));
    for (const bytes of [[], [0x7b], [0x22, 0xff, 0x22], [0x31, 0x31, 0x2c]]) {
      expect(() => decode(Uint8Array.from(bytes), 0)).toThrow(
        expect.objectContaining({ code: 'DATA_INVALID' }) as Error,
      );
    }
  });
});

/** A schema's text with a part cut out. */
function mangled([json, from, length]: readonly [unknown, number, number]): string {
  const text = JSON.stringify(json);
  const at = from % text.length;
  return text.slice(0, at) + text.slice(at + 1 + (length % 12));
}
