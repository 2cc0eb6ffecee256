import { MillraceError } from '@millrace/base';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryMutatedText } from '../testing/arbitrary-text.ts';
import { edition2024Example, editionExample, proto2Example, proto3Example } from '../testing/examples.ts';
import { parseProtoText } from './parse-file.ts';
import { printProto } from './print.ts';

const printed = (text: string): string => printProto(parseProtoText(text));
const problemOf = (text: string): string => {
  try {
    parseProtoText(text);
  } catch (error) {
    if (error instanceof MillraceError && error.code === 'SCHEMA_INVALID') return error.message;
    throw error;
  }
  throw new Error('the text was taken');
};
/** Of a message with this body. */
const bodyProblem = (body: string): string => problemOf(`syntax = "proto3"; message M {\n${body}\n}`);

describe('parsing', () => {
  it('takes words of the language as names', () => {
    const words = 'message string option reserved oneof map group extend returns to max import enum package'.split(' ');
    const fields = words.map((word, index) => `string ${word} = ${index + 1};`).join('\n');
    const [message] = parseProtoText(`syntax = "proto3"; message optional { ${fields} map map2 = 90; }`).messages;
    expect(message?.fields.map(({ name }) => name)).toEqual([...words, 'map2']);
    expect(message?.fields.at(-1)?.type).toEqual({ kind: 'named', name: 'map' });
  });

  it('reads every form of literals', () => {
    const option = (value: string) => parseProtoText(`option x = ${value};`).options[0]?.value;
    expect(option('-0x1F')).toEqual({ kind: 'number', text: '-0x1F' });
    expect(option('.5e-3')).toEqual({ kind: 'number', text: '.5e-3' });
    expect(option('-inf')).toEqual({ kind: 'number', text: '-inf' });
    expect(option(`"a" 'b"'\n"c"`)).toEqual({ kind: 'string', text: 'ab"c' });
    expect(option(String.raw`"\x41\101\u00e5\U0001F600\t\?"`)).toEqual({
      kind: 'string',
      text: 'AA\u00e5\u{1F600}\t?',
    });
    expect(option(String.raw`"\xe2\x82\xac"`)).toEqual({ kind: 'string', text: '€' });
    expect(printed(String.raw`option x = "\xff\0€";`)).toBe(String.raw`option x = "\xff\x00\xe2\x82\xac";` + '\n');
    expect(option('{ a: 1 b { c: [1, 2], d < > } [x.y]: -inf; [u.com/p.M] {} }')).toMatchObject({
      members: [{ name: 'a' }, { name: 'b' }, { name: '[x.y]' }, { name: '[u.com/p.M]', value: { members: [] } }],
    });
  });

  it('says where, what was expected and what is there', () => {
    expect(problemOf('syntax = "proto3";\nmessage M { string a 1; }')).toBe(
      'The Protobuf schema is wrong: line 2 column 22: expected "=", but there is "1".',
    );
    expect(problemOf('message M {')).toContain("line 1 column 12: expected a field's type, but the text ends");
    expect(problemOf('syntax = "proto4";')).toContain('the syntax "proto4" is not known, only proto2 and proto3');
    expect(problemOf('edition = "2022";')).toContain('only 2023 and 2024');
    expect(problemOf('message M { string a = 1; }')).toContain('a file without a syntax statement is proto2');
    expect(problemOf('package a; package b;')).toContain('named a second time');
    expect(problemOf('import x;')).toContain("expected the imported file's path in quotes");
    expect(problemOf('foo')).toContain('expected message, enum, service');
    expect(problemOf('option a = "b')).toContain('the string does not end on its line');
    expect(problemOf(String.raw`option a = "\q";`)).toContain('an escape that is none');
    expect(problemOf('/* a')).toContain('not closed');
    expect(problemOf('option a = 089;')).toContain('"089" is not a number');
    expect(problemOf('option a = 12px;')).toContain('"12px" is not a number');
    expect(problemOf('option a = #;')).toContain('"#" is not a character of the language');
    expect(problemOf('option a = "\ud800";')).toContain('not Unicode');
  });

  it('holds each syntax to its labels and forms', () => {
    expect(bodyProblem('required string a = 1;')).toContain('line 2 column 1: "required" cannot stand here');
    expect(bodyProblem('oneof o { optional string a = 1; }')).toContain('the fields of a oneof have no label');
    expect(bodyProblem('repeated map<string, string> a = 1;')).toContain('a map has no label');
    expect(bodyProblem('map<float, string> a = 1;')).toContain(
      'the keys of a map are integers, bool or string, not float',
    );
    expect(bodyProblem('repeated group G = 1 {}')).toContain('groups are of proto2 alone');
    expect(bodyProblem('reserved 5 to 3;')).toContain('the range ends at 3, before its start 5');
    expect(bodyProblem('string a = 536870912;')).toContain('above 536870911');
    expect(problemOf('edition = "2023"; export message M {}')).toContain('there is "export"');
    expect(problemOf('edition = "2024"; local service S {}')).toContain('expected "message" or "enum"');
    expect(problemOf('edition = "2023"; message M { optional string a = 1; }')).toContain('features.field_presence');
    expect(problemOf('message M { optional group g = 1 {} }')).toContain('begins with a capital letter');
  });

  it('gives each comment to what it speaks of', () => {
    const [first, second, third] = parseProtoText(`syntax = "proto3"; message A {} // of A
      message B {} /* of C */ message C {
        // lost
        ; // and found
        string /* in */ a = 1; /* behind
          a */
      }`).messages;
    expect(first?.comments).toBeUndefined();
    expect(second?.comments?.before).toEqual([{ lines: [' of A'], detached: true }]);
    expect(third?.comments?.before).toEqual([{ lines: [' of C'], detached: false }]);
    expect(third?.fields[0]?.comments).toEqual({
      before: [
        { lines: [' lost'], detached: false },
        { lines: [' and found'], detached: true },
        { lines: [' in'], detached: false },
        { lines: [' behind', ' a'], detached: false },
      ],
    });
  });

  it('refuses nesting that would exhaust the stack', () => {
    expect(problemOf('message M {'.repeat(5_000))).toContain('more than 100 deep');
    expect(problemOf(`option a = ${'{ a '.repeat(5_000)}`)).toContain('more than 100 deep');
    expect(problemOf(`option a = ${'['.repeat(5_000)}`)).toContain('more than 100 deep');
  });

  it('takes linear time for long lines of comments and strings', () => {
    expect(parseProtoText('/**/'.repeat(100_000)).end.length).toBe(100_000);
    expect(parseProtoText('//\n'.repeat(100_000)).end).toMatchObject([{ detached: false }]);
    expect(problemOf(`option a = "${'\\a'.repeat(200_000)}`)).toContain('does not end');
  });
});

describe('printing', () => {
  it('lays declarations out by kind, and keeps comments where they were', () => {
    expect(printed(proto3Example)).toMatchInlineSnapshot(`
      "// Of the shop.

      syntax = "proto3"; // the third
      package shop.orders;

      import "google/protobuf/timestamp.proto";
      import "google/protobuf/descriptor.proto";
      import "confluent/meta.proto";

      option java_package = "com.example.shop";
      option optimize_for = CODE_SIZE;
      option (owner) = "a\\n\\xff";

      message Note {
        string text = 1;
        repeated Note inner = 2;
        map<string, int32> counts = 3;
        Status status = 4;
      }

      // What a customer bought.
      //   On one day.
      message Order { // an order
        reserved 1, 40 to 60, 2000 to max;
        reserved "old", "older";

        option (confluent.message_meta) = { tags: "Sales" };

        string message = 2 [(confluent.field_meta) = { doc: "Its text", tags: ["PII", "NOTE"], params: [{ key: "a", value: "b" }] }];
        // How often.
        optional sint32 option = 3 [
          deprecated = true,
          json_name = "times",
          (marks) = 1,
          (marks) = -0x10,
          (note) = {
            text: "x",
            inner: { text: "y", status: PAID },
            counts: { key: "k", value: 3 }
          },
          (note).status = PAID,
          (weight) = -1.5e3
        ]; // or never
        map<string, .shop.orders.Note> notes = 7;
        map<int64, Status> reserved = 9;
        repeated Side sides = 12 [packed = false];
        repeated Empty empties = 13;

        oneof kind {
          option (unknown.extension).part = { a: 1 };

          bytes raw = 8;
          Order parent = 10;
          google.protobuf.Timestamp at = 11; // a moment

          // no more
        }

        message Empty {}
        enum Side {
          LEFT = 0;
          RIGHT = 1;
        }

        // the end of Order
      }
      enum Status {
        reserved 7 to 9, 100 to max;
        reserved "GONE";

        option allow_alias = true;

        NEW = 0;
        PAID = 1;
        SETTLED = 1;
        LOST = -5 [deprecated = true];
      }

      extend google.protobuf.FileOptions {
        bytes owner = 50000;
      }
      extend google.protobuf.FieldOptions {
        repeated int32 marks = 50001;
        Note note = 50002;
        double weight = 50003;
      }

      service Orders {
        option deprecated = true;

        rpc Add (stream Order) returns (Order.Empty) {
          option idempotency_level = IDEMPOTENT;
        }
        rpc Watch (Order) returns (stream .shop.orders.Order);
      }

      // The end.
      "
    `);
  });

  it('keeps what each syntax alone can say', () => {
    expect(printed(proto2Example)).toMatchInlineSnapshot(`
      "syntax = "proto2";
      package old;

      message A {
        required int32 a = 1 [default = -0x10];
        optional string s = 2 [default = "q\\"x"];
        optional bytes b = 3 [default = "\\x01\\xff'\\"\\\\\\n"];
        optional double d = 4 [default = inf];
        optional float f = 5 [default = 1.5e10];
        optional E e = 6 [default = TWO];
        repeated group Grp = 7 {
          optional int32 x = 1;
          repeated group Inner = 2 {
            optional bool t = 1 [default = true];
          }
        }
        optional Grp other = 10;
        repeated int32 pk = 11 [packed = true];
        map<string, int32> mm = 12;

        oneof o {
          string os = 8;
          group OG = 9 {
            optional int32 q = 1;
          }
        }

        extensions 100 to 199, 500 to max;

        extend A {
          optional int32 nested_ext = 101;
        }
      }
      enum E {
        ONE = 1;
        TWO = 2;
      }

      extend A {
        optional string ext = 100;
        repeated A many = 102;
      }
      "
    `);
    expect(printed(edition2024Example)).toMatchInlineSnapshot(`
      "edition = "2024";
      package ed;

      import option "confluent/meta.proto";
      import "google/protobuf/any.proto";

      option features.default_symbol_visibility = LOCAL_ALL;

      export message Shown {
        string export = 1 [(confluent.field_meta).doc = "d"];
        google.protobuf.Any local = 2;

        local enum Side {
          LEFT = 0;
        }
      }
      local message Hidden {
        Shown.Side side = 1;
      }
      "
    `);
    expect(printed(editionExample)).toMatchInlineSnapshot(`
      "edition = "2023";
      package ed;

      option features.field_presence = IMPLICIT;

      message M {
        reserved old, older;

        string a = 1;
        string b = 2 [features.field_presence = EXPLICIT];
        M c = 3 [features.message_encoding = DELIMITED];
        repeated int32 d = 4 [features.repeated_field_encoding = EXPANDED];
        E e = 5 [features.field_presence = LEGACY_REQUIRED];
      }
      enum E {
        option features.enum_type = CLOSED;

        ZERO = 0;
      }
      "
    `);
  });

  it('is a fixed point, and any text is a schema or SCHEMA_INVALID', () => {
    let taken = 0;
    fc.assert(
      fc.property(arbitraryMutatedText([proto3Example, proto2Example, editionExample, edition2024Example]), (text) => {
        try {
          const once = printed(text);
          taken++;
          expect(printed(once)).toBe(once);
        } catch (error) {
          expect(error).toMatchObject({ name: 'MillraceError', code: 'SCHEMA_INVALID' });
        }
      }),
      { numRuns: 300 },
    );
    expect(taken).toBeGreaterThan(50);
  });
});
