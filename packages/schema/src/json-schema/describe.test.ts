import { describe, expect, it } from 'vitest';
import { jsonKind } from './json-kind.ts';

const fieldsOf = (json: unknown) => jsonKind.describe(jsonKind.parse(JSON.stringify(json)));
const typesOf = (json: unknown) =>
  Object.fromEntries(fieldsOf(json).map(({ path, type, nullable }) => [path, nullable ? `${type}?` : type]));

describe('the fields of a schema for people', () => {
  it('name types plainly, with documentation and tags', () => {
    const point = {
      type: 'object',
      properties: { latitude: { type: 'number', description: 'degrees north', 'confluent:tags': ['PII'] } },
    };
    expect(
      fieldsOf({
        properties: {
          id: { type: 'integer', title: 'Id' },
          track: { type: 'array', items: { $ref: '#/definitions/point' } },
        },
        definitions: { point },
      }),
    ).toEqual([
      { name: 'id', path: 'id', type: 'integer', nullable: false, doc: 'Id', tags: [] },
      {
        name: 'track',
        path: 'track',
        type: 'array of object',
        nullable: false,
        tags: [],
        fields: [
          {
            name: 'latitude',
            path: 'track.latitude',
            type: 'number',
            nullable: false,
            doc: 'degrees north',
            tags: ['PII'],
          },
        ],
      },
    ]);
  });

  it('tell formats, values, maps and what may be null', () => {
    expect(
      typesOf({
        properties: {
          at: { type: 'string', format: 'date-time' },
          maybe: { type: ['null', 'string'] },
          other: { oneOf: [{ type: 'null' }, { type: 'integer', description: 'n' }] },
          either: { anyOf: [{ type: 'integer' }, { type: 'array', items: { type: 'string' } }] },
          both: { type: ['integer', 'string'] },
          colour: { enum: ['red', 7] },
          one: { const: 'x' },
          prices: { type: 'object', additionalProperties: { type: ['number', 'null'] } },
          free: {},
          never: { type: 'null' },
          list: { type: 'array' },
        },
      }),
    ).toEqual({
      at: 'date-time',
      maybe: 'string?',
      other: 'integer?',
      either: 'one of integer, array of string',
      both: 'one of integer, string',
      colour: 'enum red | 7',
      one: 'enum x',
      prices: 'map of number',
      free: 'any',
      never: 'null?',
      list: 'array',
    });
  });

  it('gather what allOf and references bring together', () => {
    const base = { properties: { id: { type: 'string' } } };
    expect(
      typesOf({
        allOf: [{ $ref: '#/definitions/base' }, { properties: { more: { type: 'boolean' } } }],
        definitions: { base },
      }),
    ).toEqual({
      id: 'string',
      more: 'boolean',
    });
    expect(typesOf({ properties: { a: { allOf: [{ type: 'string' }, { format: 'uuid' }] } } })).toEqual({ a: 'uuid' });
    expect(typesOf({ oneOf: [{ type: 'null' }, base] })).toEqual({ id: 'string' });
  });

  it('of a schema that is not an object are one value', () => {
    expect(fieldsOf({ type: 'string' })).toEqual([
      { name: 'value', path: 'value', type: 'string', nullable: false, tags: [] },
    ]);
    expect(typesOf(true)).toEqual({ value: 'any' });
    expect(typesOf({ type: 'array', items: { type: 'integer' } })).toEqual({ value: 'array of integer' });
  });

  it('name a schema that lies in itself, and stay bounded where schemas use each other twice', () => {
    const node = { properties: { next: { $ref: '#' }, list: { type: 'array', items: { $ref: '#' } } }, type: 'object' };
    expect(typesOf(node)).toEqual({ next: 'object', list: 'array of object' });
    const definitions = Object.fromEntries(
      Array.from({ length: 40 }, (_, level) => {
        const next = { $ref: `#/definitions/d${level + 1}` };
        return [`d${level}`, { properties: { a: next, b: next } }];
      }),
    );
    const wide = { $ref: '#/definitions/d0', definitions: { ...definitions, d40: { type: 'string' } } };
    expect(JSON.stringify(fieldsOf(wide)).length).toBeLessThan(5_000_000);
  });
});
