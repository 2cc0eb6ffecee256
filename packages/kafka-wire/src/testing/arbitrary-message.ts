import * as fc from 'fast-check';
import type { FieldShape, FieldType, Fields, ScalarType } from '../definition/field.ts';
import type { Message } from '../definition/message.ts';
import { includes } from '../definition/versions.ts';
import { defaultOf } from '../codec/defaults.ts';

/** Complete values of one version of a message, as decoding gives them: what the version lacks has its default. */
export function arbitraryMessage(message: Message, version: number): fc.Arbitrary<unknown> {
  return arbitraryStruct(message.fields, version);
}

function arbitraryStruct(fields: Fields, version: number): fc.Arbitrary<unknown> {
  const values: Record<string, fc.Arbitrary<unknown>> = {};
  for (const [name, { shape }] of Object.entries(fields)) values[name] = arbitraryField(shape, version);
  return fc.record(values, { noNullPrototype: true });
}

function arbitraryField(shape: FieldShape, version: number): fc.Arbitrary<unknown> {
  const fallback = fc.constant(defaultOf(shape));
  if (!includes(shape.versions, version)) return fallback;
  const value = fc.oneof({ arbitrary: arbitraryType(shape.type, version), weight: 4 }, fallback);
  return includes(shape.nullable, version) ? fc.option(value, { freq: 4 }) : value.filter((v) => v !== null);
}

function arbitraryType(type: FieldType, version: number): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'scalar':
      return scalars[type.type];
    case 'struct':
      return arbitraryStruct(type.fields, version);
    case 'array':
      return fc.array(arbitraryType(type.element, version), { maxLength: 3 });
  }
}

// Views of a frame are Buffers, and comparisons tell them from plain arrays.
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 20 }).map((value) => Buffer.from(value)),
  fc.integer({ min: 1000, max: 3000 }).map((size) => Buffer.alloc(size, size)),
);

const scalars: Readonly<Record<ScalarType, fc.Arbitrary<unknown>>> = {
  bool: fc.boolean(),
  int8: fc.integer({ min: -0x80, max: 0x7f }),
  int16: fc.integer({ min: -0x8000, max: 0x7fff }),
  uint16: fc.integer({ min: 0, max: 0xffff }),
  int32: fc.integer(),
  uint32: fc.integer({ min: 0, max: 0xffff_ffff }),
  int64: fc.oneof(fc.maxSafeInteger(), fc.constant(2 ** 63)),
  float64: fc.double({ noNaN: true }),
  uuid: fc.uuid(),
  string: fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.string({ minLength: 40, maxLength: 200 })),
  bytes,
  records: bytes,
};
