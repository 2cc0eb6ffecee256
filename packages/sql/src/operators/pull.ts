import type { PullPlan } from '../plan/pull-plan.ts';
import { functionEnvironment } from './function-environment.ts';
import { compilePredicate, compileProjection } from './row-functions.ts';
import type { ResultTable, TopologyEnvironment } from './topology.ts';

/**
 * Compiles a pull query: gives the rows of a table that pass its WHERE, one value a column of `plan.schema.value`. An error in
 * a row's expression makes the value NULL, or the row not pass, and is reported.
 */
export function compilePull(
  plan: PullPlan,
  environment: TopologyEnvironment,
): (table: ResultTable) => Iterable<readonly unknown[]> {
  const scope = { functions: environment.functions, environment: functionEnvironment(environment) };
  const failed = (error: unknown): void =>
    environment.report({
      kind: 'expression',
      queryId: plan.queryId,
      context: 'Pull',
      message: error instanceof Error ? error.message : String(error),
    });
  const passes = plan.where === null ? (): boolean => true : compilePredicate(scope, plan.where, failed);
  const project = compileProjection(scope, plan.values, () => failed);
  return function* answer(table) {
    for (const { key, window, value, timestamp } of table.scan()) {
      if (key === null || value === null || !passes([...key], window, [...value], timestamp)) continue;
      yield project([...key], window, [...value], timestamp);
    }
  };
}
