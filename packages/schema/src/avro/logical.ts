import type { Attributes, LogicalType, MomentType, PrimitiveKind } from './schema.ts';

/** The logical type that `attributes` give a type of this kind; undefined when there is none or it is not valid there. */
export function logicalOf(
  kind: PrimitiveKind | 'fixed',
  attributes: Attributes,
  fixedSize: number,
): LogicalType | undefined {
  const name = attributes['logicalType'];
  if (typeof name !== 'string') return undefined;
  if (name === 'decimal') return decimalOf(kind, attributes, fixedSize);
  if (name === 'big-decimal' && kind === 'bytes') return { kind: 'big-decimal' };
  if (name === 'date' && kind === 'int') return { kind: 'date' };
  if (name === 'uuid' && (kind === 'string' || fixedSize === 16)) return { kind: 'uuid' };
  if (name === 'duration' && fixedSize === 12) return { kind: 'duration' };
  return momentOf(kind, name);
}

function momentOf(kind: string, name: string): MomentType | undefined {
  const { of, unit } = /^(?<of>time|timestamp|local-timestamp)-(?<unit>millis|micros|nanos)$/.exec(name)?.groups ?? {};
  if (of === undefined || unit === undefined) return undefined;
  const carrier = of === 'time' && unit === 'millis' ? 'int' : 'long';
  if (kind !== carrier || (of === 'time' && unit === 'nanos')) return undefined;
  return { kind: 'moment', of: of as MomentType['of'], unit: unit as MomentType['unit'] };
}

function decimalOf(kind: string, attributes: Attributes, fixedSize: number): LogicalType | undefined {
  if (kind !== 'bytes' && kind !== 'fixed') return undefined;
  const precision = attributes['precision'];
  const scale = attributes['scale'] ?? 0;
  if (!isCount(precision) || precision === 0 || !isCount(scale) || scale > precision) return undefined;
  if (kind === 'fixed' && precision > Math.floor(Math.log10(2) * (8 * fixedSize - 1))) return undefined;
  return { kind: 'decimal', precision, scale };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
