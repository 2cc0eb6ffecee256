import type { Expression } from './expression.ts';
import type { RowSchema } from './physical-plan.ts';

/**
 * A question to a table that a persistent query keeps. Row parts of `where` and `values` are those of the table: key, value, window.
 */
export interface PullPlan {
  readonly source: string;
  /** The query whose table is asked. */
  readonly queryId: string;
  readonly where: Expression | null;
  readonly values: readonly Expression[];
  readonly schema: RowSchema;
  readonly limit: number | null;
  readonly statement: string;
}
