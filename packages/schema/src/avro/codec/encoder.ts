import type { AvroSchema } from '../schema.ts';
import { ByteWriter } from '../../codec/byte-writer.ts';
import type { ValueForm } from './choose-branch.ts';
import { writeStatement } from './generate-write.ts';
import { Generator } from '../../codec/generator.ts';
import { columnShape, objectShape } from './shape.ts';
import { bytesOfUnscaled } from '../../codec/decimal.ts';
import { logicalFromText } from './text-values.ts';

/** @throws MillraceError DATA_INVALID with the path of the value that does not fit */
export type AvroEncoder = (value: unknown) => Uint8Array<ArrayBuffer>;
/** Writes one datum behind what the writer holds already (a frame, for instance). */
export type AvroWriter<T> = (value: T, out: ByteWriter) => void;

/**
 * An encoder of the values that `compileDecoder` gives. Where a value is absent the field's default is written; text in the form
 * of a logical type (`2001-01-01T00:00:00Z`, `12.34`) is taken beside its underlying value; a value of a union needs its tag only
 * where an earlier branch could be meant.
 */
export function compileEncoder(schema: AvroSchema): AvroEncoder {
  const write = compileWriter(schema);
  const out = new ByteWriter();
  return (value) => {
    out.position = 0;
    write(value, out);
    return out.slice();
  };
}

/** As `compileEncoder`, into a buffer of the caller. */
export function compileWriter(schema: AvroSchema): AvroWriter<unknown> {
  const generator = new Generator();
  const statement = writeStatement(schema, 'v', '', { generator, ...encodedForm });
  return generator.build('unused', undefined, `return function encode(v, w) { ${statement} };`) as AvroWriter<unknown>;
}

/** How values look that `compileEncoder` takes. */
export const encodedForm: ValueForm = {
  shape: objectShape('tagged', 'raw'),
  underlying(type) {
    const logical = 'logical' in type ? type.logical : undefined;
    if (logical === undefined) return undefined;
    const size = type.kind === 'fixed' ? type.size : undefined;
    return (value) => (typeof value === 'string' ? (logicalFromText(logical, value, size) ?? value) : value);
  },
};

export interface ColumnEncoderOptions {
  /** The digits of a decimal value at this scale. Default: decimals are Uint8Array already. */
  readonly unscaled?: (value: unknown, scale: number) => bigint;
}

/**
 * Writes a row: one value a field, in the order of the fields, in the shapes that `compileColumnDecoder` gives; null or absent is
 * the null of a nullable field. A schema that is not a record takes a row of one value.
 */
export function compileColumnEncoder(
  schema: AvroSchema,
  options: ColumnEncoderOptions = {},
): AvroWriter<readonly unknown[]> {
  const { unscaled } = options;
  const generator = new Generator();
  const underlying = (type: AvroSchema): ((value: unknown) => unknown) | undefined => {
    const logical = 'logical' in type ? type.logical : undefined;
    if (logical?.kind !== 'decimal' || unscaled === undefined) return undefined;
    const size = type.kind === 'fixed' ? type.size : undefined;
    // Null is another branch's; bytes are those of a default.
    const isWritten = (value: unknown): boolean => value === null || value instanceof Uint8Array;
    return (value) => (isWritten(value) ? value : bytesOfUnscaled(unscaled(value, logical.scale), size));
  };
  const source = schema.kind === 'record' ? 'v' : 'v[0]';
  const statement = writeStatement(schema, source, '', { generator, shape: columnShape(undefined), underlying });
  return generator.build('unused', undefined, `return function encodeRow(v, w) { ${statement} };`) as AvroWriter<
    readonly unknown[]
  >;
}
