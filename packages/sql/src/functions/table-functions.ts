import { addLong, type Long } from '../types/integer.ts';
import type { TableFunction, TableVariant } from './function.ts';

function series(start: Long, end: Long, step: Long): Long[] {
  if (step === 0) throw new RangeError('GENERATE_SERIES step cannot be zero');
  if (start < end !== step > 0 && start !== end) throw new RangeError(`GENERATE_SERIES step has wrong sign: ${step}`);
  const values: Long[] = [];
  for (let value = start; step > 0 ? value <= end : value >= end; value = addLong(value, step)) values.push(value);
  return values;
}

function seriesVariants(type: string): TableVariant[] {
  return [
    {
      parameters: `${type} start, ${type} end`,
      returns: type,
      make: () => (start: Long | null, end: Long | null) =>
        start === null || end === null ? null : series(start, end, start <= end ? 1 : -1),
    },
    {
      parameters: `${type} start, ${type} end, INTEGER step`,
      returns: type,
      make: () => (start: Long | null, end: Long | null, step: number | null) =>
        start === null || end === null || step === null ? null : series(start, end, step),
    },
  ];
}

/** Every combination of the columns with null in their places, the fullest last. */
function cube(columns: readonly unknown[] | null): unknown[][] | null {
  if (columns === null) return null;
  const rows = new Map<string, unknown[]>();
  for (let mask = 0; mask < 2 ** columns.length; mask += 1) {
    const row = columns.map((column, i) => ((mask >> (columns.length - 1 - i)) & 1 ? column : null));
    // Columns that are null already make combinations that are the same.
    rows.set(row.map((value) => (value === null ? '0' : '1')).join(''), row);
  }
  return [...rows.values()];
}

const explode: TableFunction = {
  kind: 'table',
  name: 'explode',
  description: 'Gives one row for each element of an array.',
  variants: [
    { parameters: 'ARRAY<T> list', returns: 'T', make: () => (list: readonly unknown[] | null) => list },
    {
      parameters: 'ARRAY<DECIMAL> input',
      returns: ([type = { kind: 'STRING' }]) => (type.kind === 'ARRAY' ? type.element : type),
      make: () => (list: readonly unknown[] | null) => list,
    },
  ],
};

export const tableFunctions: readonly TableFunction[] = [
  {
    kind: 'table',
    name: 'cube_explode',
    description: 'Gives one row for each combination of the columns with null in their places.',
    variants: [{ parameters: 'ARRAY<T> columns', returns: 'ARRAY<T>', make: () => cube }],
  },
  explode,
  {
    kind: 'table',
    name: 'generate_series',
    description: 'Gives the numbers from one to another, both included.',
    variants: [...seriesVariants('INTEGER'), ...seriesVariants('BIGINT')],
  },
];
