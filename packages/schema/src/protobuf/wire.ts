import type { ScalarKind } from './tree.ts';
import type { ProtobufField, ProtobufMap, ProtobufType } from './types.ts';

/** Scalars (and enums) of one group have the same bytes: a reader of the one reads the other. */
export type WireGroup = 'integer' | 'zigzag' | 'fixed32' | 'fixed64' | 'float' | 'double' | 'text';

const groups: Readonly<Record<ScalarKind, WireGroup>> = {
  int32: 'integer',
  int64: 'integer',
  uint32: 'integer',
  uint64: 'integer',
  bool: 'integer',
  sint32: 'zigzag',
  sint64: 'zigzag',
  fixed32: 'fixed32',
  sfixed32: 'fixed32',
  fixed64: 'fixed64',
  sfixed64: 'fixed64',
  float: 'float',
  double: 'double',
  string: 'text',
  bytes: 'text',
};

/** The group of a scalar or an enum; undefined for messages and maps. */
export function wireGroup(type: ProtobufType): WireGroup | undefined {
  if (type.kind === 'enum') return 'integer';
  return type.kind === 'scalar' ? groups[type.scalar] : undefined;
}

/** The low three bits of a tag. */
export const wireTypes = { varint: 0, fixed64: 1, length: 2, groupStart: 3, groupEnd: 4, fixed32: 5 } as const;
export type WireType = (typeof wireTypes)[keyof typeof wireTypes];

export function wireTypeOf(type: ProtobufType, delimited: boolean): WireType {
  switch (wireGroup(type)) {
    case 'integer':
    case 'zigzag':
      return wireTypes.varint;
    case 'fixed32':
    case 'float':
      return wireTypes.fixed32;
    case 'fixed64':
    case 'double':
      return wireTypes.fixed64;
    case 'text':
      return wireTypes.length;
    case undefined:
      return delimited ? wireTypes.groupStart : wireTypes.length;
  }
}

/** What stands before a value: the field's number and how its bytes end. 32 bits, unsigned. */
export function tagOf(number: number, wireType: WireType): number {
  return number * 8 + wireType;
}

/**
 * Whether what was written as `source` means the same to a reader of `field`. One value may stand for a list and a list for its
 * last value.
 */
export function sameBytes(field: ProtobufField, source: ProtobufField): boolean {
  const [reader, writer] = [field.type, source.type];
  if (reader.kind === 'message' || writer.kind === 'message') {
    return reader.kind === writer.kind && field.delimited === source.delimited;
  }
  if (reader.kind === 'map' && writer.kind === 'map') return sameEntries(reader, writer);
  return reader.kind !== 'map' && writer.kind !== 'map' && wireGroup(reader) === wireGroup(writer);
}

function sameEntries(reader: ProtobufMap, writer: ProtobufMap): boolean {
  const [key, other] = [reader, writer].map((map) => wireGroup({ kind: 'scalar', scalar: map.key }));
  return key === other && wireGroup(reader.value) === wireGroup(writer.value);
}
