import { describe, expect, it } from 'vitest';
import { avroDifferences } from './compatibility.ts';
import { parseAvroJson } from './parse.ts';

const between = (reader: unknown, writer: unknown): string[] =>
  avroDifferences(parseAvroJson(reader), parseAvroJson(writer)).map(({ kind, path }) => `${kind} ${path}`);
const record = (...fields: object[]): object => ({ type: 'record', name: 'R', fields });

describe('differences', () => {
  it('are all found, each at its own path', () => {
    const reader = record(
      { name: 'needed', type: 'string' },
      { name: 'at', type: 'int' },
      { name: 'kind', type: { type: 'enum', name: 'K', symbols: ['A'] } },
      { name: 'hash', type: { type: 'fixed', name: 'H', size: 16 } },
      { name: 'items', type: { type: 'array', items: { type: 'record', name: 'Item', fields: [] } } },
      { name: 'choice', type: ['null', 'int'] },
      { name: 'one', type: 'int' },
    );
    const writer = record(
      { name: 'at', type: 'long' },
      { name: 'kind', type: { type: 'enum', name: 'K', symbols: ['A', 'B'] } },
      { name: 'hash', type: { type: 'fixed', name: 'H', size: 20 } },
      { name: 'items', type: { type: 'array', items: { type: 'record', name: 'Line', fields: [] } } },
      { name: 'choice', type: ['null', 'string'] },
      { name: 'one', type: ['null', 'int'] },
    );
    expect(between(reader, writer)).toEqual([
      'READER_FIELD_MISSING_DEFAULT_VALUE /fields/0',
      'TYPE_MISMATCH /fields/1/type',
      'MISSING_ENUM_SYMBOLS /fields/2/type/symbols',
      'FIXED_SIZE_MISMATCH /fields/3/type/size',
      'NAME_MISMATCH /fields/4/type/items/name',
      'MISSING_UNION_BRANCH /fields/5/type/1',
      'TYPE_MISMATCH /fields/6/type/0',
    ]);
  });

  it('name an enum without its field as Avro does, and a field that is two of the writer', () => {
    const enumWithDefault = { type: 'enum', name: 'K', symbols: ['A'], default: 'A' };
    const reader = record({ name: 'kind', type: enumWithDefault }, { name: 'at', aliases: ['time'], type: 'int' });
    const writer = record({ name: 'at', type: 'int' }, { name: 'time', type: 'int' });
    expect(between(reader, writer)).toEqual(['TYPE_MISMATCH /fields/0/type', 'READER_FIELD_AMBIGUOUS /fields/1']);
  });

  it('are none for promotions, aliases, defaults, enum defaults and wider unions', () => {
    const reader = record(
      { name: 'new', aliases: ['old'], type: ['null', 'double'] },
      { name: 'added', type: 'int', default: 0 },
      { name: 'kind', type: { type: 'enum', name: 'K', symbols: ['A'], default: 'A' } },
      { name: 'text', type: 'bytes' },
    );
    const writer = record(
      { name: 'old', type: 'int' },
      { name: 'kind', type: { type: 'enum', name: 'K', symbols: ['A', 'B'] } },
      { name: 'text', type: 'string' },
      { name: 'dropped', type: 'string' },
    );
    expect(between(reader, writer)).toEqual([]);
  });

  it('of a type used in many places are told once, and recursion ends', () => {
    const list = (type: string): object => ({
      type: 'record',
      name: 'L',
      fields: [
        { name: 'value', type },
        { name: 'next', type: ['null', 'L'] },
        { name: 'other', type: 'L' },
      ],
    });
    expect(between(list('int'), list('string'))).toEqual(['TYPE_MISMATCH /fields/0/type']);
    expect(between(list('int'), list('int'))).toEqual([]);
  });

  it('take no exponential time over types that use each other twice', () => {
    const chain = (leaf: string, level = 40): unknown => {
      if (level === 0) return leaf;
      const next = level === 1 ? leaf : `R${level - 1}`;
      const fields = [
        { name: 'a', type: ['null', chain(leaf, level - 1)] },
        { name: 'b', type: ['null', next] },
      ];
      return { type: 'record', name: `R${level}`, fields };
    };
    expect(between(chain('int'), chain('int'))).toEqual([]);
    expect(between(chain('int'), chain('string'))).toEqual([
      'MISSING_UNION_BRANCH /fields/0/type/1',
      'MISSING_UNION_BRANCH /fields/1/type/1',
    ]);
  });
});
