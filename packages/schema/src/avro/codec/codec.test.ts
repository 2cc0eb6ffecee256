import avsc from 'avsc';
import * as fc from 'fast-check';
import { MillraceError } from '@millrace/base';
import { describe, expect, it } from 'vitest';
import { arbitrarySchema, arbitraryValue } from '../../testing/arbitrary-schema.ts';
import { parseAvroJson } from '../parse.ts';
import { ByteWriter } from '../../codec/byte-writer.ts';
import { compileColumnDecoder, compileDecoder } from './decoder.ts';
import { compileColumnEncoder, compileEncoder } from './encoder.ts';

const withValue = arbitrarySchema().chain((json) => {
  const schema = parseAvroJson(json);
  return arbitraryValue(schema).map((value) => ({ json, schema, value }));
});

/** The other library's view of a schema. It tags every union. */
const theirs = (json: unknown): avsc.Type => avsc.Type.forSchema(json as avsc.Schema, { wrapUnions: true });

describe('objects', () => {
  it('decoding what was encoded gives the value back', () => {
    fc.assert(
      fc.property(withValue, ({ schema, value }) => {
        expect(compileDecoder(schema)(compileEncoder(schema)(value))).toEqual(value);
      }),
    );
  });

  it('writes the bytes that another library writes', () => {
    fc.assert(
      fc.property(withValue, ({ json, schema, value }) => {
        const bytes = Buffer.from(compileEncoder(schema)(value));
        const type = theirs(json);
        expect(type.toBuffer(type.fromBuffer(bytes))).toEqual(bytes);
      }),
    );
  });

  it('arbitrary bytes give a value or DATA_INVALID, whatever the schema', () => {
    fc.assert(
      fc.property(arbitrarySchema(), fc.uint8Array({ maxLength: 60 }), (json, bytes) => {
        const schema = parseAvroJson(json);
        for (const decode of [
          compileDecoder(schema, schema, { logical: 'text' }),
          (data: Uint8Array) => compileColumnDecoder(schema, ['f1', 'f3'])(data, 0),
        ]) {
          try {
            decode(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(MillraceError);
            expect((error as MillraceError).code).toBe('DATA_INVALID');
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('carries longs beyond the safe integers as bigint, and 9 bytes like 10', () => {
    const schema = parseAvroJson('long');
    const values = [2n ** 63n - 1n, -(2n ** 63n), BigInt(Number.MAX_SAFE_INTEGER) + 1n, -(2n ** 53n)];
    for (const value of values) expect(compileDecoder(schema)(compileEncoder(schema)(value))).toBe(value);
    for (const value of [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 31, -(2 ** 31) - 1, 2 ** 49, -1]) {
      expect(compileDecoder(schema)(compileEncoder(schema)(value))).toBe(value);
    }
  });
});

describe('hostile data', () => {
  const decode = (json: unknown, bytes: number[]) => compileDecoder(parseAvroJson(json))(Uint8Array.from(bytes));

  it('cannot claim more items than it has bytes', () => {
    const huge = [0xfe, 0xff, 0xff, 0xff, 0xff, 0x1f];
    expect(() => decode({ type: 'array', items: 'null' }, huge)).toThrow(/take no bytes/);
    expect(() => decode({ type: 'array', items: 'int' }, huge)).toThrow(/ends inside an array/);
    expect(() => decode('string', huge)).toThrow(/not what the data can hold/);
    expect(() => decode('bytes', [1])).toThrow(/not what the data can hold/);
  });

  it('cannot take long by decimals of millions of digits', () => {
    const type = parseAvroJson({ type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 });
    const bytes = compileEncoder(parseAvroJson('bytes'))(new Uint8Array(1_000_000).fill(1));
    expect(() => compileDecoder(type, type, { logical: 'text' })(bytes)).toThrow(/longer than/);
  });

  it('cannot exhaust the stack with a recursive type', () => {
    const list = { type: 'record', name: 'L', fields: [{ name: 'next', type: ['null', 'L'] }] };
    expect(() =>
      decode(
        list,
        Array.from({ length: 200_000 }, () => 2),
      ),
    ).toThrow(/deep/);
    expect(decode(list, [2, 2, 0])).toEqual({ next: { next: { next: null } } });
  });

  it('cannot reach the prototype by a key or a field', () => {
    const value = decode({ type: 'map', values: 'int' }, [2, 18, ...Buffer.from('__proto__'), 2, 0]) as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    const record = { type: 'record', name: 'P', fields: [{ name: '__proto__', type: 'int' }] };
    expect(Object.keys(decode(record, [2]) as object)).toEqual(['__proto__']);
  });
});

describe('schemas whose types use each other twice', () => {
  const doubling = (leaf: object): object => {
    const fields: object[] = [{ name: 'f0', type: { type: 'record', name: 'R0', fields: [] }, ...leaf }];
    for (let level = 1; level < 40; level++) {
      const inner = ['a', 'b'].map((name) => ({ name, type: `R${level - 1}`, ...leaf }));
      fields.push({ name: `f${level}`, type: { type: 'record', name: `R${level}`, fields: inner }, ...leaf });
    }
    return { type: 'record', name: 'Doubling', fields };
  };

  it('compile in no exponential time', () => {
    const schema = parseAvroJson({ type: 'array', items: doubling({}) });
    expect(compileDecoder(schema)(Uint8Array.of(0))).toEqual([]);
    compileEncoder(schema);
  });

  it('cannot grow a default without bound', () => {
    const empty = parseAvroJson({ type: 'record', name: 'Doubling', fields: [] });
    expect(() => compileDecoder(empty, parseAvroJson(doubling({ default: {} })))).toThrow(/default does not fit/);
  });

  it('tell of a value that does not fit, however deep, in no exponential time', () => {
    const schema = parseAvroJson({
      type: 'record',
      name: 'L',
      fields: [{ name: 'next', type: ['null', 'int', 'L'] }],
    });
    let value: object = { next: 'wrong' };
    for (let level = 0; level < 60; level++) value = { next: value };
    expect(() => compileEncoder(schema)(value)).toThrow(/must be one of null, int, L/);
  });
});

describe('reading by another schema', () => {
  const order = (...fields: object[]) => parseAvroJson({ type: 'record', name: 'Order', fields });
  const id = { name: 'id', type: 'int' };
  const status = (symbols: string[], fallback?: string) => ({
    name: 'status',
    type: { type: 'enum', name: 'Status', symbols, ...(fallback === undefined ? {} : { default: fallback }) },
  });

  it('fills in defaults, follows aliases, skips what it does not want, and promotes', () => {
    const writer = order(
      id,
      { name: 'text', type: 'string' },
      { name: 'gone', type: { type: 'array', items: 'string' } },
    );
    const reader = order(
      { name: 'note', aliases: ['text'], type: ['null', 'string'] },
      { name: 'tags', type: { type: 'map', values: 'int' }, default: { a: 1 } },
      { name: 'id', type: 'double' },
    );
    const decode = compileDecoder(writer, reader);
    const bytes = compileEncoder(writer)({ id: 7, text: 'hi', gone: ['x', 'y'] });
    expect(decode(bytes)).toEqual({ note: 'hi', tags: { a: 1 }, id: 7 });
    expect((decode(bytes) as { tags: object }).tags).not.toBe((decode(bytes) as { tags: object }).tags);
  });

  it('gives a field of the writer to each field that names it, as the type of each, and never guesses between two', () => {
    const writer = order({ name: 'text', type: 'string' }, { name: 'note', type: 'string' });
    const bytes = compileEncoder(writer)({ text: 'a', note: 'b' });
    const both = order(
      { name: 'raw', aliases: ['text'], type: 'bytes' },
      { name: 'label', aliases: ['text'], type: 'string' },
      { name: 'note', type: 'string' },
    );
    expect(compileDecoder(writer, both)(bytes)).toEqual({ raw: Uint8Array.of(97), label: 'a', note: 'b' });
    const ambiguous = order({ name: 'note', aliases: ['text'], type: 'string' });
    expect(() => compileDecoder(writer, ambiguous)(bytes)).toThrow(/by its aliases several fields/);
  });

  it('says which default does not fit, and does not run for ever on one that holds itself', () => {
    const wrong = order({ name: 'note', type: 'string', default: 7 });
    expect(() => compileDecoder(order(), wrong)).toThrow(/default does not fit its type: \/note is no string/);
    const itself = {
      name: 'self',
      type: { type: 'record', name: 'S', fields: [{ name: 's', type: 'S', default: {} }] },
      default: {},
    };
    expect(() => compileDecoder(order(), order(itself))).toThrow(/default does not fit/);
  });

  it('turns an unknown symbol into the default of the enum, and refuses it where there is none', () => {
    const bytes = compileEncoder(order(status(['NEW', 'SENT'])))({ status: 'SENT' });
    const decode = (reader: object) => compileDecoder(order(status(['NEW', 'SENT'])), order(reader))(bytes);
    expect(decode(status(['OTHER', 'NEW'], 'OTHER'))).toEqual({ status: 'OTHER' });
    expect(() => decode(status(['NEW']))).toThrow(/no such symbol/);
  });
});

describe('what a person writes', () => {
  const schema = parseAvroJson({
    type: 'record',
    name: 'E',
    fields: [
      { name: 'at', type: { type: 'long', logicalType: 'timestamp-micros' } },
      { name: 'day', type: { type: 'int', logicalType: 'date' } },
      { name: 'price', type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 } },
      { name: 'key', type: { type: 'fixed', name: 'K', size: 16, logicalType: 'uuid' } },
      { name: 'of', type: { type: 'int', logicalType: 'time-millis' } },
      { name: 'kind', type: 'string', default: 'plain' },
    ],
  });
  const value = {
    at: '2001-01-01T00:00:00.000001Z',
    day: '1969-12-31',
    price: '-12.34',
    key: '00112233-4455-6677-8899-aabbccddeeff',
    of: '23:59:59.999',
  };

  it('goes to its underlying value and back to the same text', () => {
    const bytes = compileEncoder(schema)(value);
    expect(compileDecoder(schema, schema, { logical: 'text' })(bytes)).toEqual({ ...value, kind: 'plain' });
    expect(compileDecoder(schema)(bytes)).toMatchObject({ at: 978_307_200_000_001, day: -1 });
  });

  it('may be any logical type', () => {
    const examples: [json: object, text: string][] = [
      [{ type: 'bytes', logicalType: 'big-decimal' }, '-12.340'],
      [{ type: 'bytes', logicalType: 'big-decimal' }, '7E2000000'],
      [{ type: 'fixed', name: 'D', size: 5, logicalType: 'decimal', precision: 11, scale: 4 }, '-1234567.8901'],
      [{ type: 'fixed', name: 'P', size: 12, logicalType: 'duration' }, 'P14M3DT4.005S'],
      [{ type: 'string', logicalType: 'uuid' }, '00112233-4455-6677-8899-aabbccddeeff'],
      [{ type: 'long', logicalType: 'time-micros' }, '01:02:03.000004'],
      [{ type: 'long', logicalType: 'local-timestamp-micros' }, '2001-01-01T00:00:00.000001'],
    ];
    for (const [json, text] of examples) {
      const type = parseAvroJson(json);
      expect(compileDecoder(type, type, { logical: 'text' })(compileEncoder(type)(text))).toBe(text);
    }
    const period = parseAvroJson({ type: 'fixed', name: 'P', size: 12, logicalType: 'duration' });
    expect(compileEncoder(period)('P1Y1W1DT1H1M1.5S')).toEqual(compileEncoder(period)('P12M8DT3661.5S'));
    expect(() => compileEncoder(period)('P5000000000D')).toThrow(/must be fixed P/);
    expect(() => compileEncoder(period)('PT')).toThrow(/must be fixed P/);
  });

  it('shows the count where a moment lies outside the years of a calendar', () => {
    const text = (json: object, value: unknown): unknown => {
      const type = parseAvroJson(json);
      return compileDecoder(type, type, { logical: 'text' })(compileEncoder(type)(value));
    };
    expect(text({ type: 'int', logicalType: 'date' }, 2 ** 31 - 1)).toBe('2147483647');
    expect(text({ type: 'long', logicalType: 'timestamp-millis' }, 2n ** 63n - 1n)).toBe('9223372036854775807');
    expect(text({ type: 'long', logicalType: 'timestamp-nanos' }, -1)).toBe('1969-12-31T23:59:59.999999999Z');
    expect(text({ type: 'long', logicalType: 'local-timestamp-millis' }, 0)).toBe('1970-01-01T00:00:00.000');
  });

  it('is refused with the path of the field', () => {
    expect(() => compileEncoder(schema)({ ...value, day: 'tomorrow' })).toThrow(
      'The value does not fit the Avro schema: field day must be int, not "tomorrow".',
    );
    expect(() => compileEncoder(parseAvroJson(['null', 'int', 'string']))(true)).toThrow(/one of null, int, string/);
  });
});

describe('columns', () => {
  const json = {
    type: 'record',
    name: 'Row',
    fields: [
      { name: 'a', type: 'long' },
      { name: 'b', type: ['null', { type: 'array', items: { type: 'map', values: 'string' } }] },
      {
        name: 'c',
        type: {
          type: 'record',
          name: 'Inner',
          fields: [
            { name: 'x', type: 'int' },
            { name: 'y', type: 'string' },
          ],
        },
      },
      { name: 'd', type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 } },
      { name: 'e', type: ['string', 'null'] },
    ],
  };
  const schema = parseAvroJson(json);
  const out = new ByteWriter(4);
  const options = { unscaled: (value: unknown) => value as bigint };
  out.byte(9);
  compileColumnEncoder(schema, options)([1, [new Map([['k', 'v']])], [2, 'ß'], 1234n, null], out);

  it('reads the fields asked for, in that order, at an offset', () => {
    const decode = compileColumnDecoder(schema, ['d', 'e', 'none', 'a', 'c', 'b'], {
      decimal: (unscaled, scale) => `${unscaled}/${scale}`,
    });
    expect(decode(out.slice(), 1)).toEqual(['1234/2', null, null, 1, [2, 'ß'], [new Map([['k', 'v']])]]);
    expect(compileColumnDecoder(schema, ['c'])(out.slice(), 1)).toEqual([[2, 'ß']]);
    expect(compileColumnDecoder(schema, [])(out.slice(), 1)).toEqual([]);
  });

  it('writes the default of a decimal that is absent', () => {
    const price = {
      name: 'price',
      type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 },
      default: '\u0007',
    };
    const priced = parseAvroJson({ type: 'record', name: 'Priced', fields: [price] });
    const writer = new ByteWriter();
    compileColumnEncoder(priced, options)([], writer);
    const decode = compileColumnDecoder(priced, ['price'], { decimal: (unscaled) => unscaled });
    expect(decode(writer.slice(), 0)).toEqual([7n]);
  });

  it('agrees with the object decoder on every record', () => {
    // Rows have bare unions, in which a record and an array may look the same.
    const records = withValue.filter(
      ({ schema, json }) => schema.kind === 'record' && !/"type":\[(?!\])/.test(JSON.stringify(json)),
    );
    fc.assert(
      fc.property(records, ({ schema, value }) => {
        if (schema.kind !== 'record') return;
        const names = schema.fields.map((field) => field.name);
        const bytes = compileEncoder(schema)(value);
        const writer = new ByteWriter(1);
        compileColumnEncoder(schema)(compileColumnDecoder(schema, names)(bytes, 0), writer);
        const again = compileColumnDecoder(schema, names)(writer.slice(), 0);
        expect(again).toEqual(compileColumnDecoder(schema, names)(bytes, 0));
        const scalars = schema.fields.filter((field) => ['int', 'string', 'enum', 'boolean'].includes(field.type.kind));
        for (const { name } of scalars)
          expect(again[names.indexOf(name)]).toBe((value as Record<string, unknown>)[name]);
      }),
    );
  });
});
