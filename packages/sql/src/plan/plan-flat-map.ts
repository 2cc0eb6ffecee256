import type { AnalysedQuery } from '../analysis/analyse-query.ts';
import { castTo, typeOf } from '../analysis/coerce.ts';
import { callsOf } from '../analysis/find-calls.ts';
import { canonicalText } from '../analysis/scope.ts';
import { located } from '../analysis/type-call.ts';
import { typeExpression } from '../analysis/type-expression.ts';
import type { AstCall } from '../syntax/ast-expression.ts';
import { walk } from '../syntax/map-expression.ts';
import { sqlError } from '../syntax/sql-error.ts';
import type { FlatMapStep, TableFunctionCall } from './physical-plan.ts';
import { scopeOf, type Stage, valueReference } from './stage.ts';

/** Runs the table functions of the SELECT clause, if there are any. */
export function planFlatMap(stage: Stage, query: AnalysedQuery): Stage {
  const calls = callsOf(
    query.items.map((item) => item.value),
    'table',
    query.metastore,
  );
  const [first] = calls;
  if (first === undefined) return stage;
  if (stage.step.relation === 'table')
    throw sqlError('plan', 'Table source is not supported with table functions', first.at);
  if (query.groupBy !== null) throw sqlError('plan', 'Table functions cannot be used with aggregations.', first.at);
  calls.forEach((call) => refuseNested(call, query));
  const functions = calls.map((call) => typeTableCall(call, stage, query));
  const { schema } = stage.step;
  const added = functions.map(({ type }, i) => ({ name: `KSQL_SYNTH_${i}`, type }));
  const computed = new Map(stage.computed);
  calls.forEach((call, i) => {
    const column = added[i];
    if (column !== undefined) computed.set(canonicalText(call), valueReference(schema.value.length + i, column));
  });
  const step: FlatMapStep = {
    kind: 'flatMap',
    context: 'FlatMap',
    relation: 'stream',
    schema: { key: schema.key, value: [...schema.value, ...added] },
    window: stage.step.window,
    input: stage.step,
    functions,
  };
  return { ...stage, step, computed };
}

function refuseNested(call: AstCall, { metastore }: AnalysedQuery): void {
  for (const arg of call.args) {
    walk(arg, (node) => {
      if (node.kind !== 'call' || metastore.functions.find(node.name)?.kind !== 'table') return;
      throw sqlError('plan', `Table functions cannot be nested: ${call.name}(${node.name}())`, node.at);
    });
  }
}

function typeTableCall(call: AstCall, stage: Stage, query: AnalysedQuery): TableFunctionCall {
  const args = call.args.map((arg) => typeExpression(arg, scopeOf(stage, query)));
  const resolved = located(call, () => query.metastore.functions.resolveTable(call.name, args.map(typeOf)));
  return {
    name: resolved.name,
    overload: resolved.overload,
    args: args.map((arg, i) => {
      const parameter = resolved.parameters[i] ?? null;
      return parameter === null ? arg : castTo(arg, parameter);
    }),
    type: resolved.returns,
  };
}
