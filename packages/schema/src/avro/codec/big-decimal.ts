import { ByteWriter } from '../../codec/byte-writer.ts';
import { bytesOfUnscaled, decimalText, unscaledOf } from '../../codec/decimal.ts';
import { ByteReader } from './byte-reader.ts';

/** Beyond this many digits behind the point a big decimal is written with an exponent: its few bytes could claim billions. */
const plainScaleMax = 1_000;

/** A `big-decimal` carries its scale: Avro's bytes of the unscaled integer, then the scale as an int (Avro 1.12). */
export function bigDecimalText(bytes: Uint8Array): string {
  const reader = new ByteReader();
  reader.begin(bytes, 0);
  const unscaled = unscaledOf(reader.byteString());
  const scale = reader.int();
  reader.finish();
  return scale >= 0 && scale <= plainScaleMax ? decimalText(unscaled, scale) : `${unscaled}E${-scale}`;
}

/** The inverse of `bigDecimalText`: `12.340` keeps its scale of 3. */
export function bigDecimalOf(text: string): Uint8Array | undefined {
  const parts = /^([+-]?\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,9}))?$/.exec(text);
  if (parts === null) return undefined;
  const [, whole = '', fraction = '', exponent = '0'] = parts;
  const unscaled = bytesOfUnscaled(BigInt(whole + fraction));
  if (unscaled === undefined) return undefined;
  const out = new ByteWriter();
  out.byteString(unscaled);
  out.int(fraction.length - Number(exponent));
  return out.slice();
}
