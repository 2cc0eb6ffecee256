import type { SqlType, StructField } from '../types/sql-type.ts';

/** A parameter or return type of a function: a SQL type with holes. */
export type TypePattern =
  | { readonly kind: 'EXACT'; readonly type: SqlType }
  | { readonly kind: 'ANY_DECIMAL' }
  | { readonly kind: 'ANY' }
  | { readonly kind: 'GENERIC'; readonly name: string }
  | { readonly kind: 'ARRAY_OF'; readonly element: TypePattern }
  | { readonly kind: 'MAP_OF'; readonly key: TypePattern; readonly value: TypePattern }
  | { readonly kind: 'INTERVAL_UNIT' }
  | { readonly kind: 'LAMBDA'; readonly parameters: readonly TypePattern[]; readonly returns: TypePattern };

export interface Parameter {
  readonly name: string;
  readonly pattern: TypePattern;
  readonly variadic: boolean;
}

const PRIMITIVES = ['BOOLEAN', 'INTEGER', 'BIGINT', 'DOUBLE', 'STRING', 'BYTES', 'DATE', 'TIME', 'TIMESTAMP'] as const;

interface Cursor {
  readonly tokens: readonly string[];
  at: number;
}

function peek(cursor: Cursor): string {
  return cursor.tokens[cursor.at] ?? '';
}

function take(cursor: Cursor, expected?: string): string {
  const token = peek(cursor);
  if (token === '' || (expected !== undefined && token !== expected)) {
    throw new TypeError(
      `function signature: expected ${expected ?? 'a token'} at ${cursor.tokens.slice(cursor.at).join(' ')}`,
    );
  }
  cursor.at += 1;
  return token;
}

function parseStruct(cursor: Cursor): TypePattern {
  const fields: StructField[] = [];
  take(cursor, '<');
  while (peek(cursor) !== '>') {
    const name = take(cursor);
    const pattern = parsePattern(cursor);
    if (pattern.kind !== 'EXACT') throw new TypeError(`function signature: field ${name} must have an exact type`);
    fields.push({ name, type: pattern.type });
    if (peek(cursor) === ',') take(cursor);
  }
  take(cursor, '>');
  return { kind: 'EXACT', type: { kind: 'STRUCT', fields } };
}

function parseLambda(cursor: Cursor): TypePattern {
  const parameters: TypePattern[] = [];
  take(cursor, '(');
  while (peek(cursor) !== ')') {
    parameters.push(parsePattern(cursor));
    if (peek(cursor) === ',') take(cursor);
  }
  take(cursor, ')');
  take(cursor, '=>');
  return { kind: 'LAMBDA', parameters, returns: parsePattern(cursor) };
}

function parseDecimal(cursor: Cursor): TypePattern {
  if (peek(cursor) !== '(') return { kind: 'ANY_DECIMAL' };
  take(cursor, '(');
  const precision = Number(take(cursor));
  take(cursor, ',');
  const scale = Number(take(cursor));
  take(cursor, ')');
  return { kind: 'EXACT', type: { kind: 'DECIMAL', precision, scale } };
}

function parsePattern(cursor: Cursor): TypePattern {
  if (peek(cursor) === '(') return parseLambda(cursor);
  const word = take(cursor);
  if (word === 'DECIMAL') return parseDecimal(cursor);
  if (word === 'ANY') return { kind: 'ANY' };
  if (word === 'INTERVAL_UNIT') return { kind: 'INTERVAL_UNIT' };
  if (word === 'STRUCT') return parseStruct(cursor);
  if (word === 'ARRAY') {
    take(cursor, '<');
    const element = parsePattern(cursor);
    take(cursor, '>');
    return element.kind === 'EXACT'
      ? { kind: 'EXACT', type: { kind: 'ARRAY', element: element.type } }
      : { kind: 'ARRAY_OF', element };
  }
  if (word === 'MAP') {
    take(cursor, '<');
    const key = parsePattern(cursor);
    take(cursor, ',');
    const value = parsePattern(cursor);
    take(cursor, '>');
    if (key.kind === 'EXACT' && value.kind === 'EXACT') {
      return { kind: 'EXACT', type: { kind: 'MAP', key: key.type, value: value.type } };
    }
    return { kind: 'MAP_OF', key, value };
  }
  const primitive = PRIMITIVES.find((name) => name === word);
  if (primitive !== undefined) return { kind: 'EXACT', type: { kind: primitive } };
  if (/^[A-Z]$/.test(word)) return { kind: 'GENERIC', name: word };
  throw new TypeError(`function signature: unknown type ${word}`);
}

function tokens(text: string): Cursor {
  return { tokens: text.match(/\w+|\.\.\.|=>|[^\s\w]/g) ?? [], at: 0 };
}

/** Reads a type of a function's signature, such as `ARRAY<T>`, `DECIMAL` (of any precision) or `(K, V) => BOOLEAN`. */
export function parseTypePattern(text: string): TypePattern {
  return parsePattern(tokens(text));
}

/** Reads a parameter list such as `ARRAY<T> array, T... values`. */
export function parseParameters(text: string): readonly Parameter[] {
  const cursor = tokens(text);
  const parameters: Parameter[] = [];
  while (cursor.at < cursor.tokens.length) {
    const pattern = parsePattern(cursor);
    const variadic = peek(cursor) === '...';
    if (variadic) take(cursor);
    const name = /^\w+$/.test(peek(cursor)) ? take(cursor) : '';
    parameters.push({ name, pattern, variadic });
    if (peek(cursor) === ',') take(cursor);
  }
  return parameters;
}

/** The types that generics of one call stand for. */
export type Bindings = Map<string, SqlType>;

/** The SQL type of a pattern once its generics are bound; undefined where one is not, or the pattern is no value's type. */
export function instantiate(pattern: TypePattern, bindings: Bindings): SqlType | undefined {
  switch (pattern.kind) {
    case 'EXACT':
      return pattern.type;
    case 'GENERIC':
      return bindings.get(pattern.name);
    case 'ARRAY_OF': {
      const element = instantiate(pattern.element, bindings);
      return element && { kind: 'ARRAY', element };
    }
    case 'MAP_OF': {
      const key = instantiate(pattern.key, bindings);
      const value = instantiate(pattern.value, bindings);
      return key && value && { kind: 'MAP', key, value };
    }
    case 'ANY_DECIMAL':
    case 'ANY':
    case 'INTERVAL_UNIT':
    case 'LAMBDA':
      return undefined;
  }
}

/** How many holes a pattern has: of two that fit, the one with fewer is meant. */
export function genericity(pattern: TypePattern): number {
  switch (pattern.kind) {
    case 'ANY':
      return 2;
    case 'GENERIC':
      return 1;
    case 'ARRAY_OF':
      return genericity(pattern.element);
    case 'MAP_OF':
      return genericity(pattern.key) + genericity(pattern.value);
    case 'EXACT':
    case 'ANY_DECIMAL':
    case 'INTERVAL_UNIT':
    case 'LAMBDA':
      return 0;
  }
}

/** As ksqlDB prints a parameter type in a message. */
export function formatPattern(pattern: TypePattern, formatType: (type: SqlType) => string): string {
  switch (pattern.kind) {
    case 'EXACT':
      return formatType(pattern.type);
    case 'ANY_DECIMAL':
      return 'DECIMAL';
    case 'ANY':
      return 'ANY';
    case 'GENERIC':
      return pattern.name;
    case 'ARRAY_OF':
      return `ARRAY<${formatPattern(pattern.element, formatType)}>`;
    case 'MAP_OF':
      return `MAP<${formatPattern(pattern.key, formatType)}, ${formatPattern(pattern.value, formatType)}>`;
    case 'INTERVAL_UNIT':
      return 'INTERVALUNIT';
    case 'LAMBDA':
      return `LAMBDA (${pattern.parameters.map((p) => formatPattern(p, formatType)).join(', ')}) => ${formatPattern(pattern.returns, formatType)}`;
  }
}
