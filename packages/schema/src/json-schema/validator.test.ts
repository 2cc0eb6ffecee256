import { Ajv } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import draft4 from 'ajv-draft-04';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryInstance, arbitraryJsonSchema, draftUris } from '../testing/arbitrary-json-schema.ts';
import type { Draft } from './draft.ts';
import { jsonKind } from './json-kind.ts';
import { loadJsonValidator } from './validator.ts';

const validatorOf = (json: unknown, references: Readonly<Record<string, unknown>> = {}) => {
  const named = Object.entries(references).map(([name, each]) => ({ name, text: JSON.stringify(each) }));
  return loadJsonValidator(jsonKind.parse(JSON.stringify(json), named));
};

describe('a validator', () => {
  it('tells the place, the rule and what it asks for', async () => {
    const validate = await validatorOf({
      type: 'object',
      properties: { id: { type: 'integer' }, tags: { items: { enum: ['a', 'b'] } }, 'a/b': false },
      required: ['id'],
      additionalProperties: false,
    });
    expect(validate({ id: 1, tags: ['a'] })).toEqual([]);
    expect(validate({ tags: [] })).toEqual([{ path: '/', rule: 'required', message: 'must have the property "id"' }]);
    expect(validate({ id: 1, more: 2 })).toEqual([
      { path: '/', rule: 'additionalProperties', message: 'must not have the property "more"' },
    ]);
    expect(validate({ id: 1, tags: ['a', 'c'] })).toEqual([
      { path: '/tags/1', rule: 'enum', message: 'must be one of ["a","b"]' },
    ]);
    expect(validate({ id: 'x' })).toEqual([{ path: '/id', rule: 'type', message: 'must be integer' }]);
    expect(validate({ id: 1, 'a/b': 0 })).toEqual([{ path: '/a~1b', rule: 'false', message: 'must not be there' }]);
  });

  it('knows references by their names, recursion, and formats; what is not known is tolerated', async () => {
    const node = {
      properties: { value: { $ref: 'value.json#/definitions/value' }, next: { $ref: '#/definitions/node' } },
    };
    const schema = { $id: 'http://h/root.json', $ref: '#/definitions/node', definitions: { node } };
    const validate = await validatorOf(schema, {
      'value.json': { definitions: { value: { type: 'string', format: 'date' } } },
    });
    expect(validate({ value: '2026-01-31', next: { value: '2026-02-28' } })).toEqual([]);
    expect(validate({ next: { next: { value: '2026-02-30' } } })).toMatchObject([
      { path: '/next/next/value', rule: 'format' },
    ]);
    const hidden = { $ref: '#/definitions/text', minLength: 9, definitions: { text: { type: 'string' } } };
    expect((await validatorOf(hidden))('short')).toEqual([]);
    expect((await validatorOf({ ...hidden, $schema: draftUris[2019] }))('short')).toMatchObject([
      { rule: 'minLength' },
    ]);
    const loose = await validatorOf({
      format: 'our-own',
      'x-own': 1,
      id: 'x',
      nullable: true,
      $async: true,
      discriminator: {},
    });
    expect(loose('x')).toEqual([]);
  });

  it('is not misled by names that every object has, nor by patterns that explode, nor by depth', async () => {
    const validate = await validatorOf({ required: ['toString'] });
    expect(validate({})).toMatchObject([{ rule: 'required' }]);
    const patterns = await validatorOf({ properties: { a: { pattern: '^(a+)+$' }, b: { pattern: '^b' } } });
    expect(patterns({ a: `${'a'.repeat(2_000)}!`, b: 'b' })).toMatchObject([{ path: '/a', rule: 'pattern' }]);
    expect(patterns({ a: 'aa', b: 'b' })).toEqual([]);
    expect(patterns({ a: 'aa', b: 'a' })).toMatchObject([{ path: '/b' }]);
    const recursive = await validatorOf({ items: { $ref: '#' }, type: 'array' });
    let deep: unknown[] = [];
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(recursive(deep)).toMatchObject([{ path: '/', rule: 'depth' }]);
  });

  it('multiplies decimals as people do', async () => {
    const validate = await validatorOf({ multipleOf: 0.01 });
    expect(validate(19.99)).toEqual([]);
    expect(validate(19.995)).toMatchObject([{ rule: 'multipleOf' }]);
  });
});

/** The engines that know the drafts themselves. */
const engines: Readonly<Record<Draft, () => Ajv>> = {
  4: () => new draft4.default({ strict: false, logger: false, validateSchema: false }),
  6: () => new Ajv({ strict: false, logger: false, validateSchema: false }),
  7: () => new Ajv({ strict: false, logger: false }),
  2019: () => new Ajv2019({ strict: false, logger: false }),
  2020: () => new Ajv2020({ strict: false, logger: false }),
};

describe('a schema translated to one draft', () => {
  it.each([4, 6, 7, 2019, 2020] as const)('judges data as in draft %s', async (draft) => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryJsonSchema({ draft }),
        fc.array(arbitraryInstance(), { minLength: 20 }),
        async (json, data) => {
          const { $schema: _, ...schema } = json as Record<string, unknown>;
          const native = engines[draft]().compile(schema);
          const validate = await validatorOf({ ...schema, $schema: draftUris[draft] });
          for (const value of data) expect(validate(value).length === 0, JSON.stringify(value)).toBe(native(value));
        },
      ),
      { numRuns: 12 },
    );
  });
});
