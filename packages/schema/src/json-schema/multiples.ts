type Numeric = number | bigint;

/** Powers of ten beyond this apart are not brought to one scale: no number of a schema is meant so. */
const scaleMax = 400;

/** Whether every multiple of `whole` is one of `part`, by their decimal digits: 0.1 divides 0.3. */
export function divides(part: Numeric, whole: Numeric): boolean {
  const [one, other] = [decimalOf(part), decimalOf(whole)];
  const scale = Math.max(one.scale, other.scale);
  if (scale - Math.min(one.scale, other.scale) > scaleMax) return false;
  const [divisor, dividend] = [one, other].map(({ digits, scale: own }) => digits * 10n ** BigInt(scale - own));
  return divisor !== undefined && dividend !== undefined && divisor !== 0n && dividend % divisor === 0n;
}

/** The number is `digits` divided by ten to the power `scale`. */
function decimalOf(value: Numeric): { readonly digits: bigint; readonly scale: number } {
  const [mantissa = '', exponent = '0'] = value.toString().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  if (!/^-?\d+$/.test(whole)) return { digits: 0n, scale: 0 }; // more than a number can hold
  return { digits: BigInt(whole + fraction), scale: fraction.length - Number(exponent) };
}
