import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../json.ts';
import { typescriptOf } from './typescript.ts';

const types = (schema: JsonObject): string => typescriptOf(schema, { name: 'Value', decoded: false });
/** The type of one property. */
function typeOf(schema: JsonObject | boolean, rest: JsonObject = {}): string | undefined {
  const text = types({ type: 'object', properties: { x: schema }, required: ['x'], ...rest });
  return /x: (?<type>.*);/.exec(text)?.groups?.['type'];
}

describe('TypeScript types of a JSON Schema', () => {
  it('say of a property what JSON it is, and whether it must be there', () => {
    const text = types({
      title: 'shop order',
      description: 'An order.\nIn */ two lines.',
      type: 'object',
      properties: { id: { type: 'integer', description: 'Unique.' }, 'e-mail': { type: ['string', 'null'] } },
      required: ['id'],
    });
    expect(text).toBe(`/**
 * An order.
 * In *\\/ two lines.
 */
export interface ShopOrder {
  /** Unique. */
  id: number;
  "e-mail"?: string | null;
}
`);
  });

  it('name logical types, once each', () => {
    const moment = { type: 'string', format: 'date-time' };
    const text = types({ type: 'object', properties: { from: moment, to: moment } });
    expect(text).toContain('from?: Timestamp;');
    expect(text.match(/export type Timestamp = string;/g)).toHaveLength(1);
  });

  it('combine what schemas combine', () => {
    expect(typeOf({ enum: ['a', 1, null] })).toBe('"a" | 1 | null');
    expect(typeOf({ const: 'a' })).toBe('"a"');
    expect(typeOf({ anyOf: [{ type: 'string' }, { type: 'array', items: { type: ['number', 'null'] } }] })).toBe(
      'string | (number | null)[]',
    );
    expect(typeOf({ type: 'array', prefixItems: [{ type: 'string' }, {}], items: false })).toBe('[string?, unknown?]');
    expect(typeOf({ type: 'object', additionalProperties: { type: 'number' } })).toBe('Record<string, number>');
    expect(
      typeOf(
        { allOf: [{ type: 'object', properties: { a: {} } }, { $ref: '#/$defs/B' }] },
        {
          $defs: { B: { type: 'object', properties: { b: {} } } },
        },
      ),
    ).toBe('ValueX & B');
    expect(typeOf(true)).toBe('unknown');
    expect(typeOf(false)).toBe('never');
    expect(typeOf({ $ref: '#/nowhere' })).toBe('unknown');
  });

  it('give each object a name of its own, and recursion the name', () => {
    const text = types({
      title: 'Node',
      type: 'object',
      properties: {
        next: { $ref: '#' },
        data: { title: 'Node', type: 'object', properties: { of: { type: 'object', properties: { a: {} } } } },
      },
    });
    expect(text.match(/export interface \w+/g)).toEqual([
      'export interface Node',
      'export interface Node2',
      'export interface Node2Of',
    ]);
    expect(text).toContain('next?: Node;');
  });
});
