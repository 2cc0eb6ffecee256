import { describe, expect, it } from 'vitest';
import { changes } from '../testing/json-changes.ts';

const text = { type: 'string' };
const number = { type: 'number' };
const flag = { type: 'boolean' };
const none = { type: 'null' };
const allOf = (...schemas: unknown[]) => ({ allOf: schemas });
const anyOf = (...schemas: unknown[]) => ({ anyOf: schemas });
const oneOf = (...schemas: unknown[]) => ({ oneOf: schemas });

describe('differences of combinations', () => {
  it('that grow or shrink', () => {
    expect(changes(oneOf(text), oneOf(number, text))).toEqual(['SUM_TYPE_EXTENDED #/']);
    expect(changes(anyOf(number, text), anyOf(text))).toEqual(['!SUM_TYPE_NARROWED #/']);
    expect(changes(allOf(text), allOf(text, { enum: ['a'] }))).toEqual(['!PRODUCT_TYPE_EXTENDED #/']);
    expect(changes(allOf(text, { enum: ['a'] }), allOf(text))).toEqual(['PRODUCT_TYPE_NARROWED #/']);
    expect(changes({ type: ['string'] }, { type: ['string', 'null'] })).toEqual(['SUM_TYPE_EXTENDED #/']);
  });

  it('of another criterion: allOf is narrower than oneOf, and that than anyOf; alone they are one', () => {
    const wider = ['COMBINED_TYPE_EXTENDED #/'];
    const other = ['!COMBINED_TYPE_CHANGED #/'];
    const pair = [text, number] as const;
    expect(changes(allOf(...pair), oneOf(...pair))).toEqual(wider);
    expect(changes(oneOf(...pair), anyOf(...pair))).toEqual(wider);
    expect(changes(anyOf(...pair), oneOf(...pair))).toEqual(other);
    expect(changes(oneOf(...pair), allOf(...pair))).toEqual(other);
    expect(changes(anyOf(text), oneOf(text, number))).toEqual(other);
    for (const from of [allOf, oneOf, anyOf]) {
      for (const to of [allOf, oneOf, anyOf]) expect(changes(from(text), to(text))).toEqual(from === to ? [] : wider);
    }
    expect(changes(oneOf(text, number), anyOf(text))).toEqual([...wider, '!SUM_TYPE_NARROWED #/']);
  });

  it('pair as many schemas as can be, like with like, whatever their order', () => {
    const upTo = (maxLength: number) => ({ ...text, maxLength });
    expect(changes(anyOf(upTo(1), upTo(5), none), anyOf(none, upTo(5), upTo(2)))).toEqual([
      'MAX_LENGTH_INCREASED #/anyOf/0/maxLength',
    ]);
    expect(changes(anyOf(upTo(1), text), anyOf(text, upTo(1)))).toEqual([]);
    const titled = (title: string) => ({ title, ...text });
    expect(changes(anyOf(titled('a'), titled('b')), anyOf(titled('a'), titled('b')))).toEqual([]);
    expect(changes(anyOf(titled('a'), titled('b')), anyOf(titled('b'), titled('a'), none))).toEqual([
      'SUM_TYPE_EXTENDED #/',
    ]);
    expect(changes(anyOf(upTo(3), number), anyOf(upTo(2), { ...number, maximum: 1 }, flag))).toEqual([
      'SUM_TYPE_EXTENDED #/',
      '!COMBINED_TYPE_SUBSCHEMAS_CHANGED #/',
    ]);
    expect(changes(anyOf(text, text, number), anyOf(text, number))).toEqual([]);
  });

  it('and of what is none', () => {
    expect(changes(text, anyOf(number, { ...text, title: 't' }))).toEqual(['TITLE_CHANGED #/', 'SUM_TYPE_EXTENDED #/']);
    expect(changes(text, allOf(text))).toEqual([]);
    expect(changes(oneOf(text), text)).toEqual([]);
    expect(changes(text, allOf(text, flag))).toEqual(['!TYPE_CHANGED #/']);
    expect(changes(oneOf(text, flag), text)).toEqual(['!TYPE_CHANGED #/']);
    expect(changes(allOf({ enum: ['a'] }, text), text)).toEqual(['PRODUCT_TYPE_NARROWED #/']);
  });

  it('that keywords beside each other make', () => {
    const either = { properties: { a: text }, oneOf: [{ required: ['a'] }, { required: ['b'] }] };
    expect(changes(either, { ...either, properties: { a: number } })).toEqual(['!COMBINED_TYPE_SUBSCHEMAS_CHANGED #/']);
    expect(changes({ ...text, enum: ['a'] }, { ...text, enum: ['a', 'b'] })).toEqual([
      'ENUM_ARRAY_EXTENDED #/allOf/0/enum',
    ]);
    expect(changes({ ...text, enum: ['a'] }, text)).toEqual(['PRODUCT_TYPE_NARROWED #/']);
    expect(changes({ minLength: 2, minimum: 2 }, { minLength: 1, minimum: 1 })).toEqual([
      'MINIMUM_DECREASED #/allOf/0/minimum',
      'MIN_LENGTH_DECREASED #/allOf/1/minLength',
    ]);
    const conditional = { ...text, if: { maxLength: 1 }, else: { pattern: 'a' } };
    expect(changes(text, conditional)).toEqual(['!TYPE_CHANGED #/']);
    expect(changes(conditional, text)).toEqual(['PRODUCT_TYPE_NARROWED #/']);
  });

  it('of what is refused', () => {
    const not = (schema: object) => ({ not: schema });
    expect(changes(not(number), not({ type: 'integer' }))).toEqual(['NOT_TYPE_NARROWED #/not']);
    expect(changes(not({ type: 'integer' }), not(number))).toEqual(['!NOT_TYPE_EXTENDED #/not']);
    expect(changes(not(text), not(number))).toEqual(['!NOT_TYPE_EXTENDED #/not']);
    expect(changes(not(text), not(text))).toEqual([]);
  });
});
