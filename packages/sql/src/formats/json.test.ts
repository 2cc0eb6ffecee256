import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SqlType } from '../types/sql-type.ts';
import { jsonReader, jsonWriter } from './json.ts';
import { FormatError, JsonScanner, parseJson } from './json-scanner.ts';

function read(text: string, type: SqlType): unknown {
  return jsonReader(type)(new JsonScanner(text));
}

const STRUCT: SqlType = {
  kind: 'STRUCT',
  fields: [
    { name: 'A', type: { kind: 'BIGINT' } },
    { name: 'B', type: { kind: 'STRING' } },
  ],
};

describe('JSON', () => {
  it('keeps all digits of integers and decimals', () => {
    expect(read('9223372036854775807', { kind: 'BIGINT' })).toBe(9_223_372_036_854_775_807n);
    expect(String(read('12345678901234567890.123', { kind: 'DECIMAL', precision: 30, scale: 3 }))).toBe(
      '12345678901234567890.123',
    );
  });

  it('finds fields without regard to case and skips the others', () => {
    expect(read('{"x":[{"y":1}],"a":1,"b":"t\\u0041\\n"}', STRUCT)).toEqual([1, 'tA\n']);
  });

  it('gives JSON text for an object in a STRING column', () => {
    expect(read('{ "k" : [1, 2.50] }', { kind: 'STRING' })).toBe('{"k":[1,2.50]}');
  });

  it('reads what it wrote', () => {
    const type: SqlType = {
      kind: 'ARRAY',
      element: { kind: 'MAP', key: { kind: 'STRING' }, value: { kind: 'DOUBLE' } },
    };
    const doubles = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.array(fc.array(fc.tuple(fc.string(), doubles)).map((entries) => new Map(entries))), (value) => {
        expect(read(jsonWriter(type)(value), type)).toEqual(value);
      }),
    );
  });

  it('raises only its own error on any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseJson(text);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
    );
  });
});
