import * as fc from 'fast-check';
import protobufjs from 'protobufjs';
import 'protobufjs/ext/descriptor.js';
import descriptorJson from 'protobufjs/google/protobuf/descriptor.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { base64Of, bytesOfBase64 } from '../base64.ts';
import { compileProtobufDecoder } from '../codec/decoder.ts';
import { compileProtobufEncoder } from '../codec/encoder.ts';
import { fromFileDescriptor, parseProtobuf } from '../parse.ts';
import { messageOf } from '../parsed.ts';
import { protobufKind } from '../protobuf-kind.ts';
import { arbitraryRecord } from '../testing/arbitrary-message.ts';
import { arbitraryProto } from '../testing/arbitrary-proto.ts';
import { arbitraryMutatedText } from '../testing/arbitrary-text.ts';
import { edition2024Example, editionExample, proto2Example, proto3Example } from '../testing/examples.ts';
import { printProto } from '../text/print.ts';
import { toFileDescriptor } from './to-descriptor.ts';

const examples = [proto3Example, proto2Example, editionExample, edition2024Example];
const fileType = protobufjs.Root.fromJSON(descriptorJson).lookupType('google.protobuf.FileDescriptorProto');
/** The descriptor as another library reads it. */
const read = (text: string): unknown =>
  fileType.toObject(fileType.decode(toFileDescriptor(parseProtobuf(text), 'a.proto')), {
    enums: String,
    longs: String,
  });
const normalised = (schema: ReturnType<typeof parseProtobuf>): string => protobufKind.normalise(schema).text;

describe('a descriptor', () => {
  it('says what the schema says, to another library too', () => {
    const proto3 = `syntax = "proto3"; package shop; import public "google/protobuf/any.proto"; import "google/protobuf/empty.proto";
      option java_package = "p";
      message M {
        reserved 10 to 12; reserved "old";
        optional string a = 1; oneof o { int32 b = 2 [json_name = "B"]; M c = 3; } map<string, E> by_name = 4;
      }
      enum E { Z = 0; reserved 3 to max; }
      service S { rpc Go (stream M) returns (M); }`;
    expect(read(proto3)).toMatchInlineSnapshot(`
      {
        "dependency": [
          "google/protobuf/any.proto",
          "google/protobuf/empty.proto",
        ],
        "enumType": [
          {
            "name": "E",
            "reservedRange": [
              {
                "end": 2147483647,
                "start": 3,
              },
            ],
            "value": [
              {
                "name": "Z",
                "number": 0,
              },
            ],
          },
        ],
        "messageType": [
          {
            "field": [
              {
                "jsonName": "a",
                "label": "LABEL_OPTIONAL",
                "name": "a",
                "number": 1,
                "oneofIndex": 1,
                "proto3Optional": true,
                "type": "TYPE_STRING",
              },
              {
                "jsonName": "byName",
                "label": "LABEL_REPEATED",
                "name": "by_name",
                "number": 4,
                "type": "TYPE_MESSAGE",
                "typeName": ".shop.M.ByNameEntry",
              },
              {
                "jsonName": "B",
                "label": "LABEL_OPTIONAL",
                "name": "b",
                "number": 2,
                "oneofIndex": 0,
                "type": "TYPE_INT32",
              },
              {
                "jsonName": "c",
                "label": "LABEL_OPTIONAL",
                "name": "c",
                "number": 3,
                "oneofIndex": 0,
                "type": "TYPE_MESSAGE",
                "typeName": ".shop.M",
              },
            ],
            "name": "M",
            "nestedType": [
              {
                "field": [
                  {
                    "jsonName": "key",
                    "label": "LABEL_OPTIONAL",
                    "name": "key",
                    "number": 1,
                    "type": "TYPE_STRING",
                  },
                  {
                    "jsonName": "value",
                    "label": "LABEL_OPTIONAL",
                    "name": "value",
                    "number": 2,
                    "type": "TYPE_ENUM",
                    "typeName": ".shop.E",
                  },
                ],
                "name": "ByNameEntry",
                "options": {
                  "mapEntry": true,
                },
              },
            ],
            "oneofDecl": [
              {
                "name": "o",
              },
              {
                "name": "_a",
              },
            ],
            "reservedName": [
              "old",
            ],
            "reservedRange": [
              {
                "end": 13,
                "start": 10,
              },
            ],
          },
        ],
        "name": "a.proto",
        "options": {
          "javaPackage": "p",
        },
        "package": "shop",
        "publicDependency": [
          0,
        ],
        "service": [
          {
            "method": [
              {
                "clientStreaming": true,
                "inputType": ".shop.M",
                "name": "Go",
                "outputType": ".shop.M",
              },
            ],
            "name": "S",
          },
        ],
        "syntax": "proto3",
      }
    `);
    expect(read(proto2Example)).toMatchObject({
      messageType: [
        {
          field: [
            { name: 'a', label: 'LABEL_REQUIRED', defaultValue: '-16' },
            { defaultValue: 'q"x' },
            { defaultValue: String.raw`\001\377\'\"\\\n` },
            { defaultValue: 'inf' },
            { defaultValue: '15000000000' },
            { type: 'TYPE_ENUM', typeName: '.old.E', defaultValue: 'TWO' },
            { name: 'grp', type: 'TYPE_GROUP', typeName: '.old.A.Grp' },
            { typeName: '.old.A.Grp' },
            { options: { packed: true } },
            { typeName: '.old.A.MmEntry' },
            { name: 'os', oneofIndex: 0 },
            { name: 'og', oneofIndex: 0, type: 'TYPE_GROUP' },
          ],
          nestedType: [{ name: 'Grp' }, { name: 'MmEntry', options: { mapEntry: true } }, { name: 'OG' }],
          extensionRange: [
            { start: 100, end: 200 },
            { start: 500, end: 536_870_912 },
          ],
          extension: [{ name: 'nested_ext', extendee: '.old.A' }],
        },
      ],
      extension: [
        { name: 'ext', extendee: '.old.A' },
        { name: 'many', typeName: '.old.A' },
      ],
    });
    expect(read(editionExample)).toMatchObject({
      syntax: 'editions',
      edition: 'EDITION_2023',
      options: { features: { fieldPresence: 'IMPLICIT' } },
    });
  });

  it('says which types are for other files, and which imports only for options', () => {
    expect(read(edition2024Example)).toMatchObject({
      edition: 'EDITION_2024',
      dependency: ['google/protobuf/any.proto'],
      optionDependency: ['confluent/meta.proto'],
      messageType: [
        { visibility: 'VISIBILITY_EXPORT', enumType: [{ visibility: 'VISIBILITY_LOCAL' }] },
        { visibility: 'VISIBILITY_LOCAL' },
      ],
    });
  });

  it('lets another library read and write the same bytes', () => {
    const withRecord = arbitraryProto().chain((tree) => {
      const text = printProto(tree);
      return arbitraryRecord(messageOf(parseProtobuf(text))).map((record) => ({ text, record }));
    });
    fc.assert(
      fc.property(withRecord, ({ text, record }) => {
        const schema = parseProtobuf(text);
        const set = protobufjs.Writer.create().uint32(10).bytes(toFileDescriptor(schema, 'a.proto')).finish();
        const root = protobufjs.Root.fromDescriptor(set, { keepCase: true });
        const type = root.resolveAll().lookupType(messageOf(schema).name);
        const bytes = compileProtobufEncoder(schema)(record);
        const again = Uint8Array.from(type.encode(type.decode(bytes)).finish());
        expect(compileProtobufDecoder(schema)(again)).toEqual(record);
      }),
      { numRuns: 25 },
    );
  });

  it('and the text it was made from agree when both are normalised', () => {
    let taken = 0;
    fc.assert(
      fc.property(arbitraryMutatedText(examples), (text) => {
        const schema = parsed(text);
        if (schema === undefined) return;
        taken++;
        const back = fromFileDescriptor(toFileDescriptor(schema));
        expect(normalised(back)).toBe(normalised(schema));
        expect(normalised(parseProtobuf(back.text))).toBe(normalised(schema));
        expect(protobufKind.differences(schema, back)).toEqual([]);
      }),
      { numRuns: 100 },
    );
    expect(taken).toBeGreaterThan(20);
  });

  it('that is cut short anywhere is a schema or an error that says so', () => {
    for (const text of examples) {
      const bytes = toFileDescriptor(parseProtobuf(text));
      for (let length = 0; length < bytes.length; length++) {
        const schema = parsed(base64Of(bytes.subarray(0, length)));
        if (schema !== undefined) expect(parseProtobuf(schema.text).text).toBe(schema.text);
      }
    }
  });

  it('that is damaged is a schema or an error that says so', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...examples), damage, fc.nat(), (text, changes, cut) => {
        const bytes = toFileDescriptor(parseProtobuf(text));
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        const schema = parsed(base64Of(cut % 4 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes));
        if (schema !== undefined) expect(parseProtobuf(schema.text).text).toBe(schema.text);
      }),
      { numRuns: 100 },
    );
  });
});

/** Undefined when it is refused as a schema; any other error is one of ours. */
function parsed(text: string): ReturnType<typeof parseProtobuf> | undefined {
  try {
    return parseProtobuf(text);
  } catch (error) {
    expect(error).toMatchObject({ name: 'MillraceError', code: 'SCHEMA_INVALID' });
    return undefined;
  }
}

describe('options', () => {
  const meta = 'syntax = "proto3"; import "confluent/meta.proto"; message M { string a = 1 [OPTION]; }';
  const roundTrip = (option: string): string => {
    const schema = parseProtobuf(meta.replace('OPTION', option));
    return /\[(.*)\]/s.exec(fromFileDescriptor(toFileDescriptor(schema)).text)?.[1] ?? '';
  };

  it('are encoded as what they extend with, and come back by name', () => {
    const whole = '(confluent.field_meta) = { doc: "d", params: [{ key: "k", value: "v" }], tags: ["PII"] }';
    expect(roundTrip(whole)).toBe(whole);
    const parts =
      '(confluent.field_meta).doc = "d", (.confluent.field_meta).tags = "PII", (confluent.field_meta).params = { key: "k" value: "v" }';
    expect(roundTrip(parts)).toBe(whole);
    expect(roundTrip('deprecated = true')).toBe('deprecated = true');
  });

  it('that nobody knows are kept as they are written', () => {
    for (const option of [
      '(a.b).c = "\\xff"',
      '(a) = { b: 1, [c.d]: [1, 2] }',
      '(a) = { [c.d]: [1] }',
      '(a) = [1, X]',
      '(a) = -5',
      '(a) = 18446744073709551615',
      '(a) = 1.5',
      '(a) = -inf',
      'unknown = WORD',
      '(confluent.field_meta).doc = 7',
      '(confluent.field_meta).params = [{ key: "a", value: "b" }, { key: 1 }]',
      'deprecated = 7',
    ]) {
      expect(roundTrip(option)).toBe(option);
    }
  });
});

describe('base64', () => {
  it('is that of the standard, there and back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(base64Of(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(bytesOfBase64(base64Of(bytes))).toEqual(bytes);
      }),
    );
    expect(bytesOfBase64('YW Jj\n')).toEqual(Uint8Array.from([97, 98, 99]));
    expect(bytesOfBase64('YWJj*')).toBeUndefined();
    expect(bytesOfBase64('Y')).toBeUndefined();
  });
});
