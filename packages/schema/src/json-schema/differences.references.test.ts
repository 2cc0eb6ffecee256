import { describe, expect, it } from 'vitest';
import { changes } from '../testing/json-changes.ts';

const text = { type: 'string' };
const number = { type: 'number' };

describe('differences behind references', () => {
  it('are told at each place that leads there', () => {
    const using = (part: object) => ({
      properties: { a: { $ref: '#/definitions/part' }, b: { $ref: '#/definitions/part' } },
      definitions: { part },
    });
    expect(changes(using(text), using(number))).toEqual([
      '!TYPE_CHANGED #/properties/a',
      '!TYPE_CHANGED #/properties/b',
    ]);
    expect(changes(using(text), { properties: { a: text, b: text } })).toEqual([]);
  });

  it('of recursive schemas end', () => {
    const list = (value: object) => ({
      $ref: '#/definitions/list',
      definitions: { list: { properties: { value, next: { $ref: '#/definitions/list' } } } },
    });
    expect(changes(list(text), list(text))).toEqual([]);
    expect(changes(list(text), list(number))).toEqual(['!TYPE_CHANGED #/properties/value']);
    // One side unrolled once: the pairs differ, and the break is found behind the roll.
    const unrolled = { properties: { value: text, next: list(number) }, definitions: list(number).definitions };
    expect(changes(list(text), unrolled)).toEqual(['!TYPE_CHANGED #/properties/next/properties/value']);
  });

  it('that fitted only on the assumption of what did not fit are looked at again', () => {
    // The alternative a → a fits only if b → b does; tried inside of an alternative that fails, it must not be taken for good.
    const nodes = (leaf: object) => ({
      definitions: {
        a: { type: 'object', properties: { b: { $ref: '#/definitions/b' } } },
        b: { type: 'object', properties: { a: { $ref: '#/definitions/a' }, leaf } },
      },
    });
    const rooted = (leaf: object) => ({
      ...nodes(leaf),
      properties: {
        x: { anyOf: [{ $ref: '#/definitions/b' }, text] },
        y: { anyOf: [{ $ref: '#/definitions/a' }, text] },
      },
    });
    expect(changes(rooted(text), rooted(number))).toEqual([
      '!COMBINED_TYPE_SUBSCHEMAS_CHANGED #/properties/x',
      '!COMBINED_TYPE_SUBSCHEMAS_CHANGED #/properties/y',
    ]);
  });

  it('take no exponential time, nor room, over schemas that use each other twice', () => {
    const chain = (leaf: object, keyword: 'properties' | 'anyOf') => {
      const of = (level: number) => {
        const next = { $ref: `#/definitions/d${level + 1}` };
        return keyword === 'properties'
          ? { properties: { a: next, b: next } }
          : { anyOf: [{ ...text, minLength: level }, { items: next }, { properties: { a: next } }] };
      };
      const definitions = Object.fromEntries(Array.from({ length: 60 }, (_, level) => [`d${level}`, of(level)]));
      return { $ref: '#/definitions/d0', definitions: { ...definitions, d60: leaf } };
    };
    for (const keyword of ['properties', 'anyOf'] as const) {
      expect(changes(chain(text, keyword), chain(text, keyword))).toEqual([]);
      const told = changes(chain(text, keyword), chain(number, keyword));
      expect(told.some((each) => each.startsWith('!'))).toBe(true);
      expect(told.length).toBeLessThan(10_000);
    }
  });

  it('are found however deep they lie', () => {
    const deep = (leaf: object) => {
      const definitions: Record<string, object> = { d2000: leaf };
      for (let level = 0; level < 2_000; level++) {
        definitions[`d${level}`] = { items: { $ref: `#/definitions/d${level + 1}` } };
      }
      return { $ref: '#/definitions/d0', definitions };
    };
    expect(changes(deep(text), deep(text))).toEqual([]);
    expect(changes(deep(text), deep(number))).toEqual([`!TYPE_CHANGED #${'/items'.repeat(2_000)}`]);
  });
});
