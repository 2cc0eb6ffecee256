/** ln 2 as a sum: the first part has 32 bits, so that its product with an exponent is exact. */
const ln2High = 0.693_147_180_369_123_8;
const ln2Low = 1.908_214_929_270_587_7e-10;
/** 2^27 + 1 splits a double into halves whose products are exact (Dekker 1971). */
const splitter = 134_217_729;
/** Of the series in s²: enough for s up to 0.1716, where √2 and √½ lie. */
const terms = 12;

/**
 * The natural logarithm, correctly rounded in nearly all cases as that of the JVM is; engines of JavaScript may differ from it in
 * the last digit. ln x = k ln 2 + 2 artanh s with x = m 2^k and s = (m - 1) / (m + 1), what is rounded off being carried along.
 */
export function naturalLogarithm(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return Math.log(x);
  const [k, m] = scale(x);
  const numerator = m - 1;
  const denominator = m + 1;
  const denominatorLow = m - (denominator - 1);
  const s = numerator / denominator;
  const [product, productLow] = multiply(s, denominator);
  const sLow = (numerator - product - productLow - s * denominatorLow) / denominator;

  const z = s * s;
  let series = 0;
  for (let n = terms; n > 0; n--) series = z * (1 / (2 * n + 1) + series);
  const large = k * ln2High;
  const sum = large + 2 * s;
  const shifted = sum - large;
  const sumLow = large - (sum - shifted) + (2 * s - shifted);
  return sum + (sumLow + 2 * s * series + 2 * sLow + k * ln2Low);
}

/** x = m 2^k with m from √½ to √2. */
function scale(x: number): readonly [k: number, m: number] {
  let k = Math.round(Math.log2(x));
  // Two steps, since 2^k itself may be out of range.
  const half = Math.trunc(k / 2);
  let m = (x / 2 ** half) * 2 ** (half - k);
  if (m > Math.SQRT2) [k, m] = [k + 1, m / 2];
  else if (m < Math.SQRT1_2) [k, m] = [k - 1, m * 2];
  return [k, m];
}

/** The product and what its rounding lost. */
function multiply(a: number, b: number): readonly [product: number, low: number] {
  const product = a * b;
  const [aHigh, bHigh] = [a * splitter - (a * splitter - a), b * splitter - (b * splitter - b)];
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  return [product, aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)];
}
