import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitrarySchema, arbitraryValue } from '../../testing/arbitrary-schema.ts';
import { parseAvro, parseAvroJson } from '../parse.ts';
import { compileAvroCheck } from './check-payload.ts';
import { compileDecoder } from './decoder.ts';
import { compileEncoder } from './encoder.ts';

const withValue = arbitrarySchema().chain((json) => {
  const schema = parseAvroJson(json);
  return arbitraryValue(schema).map((value) => ({ schema, value }));
});

const order = parseAvro(`{"type":"record","name":"Order","fields":[
  {"name":"id","type":"long"},
  {"name":"lines","type":{"type":"array","items":{"type":"record","name":"Line","fields":[
    {"name":"price","type":["null","int"]},{"name":"gift","type":"boolean"}]}}},
  {"name":"next","type":["null","Order"]}]}`);
const check = compileAvroCheck(order);
const encoded = compileEncoder(order)({
  id: 1,
  lines: [
    { price: 2, gift: false },
    { price: null, gift: true },
  ],
  next: { id: 3, lines: [], next: null },
});

describe('what is encoded by a schema', () => {
  it('passes, behind whatever frame', () => {
    fc.assert(
      fc.property(withValue, fc.nat({ max: 9 }), ({ schema, value }, offset) => {
        const framed = Buffer.concat([new Uint8Array(offset).fill(7), compileEncoder(schema)(value)]);
        expect(compileAvroCheck(schema)(framed, offset)).toBeUndefined();
      }),
    );
  });

  it('does not pass with a byte more', () => {
    fc.assert(
      fc.property(withValue, ({ schema, value }) => {
        const longer = Buffer.concat([compileEncoder(schema)(value), Uint8Array.of(0)]);
        expect(compileAvroCheck(schema)(longer, 0)).toContain('more bytes follow');
      }),
    );
  });
});

describe('any bytes', () => {
  it('that pass can be decoded, and those that do not are answered and nothing thrown', () => {
    fc.assert(
      fc.property(arbitrarySchema(), fc.uint8Array({ maxLength: 30 }), (json, bytes) => {
        const schema = parseAvroJson(json);
        if (compileAvroCheck(schema)(bytes, 0) === undefined) compileDecoder(schema)(bytes);
      }),
      { numRuns: 500 },
    );
  });

  it('of a recursive schema end at a depth', () => {
    const list = parseAvro('{"type":"record","name":"L","fields":[{"name":"next","type":["null","L"]}]}');
    expect(compileAvroCheck(list)(new Uint8Array(1_000_000).fill(2), 0)).toContain('deep in each other');
  });
});

describe('a reason', () => {
  const changed = (at: number, byte: number): Uint8Array => Uint8Array.from(encoded).fill(byte, at, at + 1);

  it('says where the value does not fit', () => {
    expect(check(encoded, 0)).toBeUndefined();
    expect(check(changed(4, 9), 0)).toBe(
      'At lines[0].gift: The bytes do not fit the Avro schema: near byte 5 of 12, a boolean is 0 or 1, not 9.',
    );
    expect(check(changed(2, 4), 0)).toContain('At lines[0].price: ');
    expect(check(encoded.subarray(0, 10), 0)).toContain('At next.lines[0]: ');
    expect(check(encoded.subarray(0, 6), 0)).toContain('At lines[1].gift: ');
  });
});
