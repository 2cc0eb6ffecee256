import { unreachable } from '@millrace/base';
import { parseScript, type ParsedStatement } from '@millrace/sql';
import type { Entity } from '../rest/entities.ts';
import { RestError, restErrorCode, restErrorOf } from '../rest/errors.ts';
import type { KsqlRequest } from '../service.ts';
import { assertSchema, assertTopic } from './assert-exists.ts';
import type { Session, StatementContext } from './context.ts';
import { describe, describeFunction } from './describe.ts';
import { explain } from './explain.ts';
import { insertValues } from './insert-values.ts';
import { list } from './list.ts';
import { isKnownProperty } from './properties.ts';
import { runCommand } from './run-command.ts';
import { substituteVariables } from './variables.ts';

/** Runs the statements of one request in order; the first that fails ends it, and its error tells what had been done. */
export async function executeScript(context: StatementContext, request: KsqlRequest): Promise<readonly Entity[]> {
  const session: Session = {
    properties: new Map(Object.entries(request.properties)),
    variables: new Map(Object.entries(request.variables)),
  };
  const entities: Entity[] = [];
  for (const parsed of parse(request.ksql, session)) {
    try {
      const entity = await executeStatement(context, session, parsed);
      if (entity !== undefined) entities.push(entity);
    } catch (error) {
      throw restErrorOf(error, parsed.text, entities);
    }
  }
  return entities;
}

function parse(script: string, session: Session): readonly ParsedStatement[] {
  try {
    return parseScript(substituteVariables(script, session.variables));
  } catch (error) {
    throw restErrorOf(error, script);
  }
}

/** One statement. SET, UNSET, DEFINE and UNDEFINE answer with nothing. */
async function executeStatement(
  context: StatementContext,
  session: Session,
  parsed: ParsedStatement,
): Promise<Entity | undefined> {
  const { statement, text } = parsed;
  switch (statement.kind) {
    case 'createSource':
    case 'createAsSelect':
    case 'insertSelect':
    case 'dropSource':
    case 'alterSource':
    case 'createType':
    case 'dropType':
    case 'terminate':
    case 'pause':
    case 'resume':
      return runCommand(context, session, parsed);
    case 'insertValues':
      await insertValues(context, session, parsed);
      return undefined;
    case 'list':
      return list(context, session, statement, text);
    case 'describe':
      return describe(context, statement, text);
    case 'describeFunction':
      return describeFunction(context, statement, text);
    case 'explain':
      return explain(context, session, statement, text);
    case 'set':
      if (!isKnownProperty(statement.name)) {
        throw new RestError(restErrorCode.badStatement, `Unknown property: ${statement.name}`);
      }
      session.properties.set(statement.name, statement.value);
      return undefined;
    case 'unset':
      session.properties.delete(statement.name);
      return undefined;
    case 'define':
      session.variables.set(statement.name, statement.value);
      return undefined;
    case 'undefine':
      session.variables.delete(statement.name);
      return undefined;
    case 'assertTopic':
      return assertTopic(context, statement, text);
    case 'assertSchema':
      return assertSchema(context, statement, text);
    case 'query':
    case 'print':
      throw new RestError(
        restErrorCode.queryEndpoint,
        "The following statement types should be issued to the websocket endpoint '/query': SELECT and PRINT",
      );
    case 'connector':
      throw new RestError(
        restErrorCode.badStatement,
        'Connectors are run by a Kafka Connect server; use its REST API.',
      );
    default:
      return unreachable(statement);
  }
}
