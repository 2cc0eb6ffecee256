import * as fc from 'fast-check';
import type { ProtobufField, ProtobufMessage, ProtobufType } from '../types.ts';

/** How deep messages lie in each other at most; below, fields of messages stay away. */
const depthMax = 3;

/** A record of the message as the decoder gives it. */
export function arbitraryRecord(message: ProtobufMessage, depth = 0): fc.Arbitrary<Record<string, unknown>> {
  const oneofs = Map.groupBy(
    message.fields.filter(({ oneof }) => oneof !== undefined),
    ({ oneof }) => oneof,
  );
  const choices = [...oneofs.values()].map((members) =>
    fc.constantFrom(undefined, ...members).chain((chosen) => {
      const absent = fc.constant({});
      if (chosen === undefined || (chosen.type.kind === 'message' && depth >= depthMax)) return absent;
      return valueOf(chosen.type, depth).map((value) => ({ [chosen.name]: value }));
    }),
  );
  const others = message.fields.filter(({ oneof }) => oneof === undefined).map((field) => member(field, depth));
  return fc.tuple(...others, ...choices).map((parts) => Object.assign({}, ...parts) as Record<string, unknown>);
}

/** The field as a record of one member, or of none where it is absent. */
function member(field: ProtobufField, depth: number): fc.Arbitrary<Record<string, unknown>> {
  const { name, presence, repeated, type } = field;
  const isTooDeep = depth >= depthMax && messageInside(type) !== undefined;
  const present = (
    repeated ? fc.array(valueOf(type, depth), { maxLength: isTooDeep ? 0 : 3 }) : valueOf(type, depth)
  ).map((value) => ({ [name]: value }));
  if (presence !== 'explicit') return present;
  return isTooDeep ? fc.constant({}) : fc.oneof(present, fc.constant({}));
}

function messageInside(type: ProtobufType): ProtobufMessage | undefined {
  if (type.kind === 'message') return type;
  return type.kind === 'map' ? messageInside(type.value) : undefined;
}

function valueOf(type: ProtobufType, depth: number): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'message':
      return fc.constant(0).chain(() => arbitraryRecord(type, depth + 1));
    case 'enum':
      return fc.constantFrom(...type.tree.values.map(({ name }) => name));
    case 'map': {
      const isTooDeep = depth >= depthMax && messageInside(type.value) !== undefined;
      const key = type.key === 'string' ? fc.string({ maxLength: 5 }) : scalarOf(type.key).map(String);
      return fc.dictionary(key, isTooDeep ? fc.constant(0) : valueOf(type.value, depth), {
        maxKeys: isTooDeep ? 0 : 3,
        noNullPrototype: true,
      });
    }
    case 'scalar':
      return scalarOf(type.scalar);
  }
}

function scalarOf(kind: string): fc.Arbitrary<unknown> {
  switch (kind) {
    case 'bool':
      return fc.boolean();
    case 'string':
      return fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.string({ maxLength: 200 }));
    case 'bytes':
      return fc.uint8Array({ maxLength: 30 });
    case 'float':
      return fc.float({ noNaN: true });
    case 'double':
      return fc.double({ noNaN: true });
    case 'uint32':
    case 'fixed32':
      return fc.integer({ min: 0, max: 2 ** 32 - 1 });
    case 'int64':
    case 'sint64':
    case 'sfixed64':
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(safe);
    case 'uint64':
    case 'fixed64':
      return fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(safe);
    default:
      return fc.integer();
  }
}

function safe(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
