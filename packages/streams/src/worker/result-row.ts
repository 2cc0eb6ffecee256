import type { PhysicalPlan, ResultRow } from '@millrace/sql';

/**
 * Makes the columns of a push query's row: those of the projection. A tombstone of a table has no values, so its key columns
 * are taken from the key, and the others are null.
 */
export function resultColumns(plan: PhysicalPlan): (row: ResultRow) => readonly unknown[] {
  const { key, value } = plan.root.schema;
  const keyIndexes = value.map((column) => key.findIndex((each) => each.name === column.name));
  return (row) => row.value ?? keyIndexes.map((index) => row.key?.[index] ?? null);
}
