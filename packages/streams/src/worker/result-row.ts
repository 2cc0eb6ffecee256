import type { PhysicalPlan, ResultRow, SqlType } from '@millrace/sql';

/** Types of the columns that a client sees: those of the key, then those of the value. */
export function resultTypes(plan: PhysicalPlan): readonly SqlType[] {
  const { key, value } = plan.root.schema;
  return [...key, ...value].map((column) => column.type);
}

/** The columns of one row. A tombstone of a table has its key and nothing else. */
export function resultRow(row: ResultRow): readonly unknown[] {
  return [...(row.key ?? []), ...(row.value ?? [])];
}
