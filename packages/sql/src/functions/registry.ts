import { assert, MillraceError } from '@millrace/base';
import type { SqlType } from '../types/sql-type.ts';
import type {
  AggregateFunction,
  AggregateVariant,
  ScalarFunction,
  ScalarVariant,
  SqlFunction,
  TableFunction,
  TableVariant,
} from './function.ts';
import { type ArgumentType, choose, match, type Match } from './resolve.ts';
import { instantiate, type Parameter, parseParameters, parseTypePattern } from './type-pattern.ts';

/** What a call of a function resolved to: plain data, so that a plan can hold it. */
export interface ResolvedFunction {
  /** Upper-case. */
  readonly name: string;
  /** The variant's parameter list, by which the runtime finds it again. */
  readonly overload: string;
  /** The type each argument must be cast to before the call; null for a lambda, a unit and an untyped NULL. */
  readonly parameters: readonly (SqlType | null)[];
  readonly returns: SqlType;
}

export interface ResolvedAggregate extends ResolvedFunction {
  /** How many of the last arguments must be literals. */
  readonly literals: number;
  /** What its state is made of, for formats that cannot hold it. */
  readonly state: SqlType;
  /** Whether it may be used on a table. */
  readonly undoable: boolean;
}

/** The functions that statements may call. Immutable: `with` gives another. */
export interface FunctionRegistry {
  /** Every function, in the order of their names. */
  readonly functions: readonly SqlFunction[];
  /** Undefined when there is none; without regard to case. */
  find(name: string): SqlFunction | undefined;
  /** @throws MillraceError SQL_INVALID in ksqlDB's words: no such function, or not for these arguments. */
  resolveScalar(name: string, args: readonly ArgumentType[]): ResolvedFunction;
  /** `args` holds the columns and the literals after them; COUNT(*) has none. */
  resolveAggregate(name: string, args: readonly ArgumentType[]): ResolvedAggregate;
  resolveTable(name: string, args: readonly ArgumentType[]): ResolvedFunction;
  /** What a plan's call runs, found by what resolution gave. */
  scalarVariant(name: string, overload: string): ScalarVariant;
  aggregateVariant(name: string, overload: string): AggregateVariant;
  /** The type of an aggregate's state for these argument types. */
  aggregateState(name: string, overload: string, args: readonly SqlType[]): SqlType;
  tableVariant(name: string, overload: string): TableVariant;
  with(more: readonly SqlFunction[]): FunctionRegistry;
}

const parsed = new Map<string, readonly Parameter[]>();

function parametersOf(text: string): readonly Parameter[] {
  let parameters = parsed.get(text);
  if (parameters === undefined) {
    parameters = parseParameters(text);
    parsed.set(text, parameters);
  }
  return parameters;
}

function resultType(returns: string | ((parameters: readonly SqlType[]) => SqlType), match: Match): SqlType {
  const parameters = match.parameters.filter((type) => type !== undefined);
  if (typeof returns === 'function') return returns(parameters);
  // A generic that only untyped NULLs were given for: the result can be nothing but NULL, and STRING holds it.
  return instantiate(parseTypePattern(returns), match.bindings) ?? { kind: 'STRING' };
}

function missing(name: string): MillraceError {
  return new MillraceError('SQL_INVALID', `Can't find any functions with the name '${name.toUpperCase()}'`);
}

function expectKind<K extends SqlFunction['kind']>(
  byName: ReadonlyMap<string, SqlFunction>,
  name: string,
  kind: K,
): Extract<SqlFunction, { kind: K }> {
  const found = byName.get(name.toUpperCase());
  if (found === undefined) throw missing(name);
  if (found.kind !== kind) {
    throw new MillraceError('SQL_INVALID', `Function '${name}' is a ${found.kind} function and cannot be used here.`);
  }
  return found as Extract<SqlFunction, { kind: K }>;
}

function resolved(name: string, overload: string, match: Match, returns: SqlType): ResolvedFunction {
  return { name: name.toUpperCase(), overload, parameters: match.parameters.map((type) => type ?? null), returns };
}

function aggregateText(variant: AggregateVariant): string {
  const literals = variant.literals ?? '';
  return variant.parameters !== '' && literals !== ''
    ? `${variant.parameters}, ${literals}`
    : variant.parameters + literals;
}

function resolveAggregate(found: AggregateFunction, args: readonly ArgumentType[]): ResolvedAggregate {
  const { variant, match } = choose(found.name, found.variants, (v) => parametersOf(aggregateText(v)), args);
  const literalCount = literalsTaken(variant, args.length);
  const columns: Match = { ...match, parameters: match.parameters.slice(0, args.length - literalCount) };
  return {
    ...resolved(found.name, aggregateText(variant), match, resultType(variant.returns, columns)),
    literals: literalCount,
    state: resultType(variant.state, columns),
    undoable: variant.undoable,
  };
}

function literalsTaken(variant: AggregateVariant, argumentCount: number): number {
  const literals = parametersOf(variant.literals ?? '');
  if (!literals.some((parameter) => parameter.variadic)) return literals.length;
  return argumentCount - parametersOf(variant.parameters).length;
}

function variantOf<V>(name: string, variants: readonly V[], textOf: (variant: V) => string, text: string): V {
  const found = variants.find((variant) => textOf(variant) === text);
  if (found === undefined) {
    throw new MillraceError(
      'SQL_INVALID',
      `Function '${name}' has no variant (${text}): the plan was made by another version.`,
    );
  }
  return found;
}

function stateType(variant: AggregateVariant, args: readonly SqlType[]): SqlType {
  const fit = match(parametersOf(variant.parameters), args, true);
  assert(fit !== undefined, `the arguments of an aggregate fit its variant (${variant.parameters})`);
  return resultType(variant.state, fit);
}

/** A registry of these functions; a name given twice means the last. */
export function functionRegistry(functions: readonly SqlFunction[]): FunctionRegistry {
  const byName = new Map(functions.map((each) => [each.name.toUpperCase(), each]));
  const sorted = [...byName.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  const simple = (found: ScalarFunction | TableFunction, args: readonly ArgumentType[]): ResolvedFunction => {
    const variants: readonly (ScalarVariant | TableVariant)[] = found.variants;
    const { variant, match } = choose(found.name, variants, (v) => parametersOf(v.parameters), args);
    return resolved(found.name, variant.parameters, match, resultType(variant.returns, match));
  };
  return {
    functions: sorted,
    find: (name) => byName.get(name.toUpperCase()),
    resolveScalar: (name, args) => simple(expectKind(byName, name, 'scalar'), args),
    resolveAggregate: (name, args) => resolveAggregate(expectKind(byName, name, 'aggregate'), args),
    resolveTable: (name, args) => simple(expectKind(byName, name, 'table'), args),
    scalarVariant: (name, overload) =>
      variantOf(name, expectKind(byName, name, 'scalar').variants, (v) => v.parameters, overload),
    aggregateVariant: (name, overload) =>
      variantOf(name, expectKind(byName, name, 'aggregate').variants, aggregateText, overload),
    aggregateState: (name, overload, args) =>
      stateType(variantOf(name, expectKind(byName, name, 'aggregate').variants, aggregateText, overload), args),
    tableVariant: (name, overload) =>
      variantOf(name, expectKind(byName, name, 'table').variants, (v) => v.parameters, overload),
    with: (more) => functionRegistry([...functions, ...more]),
  };
}
