import type { ScalarKind } from '../protobuf/tree.ts';

export interface IntegerRange {
  readonly bits: 32 | 64;
  readonly min: number | bigint;
  readonly max: number | bigint;
}

/** The values of an integer type; undefined for what is no integer. */
export function integerRange(kind: ScalarKind): IntegerRange | undefined {
  const parts = /^(?<prefix>u|s|)(?:int|fixed)(?<bits>32|64)$/.exec(kind)?.groups;
  if (parts === undefined) return undefined;
  // `fixed32` has no sign, `sfixed32` and `int32` have one.
  const isUnsigned = parts['prefix'] === 'u' || kind.startsWith('fixed');
  if (parts['bits'] === '32') {
    return isUnsigned ? { bits: 32, min: 0, max: 2 ** 32 - 1 } : { bits: 32, min: -(2 ** 31), max: 2 ** 31 - 1 };
  }
  return isUnsigned ? { bits: 64, min: 0, max: 2n ** 64n - 1n } : { bits: 64, min: -(2n ** 63n), max: 2n ** 63n - 1n };
}
