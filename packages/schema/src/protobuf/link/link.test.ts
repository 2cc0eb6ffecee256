import { MillraceError } from '@millrace/base';
import { describe, expect, it } from 'vitest';
import { parseProtobuf } from '../parse.ts';
import { messageOf } from '../parsed.ts';
import { editionExample, proto2Example } from '../testing/examples.ts';

type References = Parameters<typeof parseProtobuf>[1];

function problemOf(text: string, references: References = []): string {
  try {
    parseProtobuf(text, references);
  } catch (error) {
    if (error instanceof MillraceError && error.code === 'SCHEMA_INVALID') return error.message;
    throw error;
  }
  throw new Error('the schema was taken');
}
const proto3 = (text: string): string => `syntax = "proto3"; package a.b;\n${text}`;
const proto2 = (text: string): string => `syntax = "proto2"; package a.b;\n${text}`;
const problem = (text: string): string => problemOf(proto3(text));
const typesOf = (text: string, message: string): readonly unknown[] =>
  messageOf(parseProtobuf(proto3(text)), message).fields.map(({ type }) => ('name' in type ? type.name : type.kind));

describe('names', () => {
  it('lead to the innermost definition, and a dot before leads out', () => {
    const text = `
      message T {} message Outer { message T {} message Inner { T a = 1; Outer.T b = 2; .a.b.T c = 3; b.T d = 4; a.b.T e = 5; } }
      message Shadow { string b = 1; T c = 2; }`;
    expect(typesOf(text, 'a.b.Outer.Inner')).toEqual(['a.b.Outer.T', 'a.b.Outer.T', 'a.b.T', 'a.b.T', 'a.b.T']);
    expect(typesOf(text, 'a.b.Shadow')).toEqual(['scalar', 'a.b.T']);
  });

  it('that lead nowhere are refused where they stand', () => {
    expect(problem('message M {\n  Lime line = 1;\n}')).toBe(
      'The Protobuf schema is wrong: line 3 column 3: the type "Lime" is not defined, neither in this file nor in those that it imports.',
    );
    expect(problem('message M { x.Y y = 1; message x {} } message x { message Y {} }')).toContain(
      '"x" is looked up in the innermost scope that has it, and "x.Y" is not there',
    );
    expect(problem('message M { f g = 1; string f = 2; }')).toContain('the type "f" is not defined');
    expect(problem('service S { rpc A (M) returns (N); } message M {}')).toContain('the type "N" is not defined');
    expect(problem('service S { rpc A (E) returns (E); } enum E { Z = 0; }')).toContain(
      'an enum where a message must be',
    );
  });

  it('are defined once, values of enums beside their enum', () => {
    expect(problem('message M {} enum M { Z = 0; }')).toContain('"a.b.M" is defined a second time');
    expect(problem('enum E { Z = 0; } enum F { Z = 0; }')).toContain('"a.b.Z" is defined a second time');
    expect(problem('message M { string a = 1; oneof a { string b = 2; } }')).toContain(
      '"a.b.M.a" is defined a second time',
    );
    expect(problem('service S { rpc A (M) returns (M); rpc A (M) returns (M); } message M {}')).toContain('"a.b.S.A"');
  });
});

describe('imports', () => {
  const file = (name: string, text: string) => ({ name, text: `syntax = "proto3"; ${text}` });
  const a = file('a.proto', 'package x; import public "b.proto"; import "c.proto"; message A { C c = 1; }');
  const b = file('b.proto', 'package x; message B {}');
  const c = file('c.proto', 'package x; message C {}');

  it('give what the imported file defines and imports publicly, in whatever order they come', () => {
    const use = proto3('import "a.proto"; message M { x.A a = 1; x.B b = 2; }');
    expect(messageOf(parseProtobuf(use, [a, b, c])).fields.map(({ type }) => 'path' in type && type.path)).toEqual([
      'a.proto',
      'b.proto',
    ]);
    expect(problemOf(proto3('import "a.proto"; message M { x.C c = 1; }'), [c, b, a])).toContain(
      'the type "x.C" is not defined',
    );
  });

  it('must be among the references, or well known', () => {
    expect(problem('import "a.proto";')).toContain(
      'line 2 column 1: the import "a.proto" is not among the schema\'s references',
    );
    expect(typesOf('import "google/type/money.proto"; message M { google.type.Money m = 1; }', 'a.b.M')).toEqual([
      'google.type.Money',
    ]);
    expect(
      typesOf('import "confluent/types/decimal.proto"; message M { confluent.type.Decimal m = 1; }', 'a.b.M'),
    ).toEqual(['confluent.type.Decimal']);
    expect(problem('import "__proto__";')).toContain('is not among');
  });

  it('end where they lead back, and tell in which file an error is', () => {
    const round = file('r.proto', 'import "s.proto";');
    expect(problemOf(proto3('import "r.proto";'), [round, file('s.proto', 'import "r.proto";')])).toContain(
      'In the referenced "s.proto": The Protobuf schema is wrong: line 1 column 20: "r.proto" imports itself',
    );
    const chain = Array.from({ length: 200 }, (_, index) => file(`${index}.proto`, `import "${index + 1}.proto";`));
    expect(problemOf(proto3('import "0.proto";'), chain)).toContain('more than 100 files import each other in a row');
    const again = 'syntax = "proto3"; package x; import "b.proto"; message B {}';
    expect(problemOf(again, [b])).toContain('"x.B" is defined here and in the imported "b.proto"');
  });
});

describe('numbers', () => {
  it('of fields are in range, apart, and free', () => {
    expect(problem('message M { string a = 0; }')).toContain('field "a" has the number 0: numbers are 1 to 536870911');
    expect(problem('message M { string a = 19500; }')).toContain('kept for implementations');
    expect(problem('message M { string a = 1; oneof o { string b = 1; } }')).toContain(
      'fields "a" and "b" have the same number 1',
    );
    expect(problem('message M { reserved 2 to 4; string a = 3; }')).toContain('its number 3 is reserved in "M"');
    expect(problem('message M { reserved "a"; string a = 3; }')).toContain('its name is reserved');
    expect(problem('message M { reserved 1 to 5, 3; }')).toContain('the ranges 1 to 5 and 3 overlap');
    expect(problem('message M { reserved 1 to 3, 3 to 5; }')).toContain('the ranges 1 to 3 and 3 to 5 overlap');
    expect(problem('message M { reserved 0; }')).toContain('begins at 0');
    expect(problem('message M { oneof o {} }')).toContain('oneof "o" has no field');
    expect(problemOf(proto2('message M { extensions 5; optional int32 a = 5; }'))).toContain('leaves to extensions');
  });

  it('of enums begin at 0 where any is taken, and are apart unless they may be aliases', () => {
    expect(problem('enum E { A = 1; }')).toContain('the first value of enum "E" must be 0, and "A" is 1');
    expect(problem('enum E {}')).toContain('has no value');
    expect(problem('enum E { A = 0; B = 0; }')).toContain('say option allow_alias = true');
    expect(problem('enum E { A = 0; reserved 4 to max; B = 5; }')).toContain('its number 5 is reserved');
    expect(problem('enum E { A = 0; reserved 4 to max; reserved 9; }')).toContain('overlap');
    expect(problemOf(proto2('enum E { A = 1; } message M { map<string, E> m = 1; }'))).toContain(
      "since it is the values' type of a map",
    );
    parseProtobuf(proto2('enum E { A = 1; } message M { optional E e = 1 [default = A]; }'));
  });

  it('of extensions lie where the message leaves room', () => {
    expect(problemOf(proto2('message M { extensions 5; } extend M { optional int32 a = 6; }'))).toContain(
      '"a.b.M" does not leave the number 6 to extensions',
    );
    expect(
      problemOf(proto3('import "x.proto"; extend X { string a = 5; }'), [
        { name: 'x.proto', text: proto2('message X { extensions 5; }') },
      ]),
    ).toContain('proto3 extends nothing but options');
  });
});

describe('defaults', () => {
  it('are of the type, and where they mean something', () => {
    const field = (text: string): string => problemOf(proto2(`enum E { A = 1; } message M { ${text} }`));
    expect(field('optional int32 a = 1 [default = "x"];')).toContain('field "a" has a default that is no int32');
    expect(field('optional uint32 a = 1 [default = -1];')).toContain('no uint32');
    expect(field('optional E a = 1 [default = B];')).toContain('no a.b.E');
    expect(field('optional bool a = 1 [default = 1];')).toContain('no bool');
    expect(field('repeated int32 a = 1 [default = 1];')).toContain('only fields of a single value');
    expect(problem('message M { int32 a = 1 [default = 1]; }')).toContain('which proto3 does not know');
  });
});

describe('features', () => {
  const shown = (text: string, message?: string) =>
    messageOf(parseProtobuf(text), message).fields.map(({ name, presence, packed, delimited, verifiesUtf8 }) =>
      [name, presence, packed && 'packed', delimited && 'delimited', verifiesUtf8 && 'utf8'].filter(Boolean).join(' '),
    );

  it('are those of the syntax, of the declarations around, and of the field', () => {
    expect(shown(editionExample)).toEqual([
      'a implicit utf8',
      'b explicit utf8',
      'c explicit delimited utf8',
      'd implicit utf8',
      'e required utf8',
    ]);
    expect(shown(proto2Example).slice(0, 2)).toEqual(['a required', 's explicit']);
    expect(
      shown(
        proto3(
          'message M { int32 a = 1; optional int32 b = 2; repeated int32 c = 3; M d = 4; oneof o { int32 e = 5; } }',
        ),
      ),
    ).toEqual(['a implicit utf8', 'b explicit utf8', 'c implicit packed utf8', 'd explicit utf8', 'e explicit utf8']);
  });
});

it('a map is one, however it is spelled', () => {
  const { text } = parseProtobuf(
    proto3(`message M {
      repeated MarksEntry marks = 1;
      message MarksEntry { option map_entry = true; string key = 1; .a.b.M value = 2; }
      message Other {}
    }`),
  );
  expect(text).toContain('  map<string, .a.b.M> marks = 1;\n\n  message Other {}\n');
  expect(text).not.toContain('Entry');
});
