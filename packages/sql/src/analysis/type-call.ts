import type { ResolvedFunction } from '../functions/registry.ts';
import type { ArgumentType, LambdaArgument } from '../functions/resolve.ts';
import { MillraceError } from '@millrace/base';
import type { Expression } from '../plan/expression.ts';
import type { AstExpression, AstLambda } from '../syntax/ast-expression.ts';
import { nearest } from '../syntax/nearest.ts';
import { sqlError } from '../syntax/sql-error.ts';
import type { SqlType } from '../types/sql-type.ts';
import { castTo, typeOf } from './coerce.ts';
import { stringLiteral } from './literals.ts';
import type { Metastore } from './metastore.ts';
import { parseLiteral } from './parse-literal.ts';
import type { Scope } from './scope.ts';

type CallNode = Extract<AstExpression, { kind: 'call' }>;

/** An argument before the function is known: a lambda's body has no types until then. */
interface Argument {
  readonly type: ArgumentType;
  build(parameter: SqlType | null): Expression;
}

/** A scalar function; aggregates and table functions have been computed by an earlier step or are out of place. */
export function typeCall(node: CallNode, scope: Scope): Expression {
  const { functions } = scope.metastore;
  const found = functions.find(node.name);
  if (found === undefined) throw unknownFunction(node, scope.metastore);
  if (found.kind === 'aggregate') {
    throw sqlError(
      'plan',
      `Aggregate function ${node.name} is not allowed here: use it in the SELECT or HAVING clause of a query with GROUP BY.`,
      node.at,
    );
  }
  if (found.kind === 'table') {
    throw sqlError(
      'plan',
      `Table function ${node.name} is not allowed here: table functions can only be used as a SELECT expression.`,
      node.at,
    );
  }
  const { args, resolved } = resolveArguments(node, scope);
  return {
    kind: 'call',
    name: resolved.name,
    overload: resolved.overload,
    args: args.map((arg, i) => arg.build(resolved.parameters[i] ?? null)),
    type: resolved.returns,
  };
}

interface ResolvedCall {
  readonly args: readonly Argument[];
  readonly resolved: ResolvedFunction;
}

/** Texts written beside moments are read as moments where the function does not take them as texts. */
function resolveArguments(node: CallNode, scope: Scope): ResolvedCall {
  const { functions } = scope.metastore;
  const args = node.args.map((arg) => argumentOf(arg, scope));
  const resolve = (given: readonly Argument[]): ResolvedCall => ({
    args: given,
    resolved: functions.resolveScalar(
      node.name,
      given.map((arg) => arg.type),
    ),
  });
  return located(node, () => {
    try {
      return resolve(args);
    } catch (error) {
      const moments = readMoments(node, args);
      if (moments === null) throw error;
      return resolve(moments);
    }
  });
}

function readMoments(node: CallNode, args: readonly Argument[]): Argument[] | null {
  const moment = args.find(
    ({ type }) => type !== null && (type.kind === 'DATE' || type.kind === 'TIME' || type.kind === 'TIMESTAMP'),
  )?.type;
  if (moment === null || moment === undefined || moment.kind === 'LAMBDA' || moment.kind === 'INTERVAL_UNIT')
    return null;
  if (!node.args.some((arg) => arg.kind === 'string')) return null;
  return args.map((arg, i) => {
    const source = node.args[i];
    if (source?.kind !== 'string') return arg;
    const literal = parseLiteral(source.value, moment, source.at);
    return { type: moment, build: () => literal };
  });
}

export function unknownFunction(node: CallNode, metastore: Metastore): Error {
  const near = nearest(
    node.name,
    metastore.functions.functions.map((each) => each.name),
  );
  const hint = near === null ? '' : `\nDid you mean ${near.toUpperCase()}?`;
  return sqlError('plan', `Can't find any functions with the name '${node.name}'${hint}`, node.at);
}

/** An error of the function registry with the place of the call. */
export function located<T>(node: AstExpression, resolve: () => T): T {
  try {
    return resolve();
  } catch (error) {
    if (error instanceof MillraceError && error.details['at'] === undefined)
      throw sqlError('plan', error.message, node.at);
    throw error;
  }
}

function argumentOf(node: AstExpression, scope: Scope): Argument {
  if (node.kind === 'lambda') return lambdaArgument(node, scope);
  if (node.kind === 'unit') {
    return {
      type: { kind: 'INTERVAL_UNIT' },
      build: () => stringLiteral(node.unit.endsWith('S') ? node.unit : `${node.unit}S`),
    };
  }
  const typed = scope.typeExpression(node, scope);
  return { type: typeOf(typed), build: (parameter) => (parameter === null ? typed : castTo(typed, parameter)) };
}

/** Resolution asks for the body's type of the variant that it tries; the last it asked for is the one it chose. */
function lambdaArgument(node: AstLambda, scope: Scope): Argument {
  let chosen: { readonly parameters: readonly SqlType[]; readonly body: Expression } | null = null;
  const type: LambdaArgument = {
    kind: 'LAMBDA',
    arity: node.parameters.length,
    bodyType(parameters) {
      const variables = new Map(scope.variables);
      node.parameters.forEach((name, i) => {
        const parameter = parameters[i];
        if (parameter !== undefined) variables.set(name, parameter);
      });
      const body = scope.typeExpression(node.body, { ...scope, variables });
      chosen = { parameters, body };
      return typeOf(body);
    },
  };
  return {
    type,
    build() {
      if (chosen === null) throw sqlError('plan', 'The function does not take a lambda expression here.', node.at);
      const { parameters, body } = chosen;
      const named = node.parameters.flatMap((name, i) => {
        const parameter = parameters[i];
        return parameter === undefined ? [] : [{ name, type: parameter }];
      });
      return { kind: 'lambda', parameters: named, body, type: body.type };
    },
  };
}
