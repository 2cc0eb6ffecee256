import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { avroKind } from '../avro/avro-kind.ts';
import { compileEncoder } from '../avro/codec/encoder.ts';
import { printJson, type JsonObject } from '../json.ts';
import { compileProtobufEncoder } from '../protobuf/codec/encoder.ts';
import type { ParsedProtobuf } from '../protobuf/parsed.ts';
import { protobufKind } from '../protobuf/protobuf-kind.ts';
import { arbitraryProto } from '../protobuf/testing/arbitrary-proto.ts';
import { printProto } from '../protobuf/text/print.ts';
import { arbitrarySchema } from '../testing/arbitrary-schema.ts';
import { exampleOf } from './example/example-of.ts';
import { exampleText } from './example/example-text.ts';
import { toJsonSchema } from './json-schema/to-json-schema.ts';

/** Whether a decoded value, as JSON, is valid under a JSON Schema. */
function validator(schema: JsonObject): (value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const validate = ajv.compile(JSON.parse(printJson(schema)) as object);
  return (value) => validate(JSON.parse(exampleText(value)));
}

describe('the JSON Schema of a language', () => {
  it('takes what our Avro decoder gives for every example of every schema', () => {
    fc.assert(
      fc.property(arbitrarySchema(), (json) => {
        const schema = avroKind.parse(JSON.stringify(json));
        const isValid = validator(toJsonSchema(schema));
        const [encode, decode] = [compileEncoder(schema.root), avroKind.decoder(schema)];
        for (const example of exampleOf(schema, { count: 3 })) expect(isValid(decode(encode(example), 0))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('takes what our Protobuf decoder gives for every example of every schema', () => {
    const takesExamples = (schema: ParsedProtobuf, count: number): void => {
      const isValid = validator(toJsonSchema(schema));
      const encode = compileProtobufEncoder(schema, undefined, { logical: 'text' });
      const decode = protobufKind.decoder(schema);
      for (const example of exampleOf(schema, { count })) {
        // The first message of the schema, by its index.
        const payload = Uint8Array.of(0, ...encode(example));
        expect(isValid(decode(payload, 0))).toBe(true);
      }
    };
    takesExamples(everything, 50);
    fc.assert(
      fc.property(arbitraryProto(), (tree) => {
        const schema = protobufKind.parse(printProto(tree));
        if (schema.file.messages.length > 0) takesExamples(schema, 3);
      }),
      { numRuns: 20 },
    );
  });
});

const everything = protobufKind.parse(`syntax = "proto3";
package shop;

import "google/protobuf/duration.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
import "google/type/date.proto";
import "google/type/decimal.proto";
import "google/type/timeofday.proto";
import "confluent/type/decimal.proto";

message Order {
  int32 id = 1;
  uint32 count = 2;
  sint64 balance = 3;
  fixed64 large = 4;
  sfixed32 small = 5;
  float rate = 6;
  double price = 7;
  bool paid = 8;
  string email = 9;
  bytes raw = 10;
  optional string note = 11;
  Status status = 12;
  repeated Line lines = 13;
  map<int32, Line> by_number = 14;
  oneof payment {
    string card = 15;
    Line in_kind = 16;
  }
  Order parent = 17;
  google.protobuf.Timestamp placed_at = 18;
  google.protobuf.Duration wait = 19;
  google.protobuf.FieldMask mask = 20;
  google.protobuf.Struct extra = 21;
  google.protobuf.Value any = 22;
  google.protobuf.ListValue list = 23;
  google.protobuf.Int64Value visits = 24;
  google.protobuf.BytesValue photo = 25;
  google.type.Date day = 26;
  google.type.TimeOfDay at = 27;
  google.type.Decimal total = 28;
  confluent.type.Decimal tax = 29;
  enum Status { NEW = 0; SENT = 1; }
  message Line { string product = 1; uint64 quantity = 2; }
}
`);
