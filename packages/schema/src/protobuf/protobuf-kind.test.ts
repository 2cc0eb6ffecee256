import { describe, expect, it } from 'vitest';
import { base64Of } from './base64.ts';
import { compileProtobufEncoder } from './codec/encoder.ts';
import { toFileDescriptor } from './descriptor/to-descriptor.ts';
import { messageIndexBytes, messageIndexesOf, readMessageIndexes } from './message-indexes.ts';
import { protobufKind } from './protobuf-kind.ts';
import { proto3Example } from './testing/examples.ts';

const parse = (text: string, references: { name: string; text: string }[] = []) => protobufKind.parse(text, references);
const nested = parse(`syntax = "proto3"; package p;
  message A { message B { message C { string c = 1; } } map<string, B> bs = 1; message D { string d = 1; } }
  message E { string e = 1; }`);

describe('the text that a registry keeps', () => {
  it('is the same for a schema and its descriptor in base64, as other clients register it', () => {
    const reference = { name: 'line.proto', text: 'syntax = "proto3"; package shop; message Line { int32 n = 1; }' };
    const schema = parse(
      'syntax = "proto3"; package shop; import "line.proto"; message Order { repeated .shop.Line lines = 1; }',
      [reference],
    );
    const encoded = base64Of(toFileDescriptor(schema));
    const encodedReference = { ...reference, text: base64Of(toFileDescriptor(parse(reference.text))) };
    expect(parse(encoded, [encodedReference]).text).toBe(schema.text);
    expect(schema.text).toBe(
      'syntax = "proto3";\npackage shop;\n\nimport "line.proto";\n\nmessage Order {\n  repeated .shop.Line lines = 1;\n}\n',
    );
  });

  it('is normalised to full names, numbers in order, and no comments', () => {
    const schema =
      parse(`syntax = "proto3"; package p; import "google/protobuf/empty.proto"; import "google/protobuf/any.proto";
      // About B.
      message B { reserved 9; reserved 4 to 8; int32 z = 2 [json_name = "z", deprecated = true]; A a = 1; }
      message A { oneof y { string s = 3; } oneof x { B b = 1; } }
      enum F { F0 = 0; F2 = 2; F1 = 1; } enum E { E0 = 0; }`);
    expect(protobufKind.normalise(schema).text).toMatchInlineSnapshot(`
      "syntax = "proto3";
      package p;

      import "google/protobuf/any.proto";
      import "google/protobuf/empty.proto";

      message B {
        reserved 4 to 9;

        .p.A a = 1;
        int32 z = 2 [deprecated = true];
      }
      message A {
        oneof x {
          .p.B b = 1;
        }
        oneof y {
          string s = 3;
        }
      }
      enum E {
        E0 = 0;
      }
      enum F {
        F0 = 0;
        F1 = 1;
        F2 = 2;
      }
      "
    `);
  });

  it('has the formats of the REST API', () => {
    const schema = parse(proto3Example);
    expect(parse(protobufKind.formatted(schema, 'serialized')).text).toContain('message Order {');
    const bare = protobufKind.formatted(schema, 'ignore_extensions');
    expect(bare).toContain('java_package');
    expect(bare).not.toMatch(/extend |\(owner\)|\(marks\)|confluent\.\w+_meta/);
    expect(protobufKind.formatted(schema, 'other')).toBe(schema.text);
  });
});

describe('data behind the frame', () => {
  const decode = protobufKind.decoder(nested);
  const framed = (indexes: Uint8Array, message: string, value: object): Uint8Array =>
    Uint8Array.from([9, ...indexes, ...compileProtobufEncoder(nested, message)(value)]);

  it('is the message that its indexes name', () => {
    for (const [message, indexes, value] of [
      ['p.A', [0], { bs: {} }],
      ['p.A.B.C', [0, 0, 0], { c: 'x' }],
      ['p.A.D', [0, 1], { d: 'y' }],
      ['p.E', [1], { e: 'z' }],
    ] as const) {
      expect(messageIndexesOf(nested, message)).toEqual(indexes);
      expect(decode(framed(messageIndexBytes(indexes), message, value), 1)).toEqual(value);
    }
    expect(messageIndexBytes([0])).toEqual(Uint8Array.of(0));
    expect(messageIndexBytes([0, 1])).toEqual(Uint8Array.of(4, 0, 2));
    expect(messageIndexBytes([300])).toEqual(Uint8Array.of(2, 0xd8, 4));
  });

  it('is read with plain indexes too, as old serializers wrote them, and with a 0 spelled out', () => {
    expect(decode(framed(Uint8Array.of(1, 1), 'p.E', { e: 'z' }), 1)).toEqual({ e: 'z' });
    expect(decode(framed(Uint8Array.of(3, 0, 0, 0), 'p.A.B.C', { c: 'z' }), 1)).toEqual({ c: 'z' });
    expect(decode(framed(Uint8Array.of(2, 0), 'p.A', { bs: {} }), 1)).toEqual({ bs: {} });
  });

  it('is refused when it names no message', () => {
    for (const bytes of [[], [2, 8], [200], [255, 255, 255, 255, 255, 1], [4, 0, 9]]) {
      expect(() => readMessageIndexes(nested, Uint8Array.from(bytes), 0)).toThrow(/does not say which message/);
    }
    expect(() => protobufKind.decoder(parse('syntax = "proto3";'))(Uint8Array.of(0), 0)).toThrow(/does not say/);
    expect(() => messageIndexesOf(nested, 'p.X')).toThrow(/no message named "p.X"/);
  });
});

describe('a description', () => {
  it('names types plainly, opens messages, and carries documentation and tags', () => {
    const schema = parse(`syntax = "proto3"; package shop;
      import "confluent/meta.proto"; import "confluent/type/decimal.proto";
      import "google/protobuf/timestamp.proto"; import "google/protobuf/wrappers.proto";
      message Order {
        option (confluent.message_meta).tags = "SALES";
        // Which order.
        string id = 1; // unique
        /* When it came. */
        google.protobuf.Timestamp at = 2 [(confluent.field_meta) = { doc: "When", tags: ["A", "B"] }];
        // Not of the next.

        repeated Line lines = 3;
        map<string, Line> by_name = 4;
        oneof paid { bool cash = 5; google.protobuf.StringValue card = 6 [(confluent.field_meta).tags = "PCI"]; }
        confluent.type.Decimal sum = 7 [(confluent.field_meta).params = { key: "precision" value: "9" }];
        Order again = 8;
        Status status = 9;
      }
      message Line { option (confluent.message_meta).tags = "PII"; optional int32 count = 1; }
      enum Status { NEW = 0; DONE = 1; }`);
    expect(protobufKind.recordName(schema)).toBe('shop.Order');
    expect(protobufKind.tags(schema)).toEqual(['SALES']);
    expect(protobufKind.describe(schema)).toMatchInlineSnapshot(`
      [
        {
          "doc": "Which order.
      unique",
          "name": "id",
          "nullable": false,
          "path": "id",
          "record": "shop.Order",
          "tags": [],
          "type": "string",
        },
        {
          "doc": "When",
          "name": "at",
          "nullable": true,
          "path": "at",
          "record": "shop.Order",
          "tags": [
            "A",
            "B",
          ],
          "type": "timestamp",
        },
        {
          "fields": [
            {
              "name": "count",
              "nullable": true,
              "path": "lines.count",
              "record": "shop.Line",
              "tags": [],
              "type": "int32",
            },
          ],
          "name": "lines",
          "nullable": false,
          "path": "lines",
          "record": "shop.Order",
          "tags": [
            "PII",
          ],
          "type": "repeated message",
        },
        {
          "fields": [
            {
              "name": "count",
              "nullable": true,
              "path": "by_name.count",
              "record": "shop.Line",
              "tags": [],
              "type": "int32",
            },
          ],
          "name": "by_name",
          "nullable": false,
          "path": "by_name",
          "record": "shop.Order",
          "tags": [
            "PII",
          ],
          "type": "map of string to message",
        },
        {
          "name": "sum",
          "nullable": true,
          "path": "sum",
          "record": "shop.Order",
          "tags": [],
          "type": "decimal(9, 0)",
        },
        {
          "name": "again",
          "nullable": true,
          "path": "again",
          "record": "shop.Order",
          "tags": [
            "SALES",
          ],
          "type": "message",
        },
        {
          "name": "status",
          "nullable": false,
          "path": "status",
          "record": "shop.Order",
          "tags": [],
          "type": "enum NEW | DONE",
        },
        {
          "name": "cash",
          "nullable": true,
          "path": "cash",
          "record": "shop.Order",
          "tags": [],
          "type": "bool (one of paid)",
        },
        {
          "name": "card",
          "nullable": true,
          "path": "card",
          "record": "shop.Order",
          "tags": [
            "PCI",
          ],
          "type": "string (one of paid)",
        },
      ]
    `);
  });

  it('stays bounded where types use each other twice', () => {
    const messages = Array.from(
      { length: 40 },
      (_, index) => `message M${index} { M${index + 1} a = 1; M${index + 1} b = 2; }`,
    );
    const fields = protobufKind.describe(parse(`syntax = "proto3"; ${messages.join(' ')} message M40 {}`));
    expect(JSON.stringify(fields).length).toBeLessThan(5_000_000);
    const chain = Array.from({ length: 10_000 }, (_, index) => `message M${index} { M${index + 1} a = 1; }`);
    const deep = JSON.stringify(
      protobufKind.describe(parse(`syntax = "proto3"; ${chain.join(' ')} message M10000 {}`)),
    );
    expect(deep.match(/"fields"/g)).toHaveLength(49);
  });

  it('of a schema without messages is empty', () => {
    const schema = parse('syntax = "proto3"; enum E { Z = 0; }');
    expect([protobufKind.describe(schema), protobufKind.recordName(schema), protobufKind.tags(schema)]).toEqual([
      [],
      undefined,
      [],
    ]);
  });
});
