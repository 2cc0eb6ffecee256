import type { SqlType } from '../types/sql-type.ts';
import { identity, isScalar } from '../types/compare.ts';

/** A key in a form that Map compares by value. */
export type PackedKey = string | number | bigint | boolean | null;

function packPart(value: unknown): string {
  if (typeof value === 'string') return `${value.length}:${value}`;
  return `${String(identity(value))};`;
}

/** Makes the packer of keys of these types. One plain column packs to itself. */
export function keyPacker(types: readonly SqlType[]): (key: readonly unknown[]) => PackedKey {
  const [only] = types;
  if (types.length === 1 && only !== undefined) {
    if (isScalar(only)) return (key) => key[0] as PackedKey;
    return (key) => identity(key[0]);
  }
  return (key) => {
    let packed = '';
    for (const part of key) packed += packPart(part);
    return packed;
  };
}
