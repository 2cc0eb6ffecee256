import { MillraceError } from '@millrace/base';
import { formatType, sameType } from '../types/format-type.ts';
import type { SqlType } from '../types/sql-type.ts';
import {
  type Bindings,
  formatPattern,
  genericity,
  instantiate,
  type Parameter,
  type TypePattern,
} from './type-pattern.ts';

/** A lambda whose parameters get their types from the function it is given to. */
export interface LambdaArgument {
  readonly kind: 'LAMBDA';
  readonly arity: number;
  /** The type of the body for these parameter types; null when the body is an untyped NULL. */
  bodyType(parameters: readonly SqlType[]): SqlType | null;
}

/** An argument as resolution sees it: its type, null for an untyped NULL, a unit such as DAYS, or a lambda. */
export type ArgumentType = SqlType | null | { readonly kind: 'INTERVAL_UNIT' } | LambdaArgument;

/** What a call fits. */
export interface Match {
  /** One an argument; undefined for a lambda, a unit and an untyped NULL that no other argument gives a type. */
  readonly parameters: readonly (SqlType | undefined)[];
  readonly bindings: Bindings;
}

const NUMERIC_RANK = new Map(['INTEGER', 'BIGINT', 'DECIMAL', 'DOUBLE'].map((kind, rank) => [kind, rank]));

function widens(from: SqlType, to: string): boolean {
  const a = NUMERIC_RANK.get(from.kind);
  const b = NUMERIC_RANK.get(to);
  return a !== undefined && b !== undefined && a <= b;
}

/** The decimal that holds every value of an integer type. */
export function decimalOf(type: SqlType): SqlType {
  if (type.kind === 'INTEGER') return { kind: 'DECIMAL', precision: 10, scale: 0 };
  if (type.kind === 'BIGINT') return { kind: 'DECIMAL', precision: 19, scale: 0 };
  return type;
}

function fitsType(pattern: TypePattern, type: SqlType, bindings: Bindings, casts: boolean): boolean {
  switch (pattern.kind) {
    case 'ANY':
      return true;
    case 'EXACT':
      return sameType(pattern.type, type) || (casts && widens(type, pattern.type.kind));
    case 'ANY_DECIMAL':
      return type.kind === 'DECIMAL' || (casts && widens(type, 'DECIMAL'));
    case 'GENERIC': {
      const bound = bindings.get(pattern.name);
      if (bound === undefined) {
        bindings.set(pattern.name, type);
        return true;
      }
      return sameType(bound, type) || (casts && widens(type, bound.kind));
    }
    case 'ARRAY_OF':
      return type.kind === 'ARRAY' && fitsType(pattern.element, type.element, bindings, false);
    case 'MAP_OF':
      return (
        type.kind === 'MAP' &&
        fitsType(pattern.key, type.key, bindings, false) &&
        fitsType(pattern.value, type.value, bindings, false)
      );
    case 'INTERVAL_UNIT':
    case 'LAMBDA':
      return false;
  }
}

function fitsLambda(pattern: TypePattern, lambda: LambdaArgument, bindings: Bindings): boolean {
  if (pattern.kind !== 'LAMBDA' || pattern.parameters.length !== lambda.arity) return false;
  const types: SqlType[] = [];
  for (const parameter of pattern.parameters) {
    const type = instantiate(parameter, bindings);
    if (type === undefined) return false;
    types.push(type);
  }
  const body = lambda.bodyType(types);
  return body === null || fitsType(pattern.returns, body, bindings, true);
}

function fits(pattern: TypePattern, argument: ArgumentType, bindings: Bindings, casts: boolean): boolean {
  if (argument === null) return pattern.kind !== 'LAMBDA' && pattern.kind !== 'INTERVAL_UNIT';
  if (argument.kind === 'INTERVAL_UNIT') return pattern.kind === 'INTERVAL_UNIT';
  if (argument.kind === 'LAMBDA') return fitsLambda(pattern, argument, bindings);
  return fitsType(pattern, argument, bindings, casts);
}

/** The parameter of each of `count` arguments; undefined when the list cannot take so many. A variadic one may take none. */
function spread(parameters: readonly Parameter[], count: number): readonly Parameter[] | undefined {
  const at = parameters.findIndex((parameter) => parameter.variadic);
  if (at < 0) return parameters.length === count ? parameters : undefined;
  const repeated = count - (parameters.length - 1);
  const variadic = parameters[at];
  if (repeated < 0 || variadic === undefined) return undefined;
  return [...parameters.slice(0, at), ...Array<Parameter>(repeated).fill(variadic), ...parameters.slice(at + 1)];
}

function parameterType(pattern: TypePattern, argument: ArgumentType, bindings: Bindings): SqlType | undefined {
  const declared = instantiate(pattern, bindings);
  if (declared !== undefined || argument === null) return declared;
  if (argument.kind === 'INTERVAL_UNIT' || argument.kind === 'LAMBDA') return undefined;
  return pattern.kind === 'ANY_DECIMAL' ? decimalOf(argument) : argument;
}

/** Fits arguments to one parameter list; undefined where they do not fit. */
export function match(
  parameters: readonly Parameter[],
  args: readonly ArgumentType[],
  casts: boolean,
): Match | undefined {
  const each = spread(parameters, args.length);
  if (each === undefined) return undefined;
  const bindings: Bindings = new Map();
  for (const [i, argument] of args.entries()) {
    const parameter = each[i];
    if (parameter === undefined || !fits(parameter.pattern, argument, bindings, casts)) return undefined;
  }
  const types = each.map((parameter, i) => parameterType(parameter.pattern, args[i] ?? null, bindings));
  return { parameters: types, bindings };
}

interface Candidate<V> {
  readonly variant: V;
  readonly match: Match;
  readonly variadic: boolean;
  readonly generics: number;
}

function candidates<V>(
  variants: readonly V[],
  parametersOf: (variant: V) => readonly Parameter[],
  args: readonly ArgumentType[],
  casts: boolean,
): Candidate<V>[] {
  const found: Candidate<V>[] = [];
  for (const variant of variants) {
    const parameters = parametersOf(variant);
    const fit = match(parameters, args, casts);
    if (fit === undefined) continue;
    const generics = parameters.reduce((sum, parameter) => sum + genericity(parameter.pattern), 0);
    found.push({ variant, match: fit, variadic: parameters.some((p) => p.variadic), generics });
  }
  return found.sort((a, b) => Number(a.variadic) - Number(b.variadic) || a.generics - b.generics);
}

function describe(argument: ArgumentType): string {
  if (argument === null) return 'null';
  if (argument.kind === 'INTERVAL_UNIT') return 'INTERVALUNIT';
  if (argument.kind === 'LAMBDA') return 'LAMBDA';
  return formatType(argument);
}

function formatParameters(parameters: readonly Parameter[]): string {
  return parameters
    .map((p) => `${formatPattern(p.pattern, formatType)}${p.variadic ? '...' : ''}${p.name === '' ? '' : ` ${p.name}`}`)
    .join(', ');
}

/**
 * Chooses the variant that a call means: first without implicit casts, then with INTEGER → BIGINT → DECIMAL → DOUBLE;
 * of those that fit, one without a variadic parameter, then one with fewer generics, then the first.
 * @throws MillraceError SQL_INVALID in ksqlDB's words when none fits or when variadic ones fit equally well.
 */
export function choose<V>(
  name: string,
  variants: readonly V[],
  parametersOf: (variant: V) => readonly Parameter[],
  args: readonly ArgumentType[],
): { readonly variant: V; readonly match: Match } {
  let found = candidates(variants, parametersOf, args, false);
  if (found.length === 0) found = candidates(variants, parametersOf, args, true);
  const [best, second] = found;
  const given = args.map(describe).join(', ');
  if (best === undefined) {
    const alternatives = variants.map((variant) => `${name}(${formatParameters(parametersOf(variant))})`).sort();
    throw new MillraceError(
      'SQL_INVALID',
      `Function '${name}' does not accept parameters (${given}).\nValid alternatives are:\n${alternatives.join('\n')}\n` +
        `For detailed information on a function run: DESCRIBE FUNCTION <Function-Name>;`,
    );
  }
  if (second !== undefined && best.variadic && second.variadic && best.generics === second.generics) {
    throw new MillraceError(
      'SQL_INVALID',
      `Function '${name}' cannot be resolved due to ambiguous method parameters (${given}).`,
    );
  }
  return best;
}
