import type { PhysicalPlan, ResultRow } from '@millrace/sql';

/**
 * Makes the columns of a push query's row: those of the projection. A tombstone of a table has no values, so its key columns
 * are taken from the key and its window, and the others are null.
 */
export function resultColumns(plan: PhysicalPlan): (row: ResultRow) => readonly unknown[] {
  const { key, value } = plan.root.schema;
  const readers = value.map(({ name }) => {
    const index = key.findIndex((each) => each.name === name);
    return index >= 0 ? (row: ResultRow): unknown => row.key?.[index] ?? null : (windowReaders.get(name) ?? none);
  });
  return (row) => row.value ?? readers.map((read) => read(row));
}

const none = (): null => null;

const windowReaders = new Map<string, (row: ResultRow) => unknown>([
  ['WINDOWSTART', (row) => row.window?.start ?? null],
  ['WINDOWEND', (row) => row.window?.end ?? null],
]);
