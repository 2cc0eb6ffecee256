import protobufjs from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { parseProtobuf } from '../parse.ts';
import { editionExample } from '../testing/examples.ts';
import { compileProtobufColumnDecoder, compileProtobufDecoder } from './decoder.ts';
import { compileProtobufEncoder } from './encoder.ts';

const schemaOf = (text: string, syntax = 'proto3') => parseProtobuf(`syntax = "${syntax}"; ${text}`);
const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const codec = (text: string, syntax = 'proto3') => {
  const schema = schemaOf(text, syntax);
  return { decode: compileProtobufDecoder(schema), encode: compileProtobufEncoder(schema) };
};

describe('presence', () => {
  it('is told of what can be absent; all else is its default', () => {
    const { decode, encode } = codec(
      `message M { int32 a = 1; optional int32 b = 2; repeated int32 c = 3; map<string, int32> d = 4; M e = 5; string f = 6; bytes g = 7;
        bool h = 8; E i = 9; oneof o { int64 j = 10; } } enum E { Z = 0; }`,
    );
    const empty = { a: 0, c: [], d: {}, f: '', g: bytes(), h: false, i: 'Z' };
    expect(decode(bytes())).toStrictEqual(empty);
    expect(Object.keys(decode(bytes()) as object)).not.toContain('b');
    expect(encode(empty)).toStrictEqual(bytes());
    expect(encode({ b: 0, j: 0, e: {} })).toStrictEqual(bytes(16, 0, 42, 0, 80, 0));
    expect(decode(bytes(16, 0, 42, 0, 80, 0))).toStrictEqual({ ...empty, b: 0, e: empty, j: 0 });
    expect(encode({ a: null, b: undefined, unknown: 1 })).toStrictEqual(bytes());
  });

  it('of what is required is an error otherwise', () => {
    const { decode, encode } = codec('message M { required int32 a = 1; optional M m = 2; }', 'proto2');
    expect(() => decode(bytes())).toThrow(/the required field "a" is missing/);
    expect(() => encode({ a: 1, m: {} })).toThrow(/field M.a must be given, not undefined/);
    expect(decode(bytes(8, 5))).toStrictEqual({ a: 5 });
  });

  it('of lengths of every size is told before the bytes', () => {
    const { decode, encode } = codec('message M { string a = 1; M b = 2; bytes c = 3; }');
    for (const size of [0, 1, 31, 32, 33, 126, 127, 128, 129, 16_383, 16_384, 2_097_152]) {
      const text = 'x'.repeat(size);
      expect(encode({ a: text })).toStrictEqual(
        Uint8Array.from(protobufjs.Writer.create().uint32(10).string(text).finish()).subarray(size === 0 ? 2 : 0),
      );
      const value = { a: text, c: new Uint8Array(size), b: { a: `${text}å`, c: bytes() } };
      expect(decode(encode(value))).toStrictEqual(value);
    }
  });

  it('of a negative zero is that it is sent', () => {
    const { decode, encode } = codec('message M { double a = 1; float b = 2; int32 c = 3; }');
    expect(encode({ a: -0, b: -0, c: -0 }).length).toBe(14);
    expect(decode(encode({ a: -0 }))).toStrictEqual({ a: -0, b: 0, c: 0 });
  });
});

describe('fields that come again', () => {
  it('count by their last value, lists and maps by all, messages by their sum', () => {
    const { decode } = codec(
      'message M { optional int32 a = 1; repeated int32 b = 2; map<string, int32> c = 3; M d = 4; map<int32, M> e = 5; }',
    );
    expect(decode(bytes(8, 1, 8, 2, 16, 1, 18, 2, 2, 3, 16, 4))).toMatchObject({ a: 2, b: [1, 2, 3, 4] });
    expect(decode(bytes(26, 5, 10, 1, 65, 16, 1, 26, 5, 10, 1, 65, 16, 2))).toMatchObject({ c: { A: 2 } });
    expect(decode(bytes(34, 2, 8, 1, 34, 4, 16, 5, 16, 6, 34, 2, 8, 9))).toMatchObject({ d: { a: 9, b: [5, 6] } });
    expect(decode(bytes(42, 10, 8, 3, 18, 2, 8, 1, 18, 2, 16, 2))).toMatchObject({ e: { 3: { a: 1, b: [2] } } });
    expect(decode(bytes(42, 0, 42, 2, 8, 7))).toMatchObject({ e: { 0: { b: [] }, 7: { b: [] } } });
  });

  it('of a oneof unset the others', () => {
    const schema = schemaOf('message M { oneof o { int32 a = 1; M b = 2; string c = 3; } }');
    const decode = compileProtobufDecoder(schema);
    expect(decode(bytes(8, 1, 18, 2, 8, 2, 26, 1, 65))).toStrictEqual({ c: 'A' });
    expect(decode(bytes(18, 2, 8, 2, 8, 1))).toStrictEqual({ a: 1 });
    expect(decode(bytes(18, 2, 8, 2, 26, 0, 18, 2, 26, 0))).toStrictEqual({ b: { c: '' } });
    expect(() => decode(bytes(18, 1, 255, 8, 1))).toThrow(/do not fit the Protobuf schema/);
    const columns = compileProtobufColumnDecoder(schema, ['a', 'b']);
    expect(columns(bytes(8, 1, 26, 0), 0)).toStrictEqual([null, null]);
    expect(columns(bytes(26, 0, 8, 1), 0)).toStrictEqual([1, null]);
    expect(() => compileProtobufEncoder(schema)({ a: 1, c: '' })).toThrow(/field M.o must be at most one of a, b, c/);
  });

  it('take time in proportion to the bytes', () => {
    const { decode } = codec('message M { M m = 1; }');
    let nested = bytes();
    for (let depth = 0; depth < 60; depth++) {
      const length = nested.length + 2;
      nested = bytes(
        10,
        0,
        10,
        ...(nested.length < 128 ? [nested.length] : [(nested.length & 127) | 128, nested.length >> 7]),
        ...nested,
      );
      expect(nested.length).toBeGreaterThan(length);
    }
    expect(decode(nested)).toBeDefined();
  });
});

describe('what the schema does not know', () => {
  it('is passed over, whatever its form', () => {
    const { decode } = codec('message M { int32 a = 1; }');
    const unknown = [16, 255, 1, 25, ...Array<number>(8).fill(7), 34, 2, 1, 2, 43, 48, 1, 51, 52, 44, 61, 1, 2, 3, 4];
    expect(decode(bytes(...unknown, 8, 5, ...unknown))).toStrictEqual({ a: 5 });
    expect(decode(bytes(10, 1, 5))).toStrictEqual({ a: 0 });
  });

  it('of an enum is its number, or as if not sent where the enum is closed', () => {
    const text = 'message M { E a = 1; repeated E b = 2; map<string, E> c = 3; } enum E { A = 0; B = 1; }';
    const data = bytes(8, 9, 18, 3, 1, 9, 0, 26, 5, 10, 1, 65, 16, 9);
    expect(codec(text).decode(data)).toStrictEqual({ a: 9, b: ['B', 9, 'A'], c: { A: 9 } });
    expect(codec(text.replaceAll(/(?<= )E a/g, 'optional E a'), 'proto2').decode(data)).toStrictEqual({
      b: ['B', 'A'],
      c: {},
    });
    expect(codec(text).encode({ a: 9, b: ['B', 1] })).toStrictEqual(bytes(8, 9, 18, 2, 1, 1));
    expect(() => codec(text.replace('E a', 'optional E a'), 'proto2').encode({ a: 9 })).toThrow(
      /field M.a must be enum E, not 9/,
    );
  });
});

describe('bytes that do not fit', () => {
  const { decode } = codec(
    'message M { int32 a = 1; string b = 2; M c = 3; repeated fixed32 d = 4; map<int32, int32> e = 5; }',
  );
  it.for<[string, number[]]>([
    ['a number that does not end', [8, 255]],
    ['a number of eleven bytes', [8, ...Array<number>(10).fill(255), 1]],
    ['a length beyond the end', [18, 5, 65]],
    ['a length beyond the message inside', [26, 2, 18, 5, 65, 65, 65, 65, 65]],
    ['a field beyond the message inside', [26, 2, 8, 255, 1]],
    ['a packed list of half a number', [34, 3, 1, 2, 3]],
    ['a field number of 0', [0, 1]],
    ['a field number above all', [255, 255, 255, 255, 255, 1, 0]],
    ['a wire type that is none', [14, 1]],
    ['a group that does not begin', [12]],
    ['a group that does not end', [51, 8, 1]],
    ['a group that ends as another', [51, 60]],
    ['text that is not UTF-8', [18, 2, 0xc3, 0x28]],
    ['an entry that ends early', [42, 3, 8, 1, 16]],
  ])('$0', ([, data]) => {
    expect(() => decode(Uint8Array.from(data))).toThrow(expect.objectContaining({ code: 'DATA_INVALID' }) as Error);
  });

  it('nesting that would exhaust the stack', () => {
    const nested = (depth: number): Uint8Array => bytes(...Array.from({ length: depth }, () => [51]).flat());
    expect(() => decode(nested(50_000))).toThrow(/more than 100 deep/);
    let inner: number[] = [];
    for (let depth = 0; depth < 120; depth++)
      inner = [
        26,
        ...(inner.length < 128 ? [inner.length] : [(inner.length & 127) | 128, inner.length >> 7]),
        ...inner,
      ];
    expect(() => decode(Uint8Array.from(inner))).toThrow(/more than 100 deep/);
    const loop: { c?: unknown } = {};
    loop.c = loop;
    expect(() => compileProtobufEncoder(schemaOf('message M { M c = 3; }'))(loop)).toThrow(/more than 100 deep/);
  });

  it('but strings of proto2 are taken as far as they go', () => {
    const old = codec('message M { optional string b = 2; }', 'proto2');
    expect(old.decode(bytes(18, 2, 0xc3, 0x28))).toStrictEqual({ b: '\ufffd(' });
    expect(decode(bytes(18, 3, 0xef, 0xbf, 0xbd))).toMatchObject({ b: '\ufffd' });
  });
});

describe('values that do not fit', () => {
  const { encode } = codec(
    'message M { int32 a = 1; uint64 b = 2; string c = 3; repeated M d = 4; map<int32, M> e = 5; bool f = 6; bytes g = 7; sint64 h = 8; float i = 9; }',
  );
  it.for<[unknown, string]>([
    [{ a: 1.5 }, 'field M.a must be an integer of 32 bits, not 1.5'],
    [{ b: -1 }, 'field M.b must be an integer of 64 bits that is not negative, not -1'],
    [{ b: 2n ** 64n }, 'field M.b must be an integer of 64 bits that is not negative, not 18446744073709551616'],
    [{ c: 1 }, 'field M.c must be a string, not 1'],
    [{ d: {} }, 'field M.d must be a list, not an object'],
    [{ d: [{ a: 'x' }] }, 'must be an integer of 32 bits, not "x"'],
    [{ e: 3 }, 'field M.e must be a map, not 3'],
    [{ e: { x: {} } }, 'field M.e (key) must be an integer of 32 bits, not undefined'],
    [{ f: 1 }, 'field M.f must be a boolean, not 1'],
    [{ g: 'AA==' }, 'field M.g must be a Uint8Array, not "AA=="'],
    [{ i: '1' }, 'field M.i must be a number, not "1"'],
    [7, 'the value must be a record of M, not 7'],
  ])('$1', ([value, problem]) => {
    expect(() => encode(value)).toThrow(problem);
  });

  it('are not those in other words', () => {
    const { decode, encode: write } = codec(
      'message M { int64 a = 1; map<bool, uint64> b = 2; map<int64, string> c = 3; }',
    );
    const value = { a: '-9223372036854775808', b: new Map([[true, '7']]), c: { '-5': 'x' } };
    expect(decode(write(value))).toStrictEqual({ a: -9223372036854775808n, b: { true: 7 }, c: { '-5': 'x' } });
  });
});

describe('names that every object has', () => {
  it('are fields like any others', () => {
    const { decode, encode } = codec(
      'message M { optional string __proto__ = 1; string constructor = 2; map<string, M> toString = 3; optional M valueOf = 4; }',
    );
    expect(encode({})).toStrictEqual(bytes());
    const value = Object.defineProperty({ constructor: 'c', toString: {} }, '__proto__', {
      value: 'p',
      enumerable: true,
    });
    expect(decode(encode(value))).toStrictEqual(value);
    const map = Object.fromEntries([['__proto__', decode(bytes())]]);
    expect(decode(encode({ toString: map }))).toStrictEqual({ constructor: '', toString: map });
  });
});

describe('groups and delimited messages', () => {
  it('stand between tags', () => {
    const old = codec(
      'message M { repeated group G = 1 { optional int32 a = 1; } optional group H = 2 { optional int32 b = 1; } }',
      'proto2',
    );
    const data = bytes(11, 8, 1, 12, 11, 12, 19, 8, 2, 20);
    expect(old.decode(data)).toStrictEqual({ g: [{ a: 1 }, {}], h: { b: 2 } });
    expect(old.encode({ g: [{ a: 1 }, {}], h: { b: 2 } })).toStrictEqual(data);
    const schema = parseProtobuf(editionExample);
    const value = { a: 'x', c: { a: '', d: [1, 2], e: 'ZERO' }, d: [], e: 'ZERO' };
    const encoded = compileProtobufEncoder(schema)(value);
    expect(encoded).toStrictEqual(bytes(10, 1, 120, 27, 32, 1, 32, 2, 40, 0, 28, 40, 0));
    expect(compileProtobufDecoder(schema)(encoded)).toStrictEqual(value);
  });
});

describe('extensions', () => {
  it('are members with their full name in brackets', () => {
    const { decode, encode } = codec(
      `package p; message M { extensions 100 to max; }
       extend M { optional int32 one = 100; repeated M many = 101; } message N { extend M { optional N n = 102; } }`,
      'proto2',
    );
    const value = { '[p.one]': 5, '[p.many]': [{}, { '[p.one]': 0 }], '[p.N.n]': {} };
    expect(decode(encode(value))).toStrictEqual(value);
    expect(decode(bytes())).toStrictEqual({});
  });
});

describe('messages of very many fields', () => {
  const kinds = ['int32', 'optional string', 'repeated int64', 'map<string, M>', 'M', 'repeated M'];
  const fields = Array.from({ length: 300 }, (_, index) => `${kinds[index % 6]} f${index} = ${index + 1};`);
  const members = Array.from(
    { length: 300 },
    (_, index) => `${index % 2 === 0 ? 'M' : 'bytes'} g${index} = ${index + 301};`,
  );
  const schema = schemaOf(`message M { ${fields.join(' ')} oneof o { ${members.join(' ')} } }`);

  it('are read and written like others, and as deep in each other', () => {
    const [decode, encode] = [compileProtobufDecoder(schema), compileProtobufEncoder(schema)];
    let value: Record<string, unknown> = { f1: 'inside', g299: bytes(1) };
    for (let depth = 0; depth < 90; depth++)
      value = { f0: depth, f1: 'x', f3: { a: { f2: [depth] } }, f4: value, g1: bytes(depth) };
    const again = decode(encode(value)) as Record<string, unknown>;
    expect(again).toMatchObject(value);
    expect(encode(again)).toStrictEqual(encode(value));
    expect(compileProtobufColumnDecoder(schema, ['f0', 'f1', 'g1', 'g3'])(encode(value), 0)).toStrictEqual([
      89,
      'x',
      bytes(89),
      null,
    ]);
  });
});

describe('a column decoder', () => {
  const schema = schemaOf(
    'message M { int64 a = 1; optional string b = 2; N c = 3; repeated N d = 4; map<int32, string> e = 5; } message N { int32 x = 1; optional N y = 2; }',
  );

  it('gives what was asked for, in that order, and null for what is not there', () => {
    const encoded = compileProtobufEncoder(schema)({ a: 5, c: { x: 1, y: {} }, d: [{ x: 2 }], e: { 7: 'x' } });
    const decode = compileProtobufColumnDecoder(schema, ['e', 'b', 'c', 'none', 'a', 'd', 'a']);
    expect(decode(Uint8Array.from([9, ...encoded]), 1)).toStrictEqual([
      new Map([[7, 'x']]),
      null,
      [1, [0, null]],
      null,
      5,
      [[2, null]],
      5,
    ]);
    expect(decode(bytes(), 0)).toStrictEqual([new Map(), null, null, null, 0, [], 0]);
  });
});

describe('a reader that has another schema', () => {
  const decode = (writer: string, reader: string, data: Uint8Array): unknown =>
    compileProtobufDecoder(schemaOf(writer), [0], { reader: { schema: schemaOf(reader) } })(data);

  it('gets its fields by their numbers', () => {
    const writer =
      'message Old { int32 a = 1; string gone = 2; repeated Old list = 3; map<string, Old> map = 4; E e = 5; } enum E { A = 0; B = 1; }';
    const reader =
      'message New { int64 b = 1; repeated New items = 3; map<string, New> by = 4; bool e = 5; string added = 6; }';
    const value = { a: -7, gone: 'x', list: [{ a: 1 }], map: { k: { gone: 'y', e: 'B' } }, e: 'B' };
    const added = { items: [], by: {}, e: false, added: '' };
    expect(decode(writer, reader, compileProtobufEncoder(schemaOf(writer))(value))).toStrictEqual({
      ...added,
      b: -7,
      items: [{ ...added, b: 1 }],
      by: { k: { ...added, b: 0, e: true } },
      e: true,
    });
  });

  it('gets the last member of a oneof, of those that it has', () => {
    const [writer, reader] = [
      'message M { oneof o { int32 a = 1; M b = 2; string c = 3; } }',
      'message M { oneof o { int64 a = 1; M b = 2; float c = 3; M d = 4; } }',
    ];
    expect(decode(writer, reader, bytes(18, 2, 8, 5, 8, 1))).toStrictEqual({ a: 1 });
    expect(decode(writer, reader, bytes(8, 1, 18, 2, 8, 5))).toStrictEqual({ b: { a: 5 } });
    expect(() => decode(writer, reader, bytes(8, 1, 26, 0))).toThrow(
      /written as string, which cannot be read as float/,
    );
  });

  it('is refused a field whose bytes mean something else, when it comes', () => {
    const [writer, reader] = ['message M { string a = 1; int32 b = 2; }', 'message M { string a = 1; sint32 b = 2; }'];
    expect(decode(writer, reader, bytes(10, 1, 65))).toStrictEqual({ a: 'A', b: 0 });
    expect(() => decode(writer, reader, bytes(16, 1))).toThrow(
      'field "b" was written as int32, which cannot be read as sint32',
    );
  });
});

describe('well-known types as people write them', () => {
  const imports = 'timestamp duration struct wrappers field_mask'
    .split(' ')
    .map((name) => `import "google/protobuf/${name}.proto";`);
  const types = 'date timeofday decimal'.split(' ').map((name) => `import "google/type/${name}.proto";`);
  const form = (type: string, value: unknown): unknown => {
    const text = `${imports.join('')} ${types.join('')} import "confluent/type/decimal.proto"; message M { ${type} a = 1; }`;
    const schema = schemaOf(text);
    const encoded = compileProtobufEncoder(schema, [0], { logical: 'text' })({ a: value });
    return (compileProtobufDecoder(schema, [0], { logical: 'text' })(encoded) as { a?: unknown }).a;
  };
  const same = (type: string, ...values: readonly unknown[]): void => {
    for (const value of values) expect(form(type, value)).toStrictEqual(value);
  };

  it('come back as they were given', () => {
    same(
      'google.protobuf.Timestamp',
      '2020-02-29T23:59:59Z',
      '1969-12-31T23:59:59.999Z',
      '0001-01-01T00:00:00.000001Z',
      '9999-12-31T23:59:59.999999999Z',
    );
    same('google.protobuf.Duration', '0s', '-1.500s', '315576000000s', '-0.000000001s');
    same('google.protobuf.Int64Value', 0, 5, -(2n ** 63n));
    same('google.protobuf.StringValue', '', 'x');
    same('google.protobuf.BytesValue', bytes(1, 2));
    same('google.protobuf.FieldMask', '', 'a,b.c');
    const json = { a: [1, 'x', null, true, { b: {} }], ['__proto__x']: -1.5 };
    same('google.protobuf.Struct', json, {});
    same('google.protobuf.ListValue', json.a, []);
    same('google.protobuf.Value', json, json.a, null, 'x', 1, false);
    same('google.type.Date', '2020-02-29');
    same('google.type.TimeOfDay', '23:59:59', '00:00:00.000001');
    same('google.type.Decimal', '1.50');
    same('confluent.type.Decimal', '0', '-123.4500', '0.001', '99999999999999999999');
    same('repeated google.protobuf.Timestamp', ['2020-01-01T00:00:00Z']);
    same('map<string, google.protobuf.Value>', { a: null, b: [1] });
  });

  it('may be given in other words, or as the records that they are', () => {
    expect(form('google.protobuf.Timestamp', '2020-01-01T02:00:00+02:00')).toBe('2020-01-01T00:00:00Z');
    expect(form('google.protobuf.Timestamp', { seconds: 1, nanos: 500_000_000 })).toBe('1970-01-01T00:00:01.500Z');
    expect(form('google.type.Date', { year: 2020 })).toStrictEqual({ year: 2020, month: 0, day: 0 });
    expect(form('google.protobuf.Timestamp', { seconds: 10 ** 15 })).toStrictEqual({ seconds: 10 ** 15, nanos: 0 });
    expect(form('google.protobuf.Duration', { seconds: 1, nanos: -1 })).toStrictEqual({ seconds: 1, nanos: -1 });
    expect(form('confluent.type.Decimal', { value: bytes(5), scale: -1 })).toStrictEqual({
      value: bytes(5),
      precision: 0,
      scale: -1,
    });
  });

  it('are refused in words that mean nothing', () => {
    expect(() => form('google.protobuf.Timestamp', 'yesterday')).toThrow(
      /field M.a must be a google.protobuf.Timestamp, not "yesterday"/,
    );
    expect(() => form('google.protobuf.Duration', '1')).toThrow(/Duration/);
    expect(() => form('confluent.type.Decimal', '1e5')).toThrow(/Decimal/);
    expect(() => form('google.protobuf.Struct', { a: undefined })).toThrow(/Struct/);
    expect(() => form('google.protobuf.Int32Value', 'x')).toThrow(/an integer of 32 bits/);
  });

  it('stand for a whole message too', () => {
    const schema = parseProtobuf('syntax = "proto3"; import "google/protobuf/struct.proto"; message M {}');
    const value = { a: 1 };
    const encoded = compileProtobufEncoder(schema, 'google.protobuf.Struct', { logical: 'text' })(value);
    expect(compileProtobufDecoder(schema, 'google.protobuf.Struct', { logical: 'text' })(encoded)).toStrictEqual(value);
  });
});
