import type { TableFunction } from './function.ts';

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
];
