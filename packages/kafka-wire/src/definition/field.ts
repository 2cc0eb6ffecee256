import { Buffer } from 'node:buffer';
import type { VersionRange, Versions } from './versions.ts';
import { parseVersions } from './versions.ts';

/** The types of single values. `records` are bytes that are handed on without a copy. */
export type ScalarType =
  | 'bool'
  | 'int8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'float64'
  | 'uuid'
  | 'string'
  | 'bytes'
  | 'records';

export type FieldType =
  | { readonly kind: 'scalar'; readonly type: ScalarType }
  | { readonly kind: 'struct'; readonly fields: Fields }
  | { readonly kind: 'array'; readonly element: Exclude<FieldType, { kind: 'array' }> };

/** What the codec knows of a field. */
export interface FieldShape {
  readonly type: FieldType;
  readonly versions: Versions;
  readonly nullable: Versions;
  /** Overrides the message's own flexible versions (the client id of a request header is never compact). */
  readonly flexible: Versions | undefined;
  /** A tagged field has its place behind the others, and is left out when it holds its default. */
  readonly tag: number | undefined;
  readonly default: unknown;
  /** Whether a value may be dropped silently where the version has no such field. */
  readonly ignorable: boolean;
}

declare const out: unique symbol;
declare const into: unique symbol;

/** A field, with the type that decoding gives and the type that encoding takes. */
export interface Field<Out, In = Out> {
  readonly shape: FieldShape;
  readonly [out]?: Out;
  readonly [into]?: In;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;

/** What decoding gives: every field is there, those that the version lacks with their defaults. */
export type Decoded<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Field<infer Out, infer _In> ? Out : never;
};

/** What encoding takes: a field left out has its default. */
export type Encodable<F extends Fields> = {
  readonly [K in keyof F]?: (F[K] extends Field<infer _Out, infer In> ? In : never) | undefined;
};

interface Options<T> {
  readonly default?: T;
  readonly ignorable?: true;
  readonly tag?: number;
  readonly flexible?: VersionRange;
}

interface NullableOptions<T> extends Options<T | null> {
  readonly nullable: VersionRange;
}

type AnyOptions = Options<unknown> & { readonly nullable?: VersionRange };

interface Builder<Out, In = Out> {
  (versions: VersionRange, options: NullableOptions<Out>): Field<Out | null, In | null>;
  (versions: VersionRange, options?: Options<Out>): Field<Out, In>;
}

function shape(type: FieldType, versions: VersionRange, fallback: unknown, options: AnyOptions = {}): FieldShape {
  return {
    type,
    versions: parseVersions(versions),
    nullable: parseVersions(options.nullable ?? 'none'),
    flexible: options.flexible === undefined ? undefined : parseVersions(options.flexible),
    tag: options.tag,
    default: options.default === undefined ? fallback : options.default,
    ignorable: options.ignorable === true,
  };
}

function scalar<Out, In = Out>(type: ScalarType, fallback: unknown): Builder<Out, In> {
  return (versions: VersionRange, options?: AnyOptions): Field<never, never> => ({
    shape: shape(
      { kind: 'scalar', type },
      versions,
      type === 'records' && options?.nullable !== undefined ? null : fallback,
      options,
    ),
  });
}

const noBytes: Uint8Array = Buffer.alloc(0);

export const zeroUuid = '00000000-0000-0000-0000-000000000000';

/**
 * The largest int64, 2^63 - 1, which means "unbounded" in a few fields. A double has 2^63 in its place: the one value
 * outside the safe integers that the codec reads and writes.
 */
export const int64Max = 2 ** 63;

export const bool = scalar<boolean>('bool', false);
export const int8 = scalar<number>('int8', 0);
export const int16 = scalar<number>('int16', 0);
export const uint16 = scalar<number>('uint16', 0);
export const int32 = scalar<number>('int32', 0);
export const uint32 = scalar<number>('uint32', 0);
export const int64 = scalar<number>('int64', 0);
export const float64 = scalar<number>('float64', 0);
/** Lower-case hexadecimal with dashes. */
export const uuid = scalar<string>('uuid', zeroUuid);
export const string = scalar<string>('string', '');
/** Decoding gives a view of the frame, not a copy. */
export const bytes = scalar<Uint8Array>('bytes', noBytes);
/** Record batches. Encoding takes them in parts too, and sends each part as it is. Decoding gives a view. */
export const records = scalar<Uint8Array, Uint8Array | readonly Uint8Array[]>('records', noBytes);

interface ScalarValues {
  bool: boolean;
  int8: number;
  int16: number;
  uint16: number;
  int32: number;
  uint32: number;
  int64: number;
  float64: number;
  uuid: string;
  string: string;
  bytes: Uint8Array;
  records: Uint8Array;
}

/** A list of single values, or of structs given by their fields. */
export function array<T extends ScalarType>(
  versions: VersionRange,
  element: T,
  options: NullableOptions<readonly []>,
): Field<readonly ScalarValues[T][] | null>;
export function array<T extends ScalarType>(
  versions: VersionRange,
  element: T,
  options?: Options<readonly []>,
): Field<readonly ScalarValues[T][]>;
export function array<F extends Fields>(
  versions: VersionRange,
  element: F,
  options: NullableOptions<readonly []>,
): Field<readonly Decoded<F>[] | null, readonly Encodable<F>[] | null>;
export function array<F extends Fields>(
  versions: VersionRange,
  element: F,
  options?: Options<readonly []>,
): Field<readonly Decoded<F>[], readonly Encodable<F>[]>;
export function array(versions: VersionRange, element: ScalarType | Fields, options?: AnyOptions): Field<never, never> {
  const type =
    typeof element === 'string'
      ? ({ kind: 'scalar', type: element } as const)
      : ({ kind: 'struct', fields: element } as const);
  return { shape: shape({ kind: 'array', element: type }, versions, [], options) };
}

/** Fields within a field. Its default is the struct of its fields' defaults, or null. */
export function struct<F extends Fields>(
  versions: VersionRange,
  fields: F,
  options: NullableOptions<never>,
): Field<Decoded<F> | null, Encodable<F> | null>;
export function struct<F extends Fields>(
  versions: VersionRange,
  fields: F,
  options?: Options<never>,
): Field<Decoded<F>, Encodable<F>>;
export function struct(versions: VersionRange, fields: Fields, options?: AnyOptions): Field<never, never> {
  return { shape: shape({ kind: 'struct', fields }, versions, undefined, options) };
}
