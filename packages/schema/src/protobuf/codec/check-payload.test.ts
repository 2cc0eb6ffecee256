import { MillraceError } from '@millrace/base';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseProtobuf } from '../parse.ts';
import { compileProtobufCheck } from './check-payload.ts';
import { compileProtobufDecoder } from './decoder.ts';
import { compileProtobufEncoder } from './encoder.ts';

const order = parseProtobuf(`syntax = "proto3";
message Order {
  string id = 1;
  repeated Line lines = 2;
  repeated sint32 marks = 3;
  map<string, Line> by_name = 4;
  oneof paid { bool cash = 5; Order by = 6; }
  Order next = 7;
  message Line { double price = 1; optional Line part = 2; }
}
message Second { fixed32 a = 1; }
`);
const old = parseProtobuf(`syntax = "proto2";
message Old {
  required int32 id = 1;
  optional Old next = 2;
  repeated group Item = 3 { required string name = 1; }
  repeated int32 marks = 4;
  extensions 100 to 110;
}
extend Old { optional string note = 100; }
`);
const framed = (payload: Uint8Array, ...indexes: number[]): Uint8Array =>
  Uint8Array.from([9, 9, ...(indexes.length === 0 ? [0] : indexes), ...payload]);
const [check, checkOld] = [order, old].map((schema) => {
  const compiled = compileProtobufCheck(schema);
  return (payload: Uint8Array, ...indexes: number[]) => compiled(framed(payload, ...indexes), 2);
}) as [(payload: Uint8Array, ...indexes: number[]) => string | undefined, (payload: Uint8Array) => string | undefined];
const encode = compileProtobufEncoder(order);

describe('a message that was encoded', () => {
  const line = { price: 2.5, part: { price: 1 } };
  const encoded = encode({ id: 'å', lines: [line, line], marks: [-1, 300], by_name: { a: line }, next: { id: 'b' } });

  it('passes', () => {
    expect(check(encoded)).toBeUndefined();
    expect(check(Uint8Array.of(13, 1, 2, 3, 4), 2, 2)).toBeUndefined();
  });

  it('does not pass cut short, unless a field ends there', () => {
    const ends = Array.from(encoded, (_, length) => check(encoded.subarray(0, length)) === undefined);
    const decodes = Array.from(encoded, (_, length) => isDecoded(order, encoded.subarray(0, length)));
    expect(ends).toEqual(decodes);
    expect(ends.filter(Boolean).length).toBeLessThan(encoded.length / 4);
  });
});

function isDecoded(schema: typeof order, payload: Uint8Array): boolean {
  try {
    compileProtobufDecoder(schema)(payload);
    return true;
  } catch (error) {
    if (error instanceof MillraceError) return false;
    throw error;
  }
}

describe('any bytes', () => {
  /** Mostly tags of the schemas, lengths and small numbers: what leads deep into a message. */
  const byte = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(10, 18, 24, 26, 34, 40, 50, 58, 8, 27, 28, 12, 0xa2, 6, 9, 17) },
    { weight: 3, arbitrary: fc.nat({ max: 9 }) },
    fc.nat({ max: 255 }),
  );
  const payload = fc.array(byte, { maxLength: 24 }).map((bytes) => Uint8Array.from(bytes));

  it('pass when they can be decoded, and only then', () => {
    let passed = 0;
    fc.assert(
      fc.property(payload, fc.boolean(), (bytes, isOld) => {
        const problem = isOld ? checkOld(bytes) : check(bytes);
        if (problem === undefined) passed++;
        expect(problem === undefined, problem).toBe(isDecoded(isOld ? old : order, bytes));
      }),
      { numRuns: 3000 },
    );
    expect(passed).toBeGreaterThan(30);
  });

  it('of a recursive message end at a depth', () => {
    let nested = Uint8Array.of();
    for (let depth = 0; depth < 200; depth++) nested = encodeLength(58, nested);
    expect(check(nested)).toContain('deep in each other');
  });
});

function encodeLength(tag: number, inner: Uint8Array): Uint8Array<ArrayBuffer> {
  const { length } = inner;
  return Uint8Array.from(length < 128 ? [tag, length, ...inner] : [tag, (length & 127) | 128, length >> 7, ...inner]);
}

describe('a reason', () => {
  it('says where the message does not fit', () => {
    expect(check(Uint8Array.of(10, 9, 65))).toBe(
      'At id: The bytes do not fit the Protobuf schema: near byte 5 of 6, a length is more than the message can hold.',
    );
    expect(check(Uint8Array.of(10, 1, 255))).toContain('At id: ');
    expect(check(Uint8Array.of(18, 0, 18, 2, 9, 1))).toContain('At lines[1].price: ');
    expect(check(Uint8Array.of(34, 4, 18, 2, 9, 1))).toContain('At by_name[0].value.price: ');
    expect(check(Uint8Array.of(58, 2, 18, 5))).toContain('At next.lines[0]: ');
    expect(checkOld(Uint8Array.of(8, 1, 27, 28))).toContain('At item[0]: ');
    expect(checkOld(Uint8Array.of())).toContain('the required field "id" is missing');
  });

  it('says which message it is not', () => {
    expect(check(Uint8Array.of(), 4, 4, 4)).toContain('does not say which message');
  });
});

it('a message in pieces has what is required in one of them', () => {
  const [half, other] = [Uint8Array.of(18, 0), Uint8Array.of(18, 2, 8, 7)];
  expect(checkOld(Uint8Array.of(8, 1, ...half))).toContain('At next: ');
  expect(checkOld(Uint8Array.of(8, 1, ...half, ...other))).toBeUndefined();
});
