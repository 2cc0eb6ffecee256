import type { AnalysedQuery } from '../analysis/analyse-query.ts';
import { castTo, typeOf } from '../analysis/coerce.ts';
import { callsOf } from '../analysis/find-calls.ts';
import { textIn } from '../analysis/scope.ts';
import { located } from '../analysis/type-call.ts';
import { typeExpression } from '../analysis/type-expression.ts';
import type { AstCall } from '../syntax/ast-expression.ts';
import { sqlError } from '../syntax/sql-error.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { Expression } from './expression.ts';
import type { AggregateCall, Column } from './physical-plan.ts';
import { scopeOf, type Stage, valueReference } from './stage.ts';

/** The aggregates of a query, with the values that they need of each row. */
export interface AggregateInputs {
  readonly calls: AggregateCall[];
  /** Type of each aggregate's state. */
  readonly states: SqlType[];
  /** What the rows carry to the aggregation: each distinct argument once. */
  readonly columns: Column[];
  readonly values: Expression[];
}

const NO_STATE_IN_FORMAT =
  'One of the functions used in the statement has an intermediate type that the value format can not handle. Please remove the function or change the format.';

export function typeAggregates(calls: readonly AstCall[], stage: Stage, query: AnalysedQuery): AggregateInputs {
  const inputs: AggregateInputs = { calls: [], states: [], columns: [], values: [] };
  const undoNeeded: string[] = [];
  for (const call of calls) {
    const [nested] = callsOf(call.args, 'aggregate', query.metastore);
    if (nested !== undefined) {
      throw sqlError('plan', `Aggregate functions can not be nested: ${call.name}(${nested.name}())`, nested.at);
    }
    const { undoable } = addCall(call, inputs, stage, query);
    if (stage.step.relation === 'table' && !undoable) undoNeeded.push(call.name);
  }
  if (undoNeeded.length > 0) {
    throw sqlError(
      'plan',
      `The aggregation function(s) (${undoNeeded.join(', ')}) cannot be applied to a table source, only to a stream source.`,
      calls[0]?.at ?? null,
    );
  }
  const nested = ({ kind }: SqlType): boolean => kind === 'STRUCT' || kind === 'ARRAY' || kind === 'MAP';
  if (stage.valueFormat.format === 'DELIMITED' && inputs.states.some(nested))
    throw sqlError('plan', NO_STATE_IN_FORMAT);
  return inputs;
}

function addCall(call: AstCall, inputs: AggregateInputs, stage: Stage, query: AnalysedQuery): { undoable: boolean } {
  const scope = scopeOf(stage, query);
  const args = call.args.map((arg) => typeExpression(arg, scope));
  const resolved = located(call, () => query.metastore.functions.resolveAggregate(call.name, args.map(typeOf)));
  const columnCount = args.length - resolved.literals;
  const converted = args.map((arg, i) => {
    const parameter = resolved.parameters[i] ?? null;
    return parameter === null ? arg : castTo(arg, parameter);
  });
  const initial = args.slice(columnCount).map((arg, i) => {
    if (arg.kind === 'literal') return arg.value;
    if (arg.kind === 'null') return null;
    const node = call.args[columnCount + i];
    const text = node === undefined ? '' : textIn(scope, node);
    throw sqlError(
      'plan',
      `Parameter ${columnCount + i + 1} passed to function ${call.name} must be a literal constant, but was expression: '${text}'`,
      call.at,
    );
  });
  inputs.calls.push({
    name: resolved.name,
    overload: resolved.overload,
    args: converted.slice(0, columnCount).map((arg) => carryArgument(arg, inputs)),
    initial,
    type: resolved.returns,
  });
  inputs.states.push(resolved.state);
  return resolved;
}

/** A literal needs no column; an argument that another aggregate has too shares its column. */
function carryArgument(arg: Expression, inputs: AggregateInputs): Expression {
  if (arg.kind === 'literal' || arg.kind === 'null') return arg;
  const text = JSON.stringify(arg);
  const known = inputs.values.findIndex((value) => JSON.stringify(value) === text);
  const index = known < 0 ? inputs.values.length : known;
  if (known < 0) {
    inputs.values.push(arg);
    inputs.columns.push({ name: `KSQL_INTERNAL_COL_${index}`, type: arg.type });
  }
  const column = inputs.columns[index];
  if (column === undefined) throw new RangeError('a column for every value');
  return valueReference(index, column);
}
