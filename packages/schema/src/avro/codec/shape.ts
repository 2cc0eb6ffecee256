import type { DefaultShape } from '../default-value.ts';
import type { AvroSchema, AvroUnion, LogicalType } from '../schema.ts';
import { unscaledOf } from '../../codec/decimal.ts';
import { logicalToText } from './text-form.ts';

/** How Avro's types appear as JavaScript values. */
export interface Shape {
  /** Objects with the fields' names, or arrays in the order of the fields. */
  readonly records: 'object' | 'array';
  readonly maps: 'object' | 'map';
  /** Unions of two or more types besides null: `{ "name of the type": value }`, or the bare value. */
  readonly unions: 'tagged' | 'plain';
  /** What a value of a logical type is; undefined leaves it as its underlying type. */
  readonly logical: (logical: LogicalType) => ((value: never) => unknown) | undefined;
}

/** The digits and the scale of a decimal: 12.34 is 1234 and 2. */
export type DecimalFactory = (unscaled: bigint, scale: number, precision: number) => unknown;

export function objectShape(unions: 'tagged' | 'plain', logical: 'raw' | 'text'): Shape {
  return {
    records: 'object',
    maps: 'object',
    unions,
    logical: (type) =>
      logical === 'raw' ? undefined : (value: number | bigint | string | Uint8Array) => logicalToText(type, value),
  };
}

export function columnShape(decimal: DecimalFactory | undefined): Shape {
  return {
    records: 'array',
    maps: 'map',
    unions: 'plain',
    logical: (type) =>
      type.kind === 'decimal' && decimal !== undefined
        ? (bytes: Uint8Array) => decimal(unscaledOf(bytes), type.scale, type.precision)
        : undefined,
  };
}

/** Null and one other type: such a union is written as the value or null, without a tag. */
export function isNullable(union: AvroUnion): boolean {
  return union.branches.filter((branch) => branch.kind !== 'null').length <= 1;
}

/** Builds the values of defaults in the same shape as decoded ones. */
export function defaultsIn(shape: Shape, tagOf: (branch: AvroSchema) => string): DefaultShape<unknown> {
  const objectOf = (entries: readonly (readonly [string, unknown])[]): unknown => Object.fromEntries(entries);
  return {
    scalar: (value, schema) => {
      const convert = 'logical' in schema && schema.logical !== undefined ? shape.logical(schema.logical) : undefined;
      return convert === undefined ? value : convert(value as never);
    },
    array: (items) => [...items],
    map: (entries) => (shape.maps === 'map' ? new Map(entries) : objectOf(entries)),
    record: (schema, values) =>
      shape.records === 'array'
        ? [...values]
        : objectOf(schema.fields.map((field, index) => [field.name, values[index]])),
    union: (value, branch, union) =>
      branch.kind === 'null' || shape.unions === 'plain' || (union.kind === 'union' && isNullable(union))
        ? value
        : { [tagOf(branch)]: value },
  };
}
