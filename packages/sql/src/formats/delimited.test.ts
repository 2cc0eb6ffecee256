import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delimitedDecoder, delimitedEncoder, splitLine } from './delimited.ts';

const columns = ['A', 'B'].map((name) => ({ name, type: { kind: 'STRING' as const } }));

describe('DELIMITED', () => {
  it('reads back any texts it wrote, whatever delimiters and quotes they hold', () => {
    const texts = fc.string({ minLength: 1 }).filter((text) => !/[\r\n]/.test(text));
    fc.assert(
      fc.property(texts, texts, fc.constantFrom(',', '|', '\t'), (a, b, delimiter) => {
        expect(delimitedDecoder(columns, delimiter)(delimitedEncoder(columns, delimiter)([a, b]))).toEqual([a, b]);
      }),
    );
  });

  it('takes an empty field for null', () => {
    expect(delimitedDecoder(columns, ',')('a,')).toEqual(['a', null]);
  });

  it('refuses a line with another number of fields', () => {
    expect(() => delimitedDecoder(columns, ',')('a,b,c')).toThrow('Unexpected field count');
  });

  it('refuses a quote without an end', () => {
    expect(() => splitLine('"a,b', ',')).toThrow('Unterminated quote');
  });
});
