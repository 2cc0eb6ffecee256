import { unreachable } from '@millrace/base';
import { withoutSource, withSource, withType } from '../analysis/metastore.ts';
import type { ParsedStatement } from '../syntax/parse.ts';
import { aboutStatement, isSqlError } from '../syntax/sql-error.ts';
import type { EngineChange, EngineContext, EngineState, Execution } from './engine-types.ts';
import { createSourceChange, createTypeChange } from './execute-create.ts';
import { createAsSelect } from './execute-create-as.ts';
import { alterSource, dropSource, dropType } from './execute-drop.ts';
import { insertSelect } from './execute-insert.ts';
import { planInsertValues } from './insert-values.ts';
import { planClientQuery } from './plan-client-query.ts';
import { controlQueries } from './query-control.ts';

/**
 * Decides what a statement does; nothing is done yet. Raises an SQL error in ksqlDB's words, with the statement in its details.
 */
export function execute(state: EngineState, parsed: ParsedStatement, context: EngineContext): Execution {
  try {
    return decide(state, parsed, context);
  } catch (error) {
    throw isSqlError(error) ? aboutStatement(error, parsed.text) : error;
  }
}

function decide(state: EngineState, parsed: ParsedStatement, context: EngineContext): Execution {
  const { statement, text } = parsed;
  switch (statement.kind) {
    case 'createSource':
      return createSourceChange(state, statement, text, context);
    case 'createAsSelect':
      return createAsSelect(state, statement, text, context);
    case 'insertSelect':
      return insertSelect(state, statement, text, context);
    case 'insertValues':
      return { kind: 'insertValues', insert: planInsertValues(statement, state.metastore) };
    case 'query':
      return planClientQuery(state, statement, text, context);
    case 'dropSource':
      return dropSource(state, statement);
    case 'alterSource':
      return alterSource(state, statement, text);
    case 'createType':
      return createTypeChange(state, statement);
    case 'dropType':
      return dropType(state, statement);
    case 'terminate':
    case 'pause':
    case 'resume':
      return controlQueries(state, statement);
    case 'list':
    case 'describe':
    case 'describeFunction':
    case 'explain':
    case 'print':
    case 'set':
    case 'unset':
    case 'define':
    case 'undefine':
    case 'assertTopic':
    case 'assertSchema':
    case 'connector':
      return { kind: 'other' };
    default:
      return unreachable(statement);
  }
}

/** Replays a change. */
export function applyChange(state: EngineState, change: EngineChange): EngineState {
  let { metastore } = state;
  for (const name of change.dropped) metastore = withoutSource(metastore, name);
  for (const source of change.sources) metastore = withSource(metastore, source);
  for (const [name, type] of change.types) metastore = withType(metastore, name, type);
  const queries = new Map(state.queries);
  for (const queryId of change.terminated) queries.delete(queryId);
  if (change.started !== null) queries.set(change.started.queryId, { plan: change.started });
  return { metastore, queries };
}
