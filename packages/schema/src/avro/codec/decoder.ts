import type { AvroSchema } from '../schema.ts';
import { ByteReader } from './byte-reader.ts';
import { readExpression } from './generate-read.ts';
import { skipStatement } from './generate-skip.ts';
import { Generator } from '../../codec/generator.ts';
import { columnShape, objectShape, type DecimalFactory } from './shape.ts';

export interface DecoderOptions {
  /**
   * `tagged` (default): a union of two or more types besides null gives `{ "name of the type": value }`, so that it can be
   * encoded again; `plain` gives the bare value. A union of null and one type is always bare.
   */
  readonly unions?: 'tagged' | 'plain';
  /** `raw` (default) leaves logical types as their underlying numbers and bytes; `text` gives ISO 8601 and decimal text. */
  readonly logical?: 'raw' | 'text';
}

/**
 * Decodes one datum from `offset` (default 0) and ignores what follows it. Bytes in the value are views of `bytes`.
 * @throws MillraceError DATA_INVALID when the bytes do not fit
 */
export type AvroDecoder = (bytes: Uint8Array, offset?: number) => unknown;

/**
 * A decoder to plain JavaScript values, compiled for the pair of schemas. A long is a number while it is a safe integer, else a
 * bigint; bytes and fixed are Uint8Array; a map is an object; an enum is its symbol. Where `reader` cannot read what `writer`
 * may write, decoding such a datum raises DATA_INVALID.
 */
export function compileDecoder(
  writer: AvroSchema,
  reader: AvroSchema = writer,
  options: DecoderOptions = {},
): AvroDecoder {
  const generator = new Generator();
  const shape = objectShape(options.unions ?? 'tagged', options.logical ?? 'raw');
  const value = readExpression(writer, reader, { generator, shape });
  return generator.build(
    'r',
    new ByteReader(),
    `return function decode(bytes, offset = 0) {
r.begin(bytes, offset);
const value = ${value};
r.finish();
return value;
};`,
  ) as AvroDecoder;
}

export interface ColumnDecoderOptions {
  /** Makes the value of a decimal. Default: it stays Uint8Array. */
  readonly decimal?: DecimalFactory;
}

/** The wanted fields of one datum, in the order they were asked for. */
export type ColumnDecoder = (bytes: Uint8Array, offset: number) => unknown[];

/**
 * A decoder of the wanted top-level fields only; what lies between is skipped, what lies behind the last is not looked at. A
 * field that the writer does not have is null. Records inside are arrays in the order of their fields, maps are Map, unions are
 * bare; logical types but decimal are their numbers. A schema that is not a record gives its value for every wanted name.
 */
export function compileColumnDecoder(
  writer: AvroSchema,
  wanted: readonly string[],
  options: ColumnDecoderOptions = {},
): ColumnDecoder {
  const generator = new Generator();
  const context = { generator, shape: columnShape(options.decimal) };
  const fields = writer.kind === 'record' ? writer.fields : [];
  const statements: string[] = [];
  if (writer.kind !== 'record') statements.push(`const whole = ${readExpression(writer, writer, context)};`);
  const last = fields.findLastIndex((field) => wanted.includes(field.name));
  fields.slice(0, last + 1).forEach((field, index) => {
    statements.push(
      wanted.includes(field.name)
        ? `const v${index} = ${readExpression(field.type, field.type, context)};`
        : skipStatement(field.type, generator),
    );
  });
  const columns = wanted.map((name) => {
    if (writer.kind !== 'record') return 'whole';
    const index = fields.findIndex((field) => field.name === name);
    return index === -1 ? 'null' : `v${index}`;
  });
  return generator.build(
    'r',
    new ByteReader(),
    `return function decodeColumns(bytes, offset) {
r.begin(bytes, offset);
${statements.join('\n')}
r.finish();
return [${columns.join(', ')}];
};`,
  ) as ColumnDecoder;
}
