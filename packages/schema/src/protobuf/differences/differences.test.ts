import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseProtobuf } from '../parse.ts';
import { arbitraryProto } from '../testing/arbitrary-proto.ts';
import { printProto } from '../text/print.ts';
import { protobufDifferences } from './differences.ts';
import { differenceKinds } from './kinds.ts';

type References = Parameters<typeof parseProtobuf>[1];

const told = new Set<string>();

/** What is told between two proto3 files: `KIND path`, with `!` before what breaks. */
function between(
  writer: string,
  reader: string,
  syntax = 'proto3',
  references: readonly References[] = [],
): readonly string[] {
  const [writerFiles, readerFiles] = references;
  const parse = (text: string, files: References) => parseProtobuf(`syntax = "${syntax}"; ${text}`, files);
  return protobufDifferences(parse(reader, readerFiles), parse(writer, writerFiles)).map(
    ({ kind, path, breaks, message, remedy }) => {
      told.add(kind);
      expect(message).not.toMatch(/[{}]|nothing/);
      expect(remedy === '').toBe(!breaks);
      return `${breaks ? '!' : ''}${kind} ${path}`;
    },
  );
}
const message = (body: string): string => `message M { ${body} }`;
const fields = (writer: string, reader: string, syntax = 'proto3') => between(message(writer), message(reader), syntax);

describe('files', () => {
  it('may change their package, and define more types', () => {
    expect(between('package a;', 'package b; message M {} enum E { Z = 0; }')).toEqual([
      'PACKAGE_CHANGED #/',
      'MESSAGE_ADDED #/M',
      'ENUM_ADDED #/E',
    ]);
  });

  it('keep their messages, wherever those stand', () => {
    expect(between('message A {} message M {} enum E { Z = 0; }', 'message M { message A {} }')).toEqual([
      '!MESSAGE_REMOVED #/A',
      'MESSAGE_ADDED #/M/A',
      'MESSAGE_MOVED #/M',
      'ENUM_REMOVED #/E',
    ]);
  });

  it('are compared by names without the package, as they are written or not', () => {
    const one = 'package a; message M { .a.M.N n = 1; N m = 2; message N {} }';
    expect(between(one, one.replaceAll('.a.M.N', 'M.N'))).toEqual([]);
    expect(between(one, one.replaceAll('package a', 'package b').replaceAll('.a.M', '.b.M'))).toEqual([
      'PACKAGE_CHANGED #/',
    ]);
  });
});

describe('enums', () => {
  it('may change their values: a number is read in any case', () => {
    expect(between('enum E { A = 0; B = 1; C = 2; }', 'enum E { A = 0; X = 1; D = 3; }')).toEqual([
      'ENUM_CONST_CHANGED #/E/1',
      'ENUM_CONST_REMOVED #/E/2',
      'ENUM_CONST_ADDED #/E/3',
    ]);
  });
});

describe('fields', () => {
  it('come, go and are renamed, by their numbers', () => {
    expect(fields('string a = 1; string b = 2;', 'string c = 2; string d = 3;')).toEqual([
      'FIELD_REMOVED #/M/1',
      'FIELD_NAME_CHANGED #/M/2',
      'FIELD_ADDED #/M/3',
    ]);
  });

  it('that are required neither come nor go nor change', () => {
    expect(fields('required string a = 1;', 'required string b = 2;', 'proto2')).toEqual([
      '!REQUIRED_FIELD_REMOVED #/M/1',
      '!REQUIRED_FIELD_ADDED #/M/2',
    ]);
    expect(
      fields(
        'required string a = 1; optional string b = 2;',
        'optional string a = 1; required string b = 2;',
        'proto2',
      ),
    ).toEqual(['!REQUIRED_FIELD_REMOVED #/M/1', '!REQUIRED_FIELD_ADDED #/M/2']);
  });

  it('change among scalars of the same bytes', () => {
    const groups = [
      'int32 int64 uint32 uint64 bool E',
      'sint32 sint64',
      'fixed32 sfixed32',
      'fixed64 sfixed64',
      'string bytes',
      'float',
      'double',
    ];
    const scalars = groups.flatMap((group) => group.split(' ').map((scalar) => ({ group, scalar })));
    const define = ({ scalar }: { scalar: string }): string => `message M { ${scalar} a = 1; } enum E { Z = 0; }`;
    for (const writer of scalars) {
      for (const reader of scalars) {
        const expected = writer.group === reader.group ? [] : ['!FIELD_SCALAR_KIND_CHANGED #/M/1'];
        expect(between(define(writer), define(reader)), `${writer.scalar} to ${reader.scalar}`).toEqual(expected);
      }
    }
  });

  it('do not change between scalars, messages, maps and groups', () => {
    const types = [
      'optional string a = 1;',
      'optional N a = 1;',
      'map<string, string> a = 1;',
      'optional group A = 1 {}',
    ];
    for (const writer of types) {
      for (const reader of types) {
        const body = (field: string): string => `${field} message N {}`;
        expect(fields(body(writer), body(reader), 'proto2')).toEqual(
          writer === reader ? [] : ['!FIELD_KIND_CHANGED #/M/1'],
        );
      }
    }
  });

  it('become lists and single where the last of several counts as well', () => {
    expect(
      fields('string a = 1; N b = 2; message N {}', 'repeated string a = 1; repeated N b = 2; message N {}'),
    ).toEqual(['FIELD_STRING_OR_BYTES_LABEL_CHANGED #/M/1']);
    expect(
      fields('repeated int32 a = 1; repeated E e = 2; enum E { Z = 0; }', 'bool a = 1; E e = 2; enum E { Z = 0; }'),
    ).toEqual(['!FIELD_NUMERIC_LABEL_CHANGED #/M/1', '!FIELD_NUMERIC_LABEL_CHANGED #/M/2']);
    expect(fields('optional int32 a = 1;', 'int32 a = 1;')).toEqual([]);
  });

  it('of maps are compared by their keys and values', () => {
    expect(fields('map<string, int32> a = 1;', 'map<int32, string> a = 1;')).toEqual([
      '!FIELD_SCALAR_KIND_CHANGED #/M/1',
      '!FIELD_SCALAR_KIND_CHANGED #/M/1',
    ]);
    expect(fields('map<string, N> a = 1; message N {}', 'map<string, int32> a = 1; message N {}')).toEqual([
      '!FIELD_KIND_CHANGED #/M/1',
    ]);
    expect(fields('map<int32, bool> a = 1;', 'map<uint64, int64> a = 1;')).toEqual([]);
  });

  it('keep the message that is their type', () => {
    expect(fields('N a = 1; message N {} message O {}', 'O a = 1; message N {} message O {}')).toEqual([
      '!FIELD_NAMED_TYPE_CHANGED #/M/1',
    ]);
    expect(fields('N a = 1; message N { string b = 1; }', 'N a = 1; message N { int32 b = 1; }')).toEqual([
      '!FIELD_SCALAR_KIND_CHANGED #/M/N/1',
    ]);
    expect(
      fields(
        'optional group A = 1 { optional string b = 1; }',
        'optional group A = 1 { optional int32 b = 1; }',
        'proto2',
      ),
    ).toEqual(['!FIELD_SCALAR_KIND_CHANGED #/M/A/1', '!FIELD_NAMED_TYPE_CHANGED #/M/1']);
  });
});

describe('types of other files', () => {
  const file = (name: string, packageName: string, body: string) => [
    { name, text: `syntax = "proto3"; package ${packageName}; ${body}` },
  ];
  const use = (path: string, type: string, more = ''): string =>
    `import "${path}"; message M { ${type} a = 1; ${type} b = 2; } ${more}`;

  it('are compared by what they hold, once, and by their names without packages', () => {
    const writer = file('a.proto', 'a', 'message N { string x = 1; N again = 2; }');
    expect(
      between(use('a.proto', 'a.N'), use('b.proto', 'b.N'), 'proto3', [
        writer,
        file('b.proto', 'b', 'message N { bytes x = 1; N again = 2; }'),
      ]),
    ).toEqual([]);
    expect(
      between(use('a.proto', 'a.N'), use('b.proto', 'b.N'), 'proto3', [
        writer,
        file('b.proto', 'b', 'message N { int32 x = 1; N again = 2; }'),
      ]),
    ).toEqual([
      '!FIELD_SCALAR_KIND_CHANGED #/N/1',
      '!FIELD_NAMED_TYPE_CHANGED #/M/1',
      '!FIELD_NAMED_TYPE_CHANGED #/M/2',
    ]);
    expect(
      between(use('a.proto', 'a.N'), use('b.proto', 'b.O'), 'proto3', [
        writer,
        file('b.proto', 'b', 'message O { string x = 1; O again = 2; }'),
      ]),
    ).toEqual(['!FIELD_NAMED_TYPE_CHANGED #/M/1', '!FIELD_NAMED_TYPE_CHANGED #/M/2']);
  });

  it('may move into the file, and not out of it', () => {
    const other = file('a.proto', 'a', 'message N { string x = 1; }');
    const own = 'message M { N a = 1; N b = 2; } message N { string x = 1; }';
    expect(between(use('a.proto', 'a.N'), own, 'proto3', [other])).toEqual(['MESSAGE_ADDED #/N']);
    expect(between(own, use('a.proto', 'a.N'), 'proto3', [[], other])).toEqual(['!MESSAGE_REMOVED #/N']);
  });

  it('of Google may not be exchanged', () => {
    const imports = 'import "google/protobuf/timestamp.proto"; import "google/protobuf/wrappers.proto";';
    const field = (type: string): string => `${imports} message M { google.protobuf.${type} a = 1; }`;
    expect(between(field('Timestamp'), field('Timestamp'))).toEqual([]);
    expect(between(field('Int32Value'), field('Int64Value'))).toEqual(['!FIELD_NAMED_TYPE_CHANGED #/M/1']);
  });

  it('that lead through many others are refused before the stack ends', () => {
    const chain = Array.from({ length: 2_000 }, (_, index) => `message N${index} { N${index + 1} next = 1; }`).join(
      ' ',
    );
    const files = (last: string) => file('a.proto', 'a', `${chain} message N2000 { ${last} x = 1; }`);
    expect(() =>
      between(use('a.proto', 'a.N0'), use('a.proto', 'a.N0'), 'proto3', [files('string'), files('int32')]),
    ).toThrow(/more than 500 messages in a row/);
  });
});

describe('oneofs', () => {
  const oneof = (name: string, ...members: readonly number[]): string =>
    `oneof ${name} { ${members.map((number) => `int32 f${number} = ${number};`).join(' ')} }`;

  it('come with new fields, and with one that there was', () => {
    expect(fields('', oneof('o', 1, 2))).toEqual([
      'ONEOF_ADDED #/M/o',
      'ONEOF_FIELD_ADDED #/M/o/1',
      'ONEOF_FIELD_ADDED #/M/o/2',
    ]);
    expect(fields('int32 f1 = 1;', oneof('o', 1, 2))).toEqual(['ONEOF_ADDED #/M/o', 'ONEOF_FIELD_ADDED #/M/o/2']);
    expect(fields(oneof('o', 1), oneof('o', 1, 2))).toEqual(['ONEOF_FIELD_ADDED #/M/o/2']);
  });

  it('take no fields that may be sent together', () => {
    expect(fields('int32 f1 = 1; int32 f2 = 2;', oneof('o', 1, 2))).toEqual([
      '!MULTIPLE_FIELDS_MOVED_TO_ONEOF #/M/o',
      'ONEOF_ADDED #/M/o',
    ]);
    expect(fields(`${oneof('a', 1)} ${oneof('b', 2)}`, oneof('c', 1, 2))).toEqual([
      '!MULTIPLE_FIELDS_MOVED_TO_ONEOF #/M/c',
      'ONEOF_REMOVED #/M/a',
      'ONEOF_REMOVED #/M/b',
      'ONEOF_ADDED #/M/c',
    ]);
    expect(fields(`int32 f1 = 1; ${oneof('o', 2)}`, oneof('o', 1, 2))).toEqual([
      '!FIELD_MOVED_TO_EXISTING_ONEOF #/M/o',
    ]);
    expect(fields(`${oneof('a', 1, 2)} ${oneof('b', 3)}`, `${oneof('a', 1)} ${oneof('b', 2, 3)}`)).toEqual([
      '!FIELD_MOVED_TO_EXISTING_ONEOF #/M/b',
    ]);
  });

  it('keep their fields, or leave them beside', () => {
    expect(fields(oneof('o', 1, 2), oneof('o', 1))).toEqual(['!ONEOF_FIELD_REMOVED #/M/o/2']);
    expect(fields(oneof('o', 1, 2), `${oneof('o', 1)} int32 f2 = 2;`)).toEqual([
      'ONEOF_FIELD_MOVED_TO_TOP_LEVEL #/M/2',
    ]);
    expect(fields(oneof('g', 1, 2), oneof('h', 1, 2))).toEqual(['ONEOF_REMOVED #/M/g', 'ONEOF_ADDED #/M/h']);
    expect(fields(oneof('o', 1), '')).toEqual(['ONEOF_REMOVED #/M/o', '!ONEOF_FIELD_REMOVED #/M/o/1']);
  });

  it('hold fields that are compared like others', () => {
    expect(fields(oneof('o', 1), 'oneof o { string other = 1; }')).toEqual([
      'FIELD_NAME_CHANGED #/M/o/1',
      '!FIELD_SCALAR_KIND_CHANGED #/M/o/1',
    ]);
  });
});

it('names that metadata reserves stay reserved, and free', () => {
  const reserving = (names: string, body = '') =>
    parseProtobuf(`syntax = "proto3"; message M { ${body} }`, [], { properties: { 'confluent:reserved': names } });
  const kinds = (reader: ReturnType<typeof reserving>, writer: ReturnType<typeof reserving>) =>
    protobufDifferences(reader, writer).map(({ kind, path, breaks }) => {
      told.add(kind);
      return `${breaks ? '!' : ''}${kind} ${path}`;
    });
  expect(kinds(reserving('a, b'), reserving('b,a'))).toEqual([]);
  expect(kinds(reserving('b', 'string b = 1;'), reserving('a,b'))).toEqual([
    '!RESERVED_FIELD_REMOVED #/a',
    '!FIELD_CONFLICTS_WITH_RESERVED_FIELD #/M/1',
    'FIELD_ADDED #/M/1',
  ]);
});

it('every kind of difference was told', () => {
  expect([...told].toSorted()).toEqual(Object.keys(differenceKinds).toSorted());
});

it('there are none between a schema and itself', () => {
  fc.assert(
    fc.property(arbitraryProto(), (tree) => {
      const [one, other] = [parseProtobuf(printProto(tree)), parseProtobuf(printProto(tree))];
      expect(protobufDifferences(one, other)).toEqual([]);
    }),
  );
});
