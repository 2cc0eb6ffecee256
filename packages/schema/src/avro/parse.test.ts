import { MillraceError } from '@millrace/base';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitrarySchema } from '../testing/arbitrary-schema.ts';
import { canonicalAvro } from './canonical.ts';
import { checkDefaults } from './check-defaults.ts';
import { parseAvro, parseAvroJson } from './parse.ts';
import { printAvro } from './print.ts';
import type { AvroRecord } from './schema.ts';

function problemOf(json: unknown): { message: string; path: unknown } {
  try {
    parseAvroJson(json);
  } catch (error) {
    if (error instanceof MillraceError && error.code === 'SCHEMA_INVALID') {
      return { message: error.message, path: error.details['path'] };
    }
    throw error;
  }
  throw new Error('the schema was taken');
}

const record = (...fields: object[]): object => ({ type: 'record', name: 'shop.Order', fields });

describe('parsing', () => {
  it('resolves names in the namespace they stand in, and falls back to none', () => {
    const schema = parseAvroJson([
      { type: 'fixed', name: 'Bare', size: 1 },
      {
        type: 'record',
        name: 'a.Outer',
        fields: [
          { name: 'x', type: { type: 'enum', name: 'E', symbols: ['S'] } },
          { name: 'y', type: 'E' },
          { name: 'z', type: 'a.E' },
          { name: 'bare', type: 'Bare' },
        ],
      },
    ]);
    const fields = schema.kind === 'union' ? (schema.branches[1] as AvroRecord).fields : [];
    expect(fields.map(({ type }) => (type.kind === 'enum' || type.kind === 'fixed' ? type.name : ''))).toEqual([
      'a.E',
      'a.E',
      'a.E',
      'Bare',
    ]);
  });

  it('says where and what is wrong', () => {
    expect(problemOf(record({ name: 'id', type: 'lnog' }))).toEqual({
      path: '/fields/0/type',
      message:
        'The Avro schema is wrong: /fields/0/type uses type "lnog", which is neither a type of Avro nor defined before here.',
    });
    const at = (json: unknown): unknown => problemOf(json).path;
    expect(at(record({ name: '1st', type: 'int' }))).toBe('/fields/0');
    expect(at(record({ name: 'a', type: 'int' }, { name: 'a', type: 'int' }))).toBe('/fields/1');
    expect(at(record({ name: 'a', type: ['int', 'int'] }))).toBe('/fields/0/type/1');
    expect(at(record({ name: 'a', type: ['int', ['null']] }))).toBe('/fields/0/type/1');
    expect(at({ type: 'enum', name: 'E', symbols: ['A', 'A'] })).toBe('/symbols/1');
    expect(at({ type: 'enum', name: 'E', symbols: ['A'], default: 'B' })).toBe('/default');
    expect(at({ type: 'fixed', name: 'F', size: -1 })).toBe('/size');
    expect(at({ type: 'array' })).toBe('/');
    expect(at({ type: ['null', 'int'] })).toBe('/type');
    expect(at({ type: 'fixed', name: 'F', size: 1, aliases: null })).toBe('/aliases');
    expect(at(7)).toBe('/');
    expect(at(record({ name: 'a', type: { type: 'fixed', name: 'Order', size: 1 } }))).toBe('/fields/0/type');
  });

  it('takes wrong defaults, as the reference registry does; they are found when asked for', () => {
    const inner = { type: 'record', name: 'I', fields: [{ name: 'x', type: 'int', default: 'seven' }] };
    const wrong = parseAvroJson(record({ name: 'a', type: ['null', 'int'], default: 1 }, { name: 'b', type: inner }));
    expect(() => checkDefaults(wrong)).toThrow('/fields/1/type/fields/0/default is no int');
    const right = record(
      { name: 'a', type: ['null', 'shop.Order'], default: null },
      { name: 'b', type: 'bytes', default: 'ÿ' },
    );
    expect(() => checkDefaults(parseAvroJson(right))).not.toThrow();
  });

  it('gives line and column of text that is not JSON', () => {
    expect(() => parseAvro('{"type":\n "record" "name"}')).toThrow(/line 2 column 11/);
  });

  it('any text is a schema or SCHEMA_INVALID', () => {
    const json = fc.oneof(fc.string(), fc.json(), arbitrarySchema().map(mangled));
    fc.assert(
      fc.property(json, (text) => {
        try {
          printAvro(parseAvro(text));
        } catch (error) {
          expect(error).toMatchObject({ name: 'MillraceError', code: 'SCHEMA_INVALID' });
        }
      }),
      { numRuns: 500 },
    );
  });

  it('refuses nesting that would exhaust the stack', () => {
    const deep = `${'{"type":"array","items":'.repeat(50_000)}"int"${'}'.repeat(50_000)}`;
    expect(() => parseAvro(deep)).toThrow(/nested more than/);
  });

  it('ignores a logical type that is not valid where it stands', () => {
    const logical = (json: object): unknown => (parseAvroJson(json) as { logical?: { kind: string } }).logical?.kind;
    expect(logical({ type: 'int', logicalType: 'date' })).toBe('date');
    expect(logical({ type: 'string', logicalType: 'date' })).toBeUndefined();
    expect(logical({ type: 'bytes', logicalType: 'decimal', precision: 4, scale: 5 })).toBeUndefined();
    expect(logical({ type: 'fixed', name: 'F', size: 1, logicalType: 'decimal', precision: 3 })).toBeUndefined();
    expect(logical({ type: 'fixed', name: 'F', size: 2, logicalType: 'decimal', precision: 4 })).toBe('decimal');
    expect(logical({ type: 'long', logicalType: 'time-millis' })).toBeUndefined();
    expect(logical({ type: 'string', logicalType: 'big-decimal' })).toBeUndefined();
    expect(logical({ type: 'fixed', name: 'F', size: 11, logicalType: 'duration' })).toBeUndefined();
  });
});

/** A schema's text with a part cut out or doubled. */
function mangled(json: unknown): string {
  const text = JSON.stringify(json);
  const middle = Math.floor(text.length / 2);
  return text.slice(0, middle) + text.slice(middle + 1 + (text.length % 5));
}

describe('printing', () => {
  it('gives back, on one line, what says the same', () => {
    fc.assert(
      fc.property(arbitrarySchema(), (json) => {
        const schema = parseAvroJson(json);
        const printed = printAvro(schema);
        expect(canonicalAvro(parseAvro(printed))).toBe(canonicalAvro(schema));
        expect(printAvro(parseAvro(printed))).toBe(printed);
      }),
    );
  });

  it('keeps the members in the order of the reference implementation, and integers that a number cannot hold', () => {
    const text = `{"type":"record","fields":[{"order":"ignore","doc":"d","default":9223372036854775807,"type":
      {"logicalType":"timestamp-millis","type":"long"},"name":"at","aliases":["a"],"x":1}],"namespace":"n","name":"R",
      "aliases":["n.Old","m.Older"],"doc":"rec","own":{"b":1,"a":2}}`;
    expect(printAvro(parseAvro(text))).toBe(
      '{"type":"record","name":"R","namespace":"n","doc":"rec","fields":[{"name":"at","type":{"type":"long",' +
        '"logicalType":"timestamp-millis"},"doc":"d","default":9223372036854775807,"order":"ignore","aliases":["a"],"x":1}],' +
        '"own":{"b":1,"a":2},"aliases":["Old","m.Older"]}',
    );
    expect(printAvro(parseAvro('{"type":"string"}'))).toBe('"string"');
  });

  it('defines a recursive type once, and leaves types of references to their names', () => {
    const list = '{"type":"record","name":"a.L","fields":[{"name":"next","type":["null","a.L"]}]}';
    expect(printAvro(parseAvro(list))).toBe(
      '{"type":"record","name":"L","namespace":"a","fields":[{"name":"next","type":["null","L"]}]}',
    );
    const known = parseAvro(list) as AvroRecord;
    const use = parseAvro('{"type":"array","items":"a.L"}', new Map([[known.name, known]]));
    expect(printAvro(use, { known: [known.name] })).toBe('{"type":"array","items":"a.L"}');
  });

  it('the canonical form is that of the specification', () => {
    const text = '{"doc":"x","name":"n.F","type":"fixed","size":16,"logicalType":"uuid"}';
    expect(canonicalAvro(parseAvro(`{"items":${text},"type":"array"}`))).toBe(
      '{"type":"array","items":{"name":"n.F","type":"fixed","size":16}}',
    );
  });
});
