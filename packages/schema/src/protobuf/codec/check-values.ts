import { MillraceError } from '@millrace/base';
import type { ScalarKind } from '../tree.ts';

/** What a value of the type must be, for people. */
export const expectations: Readonly<Record<ScalarKind, string>> = {
  double: 'a number',
  float: 'a number',
  int32: 'an integer of 32 bits',
  sint32: 'an integer of 32 bits',
  sfixed32: 'an integer of 32 bits',
  uint32: 'an integer of 32 bits that is not negative',
  fixed32: 'an integer of 32 bits that is not negative',
  int64: 'an integer of 64 bits',
  sint64: 'an integer of 64 bits',
  sfixed64: 'an integer of 64 bits',
  uint64: 'an integer of 64 bits that is not negative',
  fixed64: 'an integer of 64 bits that is not negative',
  bool: 'a boolean',
  string: 'a string',
  bytes: 'a Uint8Array',
};

/** An integer of 64 bits as number or bigint; its digits as text too, which is how Protobuf's JSON has it. Undefined when it is none. */
export function integer64(value: unknown, signed: boolean): number | bigint | undefined {
  if (Number.isSafeInteger(value)) return signed || (value as number) >= 0 ? (value as number) : undefined;
  if (typeof value === 'string' && /^-?\d{1,20}$/.test(value)) return integer64(BigInt(value), signed);
  if (typeof value !== 'bigint') return undefined;
  return (signed ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value)) === value ? value : undefined;
}

/** The key of a map as its type wants it: members of objects are strings always. Undefined when it is no such key. */
export function mapKey(key: unknown, type: ScalarKind): unknown {
  if (typeof key !== 'string' || type === 'string') return key;
  if (type === 'bool') return key === 'true' ? true : key === 'false' ? false : undefined;
  return /^-?\d{1,20}$/.test(key) ? (type.endsWith('64') ? key : Number(key)) : undefined;
}

/** `path` is a field with its message, empty for the value itself. */
export function raise(expected: string, value: unknown, path: string): never {
  const where = path === '' ? 'the value' : `field ${path}`;
  throw new MillraceError(
    'DATA_INVALID',
    `The value does not fit the Protobuf schema: ${where} must be ${expected}, not ${shown(value)}.`,
    { details: { path } },
  );
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object';
  return String(value);
}
