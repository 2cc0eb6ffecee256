import { unreachable } from '@millrace/base';
import type { FunctionEnvironment } from '../functions/function.ts';
import type { FunctionRegistry } from '../functions/registry.ts';
import type {
  Arithmetic,
  Call,
  Cast,
  Comparison,
  Expression,
  In,
  Literal,
  Logical,
  Subscript,
} from '../plan/expression.ts';
import { compareNumbers, compareValues, sameValue } from '../types/compare.ts';
import { Decimal } from '../types/decimal.ts';
import {
  addLong,
  divideInteger,
  divideLong,
  multiplyLong,
  parseLong,
  remainderInteger,
  remainderLong,
  subtractLong,
} from '../types/integer.ts';
import type { SqlType } from '../types/sql-type.ts';
import { base64ToBytes } from '../types/bytes.ts';
import { converter, fitDecimal } from './cast.ts';
import type { Code } from './code.ts';
import { likeMatcher } from './like.ts';

/** What an expression is compiled within. */
export interface Scope {
  readonly code: Code;
  readonly functions: FunctionRegistry;
  readonly environment: FunctionEnvironment;
  /** The code of a column: a variable or an access without side effects. */
  column(reference: Extract<Expression, { kind: 'column' }>): string;
  /** The variables of the enclosing lambdas, innermost first. */
  readonly variables: ReadonlyMap<string, string>;
  /** Told what a function throws; its result is null then. Without it the error passes through. */
  readonly functionFailed?: (name: string, error: unknown) => void;
}

/** JavaScript of an expression. `nullable` and `throws` may only err on the side of true. */
export interface Emitted {
  readonly code: string;
  readonly nullable: boolean;
  readonly throws: boolean;
}

const SIMPLE = /^[\w.[\]]+$/;

/** Gives operands names and says when one of them is null. */
function named(scope: Scope, operands: readonly Emitted[]): { names: string[]; test: string } {
  const names: string[] = [];
  const tests: string[] = [];
  // `||` stops at the first null, which leaves later names unassigned: they are not used then.
  for (const operand of operands) {
    if (SIMPLE.test(operand.code)) {
      names.push(operand.code);
      if (operand.nullable) tests.push(`${operand.code} === null`);
      continue;
    }
    const name = scope.code.temporary();
    names.push(name);
    if (operand.nullable) tests.push(`(${name} = ${operand.code}) === null`);
    else tests.push(`(${name} = ${operand.code}, false)`);
  }
  return { names, test: tests.join(' || ') };
}

/** `apply` of the operands' names; `otherwise` when one of them is null. */
function lift(
  scope: Scope,
  operands: readonly Emitted[],
  apply: (...names: string[]) => string,
  options: { readonly otherwise?: string; readonly nullable?: boolean; readonly throws?: boolean } = {},
): Emitted {
  const { names, test } = named(scope, operands);
  const otherwise = options.otherwise ?? 'null';
  const applied = apply(...names);
  return {
    code: test === '' ? `(${applied})` : `(${test} ? ${otherwise} : ${applied})`,
    nullable: options.nullable ?? (otherwise === 'null' && operands.some((operand) => operand.nullable)),
    throws: options.throws === true || operands.some((operand) => operand.throws),
  };
}

/** The value that a literal of a plan stands for. */
export function literalValue(literal: Literal): unknown {
  switch (literal.type.kind) {
    case 'DECIMAL':
      return Decimal.parse(String(literal.value))?.setScale(literal.type.scale) ?? null;
    case 'BIGINT':
      return parseLong(String(literal.value)) ?? null;
    case 'BYTES':
      return base64ToBytes(String(literal.value));
    default:
      return literal.value;
  }
}

function emitLiteral(literal: Literal, scope: Scope): Emitted {
  const value = literalValue(literal);
  const inline = typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string';
  const code = inline ? (Object.is(value, -0) ? '-0' : JSON.stringify(value)) : scope.code.constant(value);
  return {
    code: typeof value === 'number' && !Number.isFinite(value) ? String(value) : code,
    nullable: false,
    throws: false,
  };
}

const LONG_OPERATORS = {
  '+': addLong,
  '-': subtractLong,
  '*': multiplyLong,
  '/': divideLong,
  '%': remainderLong,
} as const;

function integerOperation(operator: Arithmetic['operator'], a: string, b: string, code: Code): string {
  switch (operator) {
    case '+':
    case '-':
      return `(${a} ${operator} ${b}) | 0`;
    case '*':
      return `Math.imul(${a}, ${b})`;
    case '/':
      return `${code.constant(divideInteger)}(${a}, ${b})`;
    case '%':
      return `${code.constant(remainderInteger)}(${a}, ${b})`;
  }
}

function decimalOperation(node: Arithmetic): (a: Decimal, b: Decimal) => Decimal {
  const type = node.type as Extract<SqlType, { kind: 'DECIMAL' }>;
  switch (node.operator) {
    case '+':
      return (a, b) => fitDecimal(a.plus(b), type);
    case '-':
      return (a, b) => fitDecimal(a.minus(b), type);
    case '*':
      return (a, b) => fitDecimal(a.times(b), type);
    case '/':
      return (a, b) => fitDecimal(a.dividedBy(b, type.scale), type);
    case '%':
      return (a, b) => fitDecimal(a.remainder(b), type);
  }
}

/** Within a lambda, arithmetic on a null fails the function that the lambda is given to, as it does in ksqlDB. */
function failOnNull(): never {
  throw new TypeError('arithmetic on a null value');
}

function emitArithmetic(node: Arithmetic, outer: Scope): Emitted {
  const operands = [emit(node.left, outer), emit(node.right, outer)];
  const inLambda = outer.variables.size > 0 && operands.some((operand) => operand.nullable);
  if (!inLambda) return emitOperation(node, operands, outer);
  const { code } = outer;
  const safe = operands.map((operand) =>
    operand.nullable
      ? { ...operand, code: `(${operand.code} ?? ${code.constant(failOnNull)}())`, nullable: false, throws: true }
      : operand,
  );
  return emitOperation(node, safe, outer);
}

function emitOperation(node: Arithmetic, operands: readonly Emitted[], scope: Scope): Emitted {
  const { code } = scope;
  switch (node.type.kind) {
    case 'INTEGER':
      return lift(scope, operands, (a = '', b = '') => integerOperation(node.operator, a, b, code), {
        throws: node.operator === '/' || node.operator === '%',
      });
    case 'BIGINT': {
      const operation = code.constant(LONG_OPERATORS[node.operator]);
      return lift(scope, operands, (a, b) => `${operation}(${a}, ${b})`, {
        throws: node.operator === '/' || node.operator === '%',
      });
    }
    case 'DECIMAL': {
      const operation = code.constant(decimalOperation(node));
      return lift(scope, operands, (a, b) => `${operation}(${a}, ${b})`, { throws: true });
    }
    default:
      return lift(scope, operands, (a, b) => `${a} ${node.operator} ${b}`);
  }
}

const DIRECT = new Set(['BOOLEAN', 'INTEGER', 'BIGINT', 'DOUBLE', 'STRING', 'DATE', 'TIME', 'TIMESTAMP']);
const STRICT = { '=': '===', '<>': '!==', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const;
const LOOSE = { '=': '==', '<>': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const;

function comparisonOf(node: Comparison, scope: Scope): (a: string, b: string) => string {
  const { left, right } = node;
  const operator = node.operator as keyof typeof STRICT;
  if (DIRECT.has(left.type.kind) && DIRECT.has(right.type.kind)) {
    // A BIGINT may be a bigint: JavaScript compares it with a number by value, but only loosely for equality.
    const operators = left.type.kind === right.type.kind ? STRICT : LOOSE;
    return (a, b) => `${a} ${operators[operator]} ${b}`;
  }
  if (operator === '=' || operator === '<>') {
    const same = scope.code.constant(sameValue);
    return (a, b) => `${operator === '=' ? '' : '!'}${same}(${a}, ${b})`;
  }
  const compare = scope.code.constant(left.type.kind === 'BYTES' ? compareValues : compareNumbers);
  return (a, b) => `${compare}(${a}, ${b}) ${operator} 0`;
}

function emitComparison(node: Comparison, scope: Scope): Emitted {
  const operands = [emit(node.left, scope), emit(node.right, scope)];
  if (node.operator === 'IS DISTINCT FROM' || node.operator === 'IS NOT DISTINCT FROM') {
    const same = `${scope.code.constant(sameValue)}(${operands.map((operand) => operand.code).join(', ')})`;
    const throws = operands.some((operand) => operand.throws);
    return { code: node.operator === 'IS DISTINCT FROM' ? `!${same}` : same, nullable: false, throws };
  }
  const compare = comparisonOf(node, scope);
  return lift(scope, operands, (a = '', b = '') => compare(a, b), { otherwise: 'false' });
}

function emitLogical(node: Logical, scope: Scope): Emitted {
  const left = emit(node.left, scope);
  const right = emit(node.right, scope);
  const throws = left.throws || right.throws;
  if (!left.nullable && !right.nullable) {
    return { code: `(${left.code} ${node.kind === 'and' ? '&&' : '||'} ${right.code})`, nullable: false, throws };
  }
  const [a, b] = [scope.code.temporary(), scope.code.temporary()];
  const decisive = node.kind === 'and' ? 'false' : 'true';
  const code =
    `((${a} = ${left.code}) === ${decisive} ? ${decisive} : (${b} = ${right.code}) === ${decisive} ? ${decisive} : ` +
    `${a} === null || ${b} === null ? null : ${node.kind === 'and' ? 'true' : 'false'})`;
  return { code, nullable: true, throws };
}

function emitIn(node: In, scope: Scope): Emitted {
  const operand = emit(node.operand, scope);
  const options = node.options.map((option) => emit(option, scope));
  const same = scope.code.constant(sameValue);
  const throws = operand.throws || options.some((option) => option.throws);
  const variable = scope.code.temporary();
  const tests = options.map((option) => `${same}(${variable}, ${option.code})`).join(' || ');
  const code = `((${variable} = ${operand.code}) !== null && (${tests || 'false'}))`;
  return { code: node.negated ? `!${code}` : code, nullable: false, throws };
}

function emitCast(node: Cast, scope: Scope): Emitted {
  const operand = emit(node.operand, scope);
  const from = node.operand.type.kind;
  const to = node.type.kind;
  if (from === 'INTEGER' && (to === 'BIGINT' || to === 'DOUBLE')) return operand;
  if (from === 'INTEGER' && to === 'STRING') return lift(scope, [operand], (a) => `String(${a})`);
  if (node.operand.kind === 'null') return operand;
  const convert = converter(node.operand.type, node.type);
  if (convert === undefined) throw new TypeError(`Cast of ${from} to ${to} is not supported`);
  return lift(scope, [operand], (a) => `${scope.code.constant(convert)}(${a})`, { throws: true });
}

function guarded(
  name: string,
  apply: (...args: never[]) => unknown,
  failed: Scope['functionFailed'],
): (...args: never[]) => unknown {
  if (failed === undefined) return apply;
  return (...args) => {
    try {
      return apply(...args);
    } catch (error) {
      failed(name, error);
      return null;
    }
  };
}

function emitCall(node: Call, scope: Scope): Emitted {
  const variant = scope.functions.scalarVariant(node.name, node.overload);
  const args = node.args.map((arg) => emit(arg, scope));
  const types = node.args.map((arg) => (arg.kind === 'lambda' ? undefined : arg.type));
  const implementation = variant.apply ?? variant.make?.({ parameters: types, returns: node.type }, scope.environment);
  if (implementation === undefined) throw new TypeError(`function ${node.name} has no implementation`);
  const call = scope.code.constant(guarded(node.name, implementation, scope.functionFailed));
  if (variant.nulls === true) {
    return { code: `${call}(${args.map((arg) => arg.code).join(', ')})`, nullable: true, throws: true };
  }
  return lift(scope, args, (...names) => `${call}(${names.join(', ')})`, { throws: true, nullable: true });
}

function elementAt(array: readonly unknown[], index: number): unknown {
  if (index === 0) return null;
  return (index > 0 ? array[index - 1] : array[array.length + index]) ?? null;
}

function entryOf(map: ReadonlyMap<unknown, unknown>, key: unknown): unknown {
  return map.get(key) ?? null;
}

function emitSubscript(node: Subscript, scope: Scope): Emitted {
  const get = scope.code.constant(node.operand.type.kind === 'ARRAY' ? elementAt : entryOf);
  const operands = [emit(node.operand, scope), emit(node.index, scope)];
  return lift(scope, operands, (a, b) => `${get}(${a}, ${b})`, { nullable: true });
}

function mapOf(...entries: unknown[]): Map<unknown, unknown> {
  const map = new Map<unknown, unknown>();
  for (let i = 0; i < entries.length; i += 2) map.set(entries[i], entries[i + 1]);
  return map;
}

function list(expressions: readonly Expression[], scope: Scope, wrap: (code: string) => string): Emitted {
  const emitted = expressions.map((each) => emit(each, scope));
  const code = wrap(emitted.map((each) => each.code).join(', '));
  return { code, nullable: false, throws: emitted.some((each) => each.throws) };
}

function emitLambda(node: Extract<Expression, { kind: 'lambda' }>, scope: Scope): Emitted {
  const variables = new Map(scope.variables);
  const names = node.parameters.map((parameter) => {
    const name = scope.code.parameter();
    variables.set(parameter.name, name);
    return name;
  });
  const body = emit(node.body, { ...scope, variables });
  return { code: `((${names.join(', ')}) => ${body.code})`, nullable: false, throws: false };
}

function emitCase(node: Extract<Expression, { kind: 'case' }>, scope: Scope): Emitted {
  const otherwise = node.otherwise === null ? undefined : emit(node.otherwise, scope);
  const branches = node.branches.map(({ condition, result }) => ({
    condition: emit(condition, scope),
    result: emit(result, scope),
  }));
  const chain = branches.map(({ condition, result }) => `${condition.code} === true ? ${result.code} : `).join('');
  return {
    code: `(${chain}${otherwise?.code ?? 'null'})`,
    nullable: otherwise === undefined || otherwise.nullable || branches.some(({ result }) => result.nullable),
    throws: otherwise?.throws === true || branches.some(({ condition, result }) => condition.throws || result.throws),
  };
}

function emitBetween(node: Extract<Expression, { kind: 'between' }>, scope: Scope): Emitted {
  const operands = [emit(node.operand, scope), emit(node.low, scope), emit(node.high, scope)];
  const compare = scope.code.constant(compareValues);
  const inside = lift(scope, operands, (v, a, b) => `${compare}(${v}, ${a}) >= 0 && ${compare}(${v}, ${b}) <= 0`, {
    otherwise: 'false',
  });
  return node.negated ? { ...inside, code: `!${inside.code}` } : inside;
}

/** Compiles an expression to JavaScript that gives its value, or throws where this row has none. */
export function emit(node: Expression, scope: Scope): Emitted {
  switch (node.kind) {
    case 'null':
      return { code: 'null', nullable: true, throws: false };
    case 'literal':
      return emitLiteral(node, scope);
    case 'column':
      return { code: scope.column(node), nullable: true, throws: false };
    case 'arithmetic':
      return emitArithmetic(node, scope);
    case 'comparison':
      return emitComparison(node, scope);
    case 'and':
    case 'or':
      return emitLogical(node, scope);
    case 'not':
      return lift(scope, [emit(node.operand, scope)], (a) => `!${a}`);
    case 'isNull': {
      const operand = emit(node.operand, scope);
      return {
        code: `(${operand.code} ${node.negated ? '!==' : '==='} null)`,
        nullable: false,
        throws: operand.throws,
      };
    }
    case 'in':
      return emitIn(node, scope);
    case 'like': {
      const matches = scope.code.constant(likeMatcher(node.escape));
      const operands = [emit(node.operand, scope), emit(node.pattern, scope)];
      const found = lift(scope, operands, (a, b) => `${matches}(${a}, ${b})`, { otherwise: 'false' });
      return node.negated ? { ...found, code: `!${found.code}` } : found;
    }
    case 'between':
      return emitBetween(node, scope);
    case 'case':
      return emitCase(node, scope);
    case 'cast':
      return emitCast(node, scope);
    case 'call':
      return emitCall(node, scope);
    case 'subscript':
      return emitSubscript(node, scope);
    case 'field':
      return lift(scope, [emit(node.operand, scope)], (a) => `${a}[${node.index}]`, { nullable: true });
    case 'array':
      return list(node.elements, scope, (code) => `[${code}]`);
    case 'struct':
      return list(node.values, scope, (code) => `[${code}]`);
    case 'map': {
      const of = scope.code.constant(mapOf);
      return list(
        node.entries.flatMap(({ key, value }) => [key, value]),
        scope,
        (code) => `${of}(${code})`,
      );
    }
    case 'lambda':
      return emitLambda(node, scope);
    case 'variable':
      return { code: scope.variables.get(node.name) ?? 'null', nullable: true, throws: false };
    default:
      return unreachable(node);
  }
}
