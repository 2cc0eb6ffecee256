/**
 * The tree of an Avro schema (specification 1.12). Names are full names (`namespace.name`). A named type that is used again is
 * the same object, so the tree of a recursive type has cycles: walk it with a set of what was seen.
 */
export type AvroSchema = AvroPrimitive | AvroArray | AvroMap | AvroUnion | AvroRecord | AvroEnum | AvroFixed;
export type AvroNamed = AvroRecord | AvroEnum | AvroFixed;
export type PrimitiveKind = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

/** What the schema says beyond the specification, in the order written, for `printJson`; `logicalType` and its parameters too. */
export type Attributes = Readonly<Record<string, unknown>>;

export interface AvroPrimitive {
  readonly kind: PrimitiveKind;
  readonly logical?: LogicalType;
  readonly attributes: Attributes;
}

export interface AvroArray {
  readonly kind: 'array';
  readonly items: AvroSchema;
  readonly attributes: Attributes;
}

export interface AvroMap {
  readonly kind: 'map';
  readonly values: AvroSchema;
  readonly attributes: Attributes;
}

export interface AvroUnion {
  readonly kind: 'union';
  readonly branches: readonly AvroSchema[];
}

export interface AvroRecord {
  readonly kind: 'record';
  readonly name: string;
  readonly aliases: readonly string[];
  readonly doc?: string;
  /** Declared with `"type": "error"`; the same as a record everywhere but in print. */
  readonly isError: boolean;
  readonly fields: readonly AvroField[];
  readonly attributes: Attributes;
}

export interface AvroField {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly doc?: string;
  readonly type: AvroSchema;
  /** The JSON of the default, boxed because `null` is a value; `printed` is the same for `printJson`. */
  readonly default?: { readonly json: unknown; readonly printed: unknown };
  readonly order: 'ascending' | 'descending' | 'ignore';
  readonly attributes: Attributes;
}

export interface AvroEnum {
  readonly kind: 'enum';
  readonly name: string;
  readonly aliases: readonly string[];
  readonly doc?: string;
  readonly symbols: readonly string[];
  /** The symbol that stands for one the reader does not know. */
  readonly default?: string;
  readonly attributes: Attributes;
}

export interface AvroFixed {
  readonly kind: 'fixed';
  readonly name: string;
  readonly aliases: readonly string[];
  readonly doc?: string;
  readonly size: number;
  readonly logical?: LogicalType;
  readonly attributes: Attributes;
}

/** Logical types that are valid where they stand. One that is not is ignored, as the specification asks. */
export type LogicalType =
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'big-decimal' | 'uuid' | 'date' | 'duration' }
  | MomentType;

/** A count of units since the epoch (`local`: by the clock on the wall), or since midnight. */
export interface MomentType {
  readonly kind: 'moment';
  readonly of: 'time' | 'timestamp' | 'local-timestamp';
  readonly unit: 'millis' | 'micros' | 'nanos';
}

const primitiveKinds: ReadonlySet<string> = new Set<PrimitiveKind>([
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
]);

export function isPrimitiveKind(kind: string): kind is PrimitiveKind {
  return primitiveKinds.has(kind);
}

export function isNamed(schema: AvroSchema): schema is AvroNamed {
  return schema.kind === 'record' || schema.kind === 'enum' || schema.kind === 'fixed';
}

export function isPrimitive(schema: AvroSchema): schema is AvroPrimitive {
  return primitiveKinds.has(schema.kind);
}

/** What tells one branch of a union from another: the full name of a named type, else the kind. */
export function branchName(schema: AvroSchema): string {
  return isNamed(schema) ? schema.name : schema.kind;
}
