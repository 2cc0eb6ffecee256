import type { Attributes, LogicalType, PrimitiveKind } from './schema.ts';

/** Logical types without parameters, by the kind that may carry them. */
const plain: Readonly<Record<string, readonly string[]>> = {
  string: ['uuid'],
  int: ['date', 'time-millis'],
  long: [
    'time-micros',
    'timestamp-millis',
    'timestamp-micros',
    'timestamp-nanos',
    'local-timestamp-millis',
    'local-timestamp-micros',
    'local-timestamp-nanos',
  ],
};

/** The logical type that `attributes` give a type of this kind; undefined when there is none or it is not valid there. */
export function logicalOf(
  kind: PrimitiveKind | 'fixed',
  attributes: Attributes,
  fixedSize: number,
): LogicalType | undefined {
  const name = attributes['logicalType'];
  if (typeof name !== 'string') return undefined;
  if (name === 'decimal') return decimalOf(kind, attributes, fixedSize);
  if (kind === 'fixed') {
    if (name === 'duration' && fixedSize === 12) return { kind: 'duration' };
    if (name === 'uuid' && fixedSize === 16) return { kind: 'uuid' };
    return undefined;
  }
  return plain[kind]?.includes(name) === true ? ({ kind: name } as LogicalType) : undefined;
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
