import type { Query, SelectItem } from '../syntax/ast.ts';
import type { AstExpression } from '../syntax/ast-expression.ts';
import type { Span } from '../syntax/span.ts';
import { sqlError } from '../syntax/sql-error.ts';
import type { Metastore } from './metastore.ts';
import { isSystemColumn } from './pseudo-columns.ts';
import { type NameContext, qualify } from './qualify.ts';
import { canonicalText } from './scope.ts';
import { type AliasedSource, hasColumn } from './query-sources.ts';
import { sourceScope } from './source-scope.ts';
import { typeExpression } from './type-expression.ts';

/** One column of a projection: stars are expanded, names given, columns bound to their sources. */
export interface SelectedItem {
  readonly at: Span;
  readonly name: string;
  readonly value: AstExpression;
}

/** The names KSQL_COL_0, KSQL_COL_1 … that are not taken. */
export class NameGenerator {
  readonly #taken: ReadonlySet<string>;
  #next = 0;

  constructor(taken: ReadonlySet<string>) {
    this.#taken = taken;
  }

  next(): string {
    for (;;) {
      const name = `KSQL_COL_${this.#next}`;
      this.#next += 1;
      if (!this.#taken.has(name)) return name;
    }
  }
}

interface Expansion {
  readonly metastore: Metastore;
  readonly context: NameContext;
  readonly names: NameGenerator;
  /** Names that a field selected without an alias cannot have. */
  readonly fieldNames: Set<string>;
  readonly withWindowBounds: boolean;
  /** The keys of PARTITION BY, which come first in `*`. */
  readonly newKeys: readonly SelectedItem[];
}

/**
 * The projection of a query. `withWindowBounds`: `*` holds WINDOWSTART and WINDOWEND of windowed sources, as for results that
 * go to a client; in a join it always does. `partitionBy`: the expressions of PARTITION BY, bound; those that are no columns become part of `*`.
 */
export function selectedItems(
  query: Query,
  metastore: Metastore,
  context: NameContext,
  withWindowBounds: boolean,
  partitionBy: readonly AstExpression[],
): SelectedItem[] {
  const names = new NameGenerator(takenNames(query, context));
  const base: Expansion = {
    metastore,
    context,
    names,
    fieldNames: takenNames(query, context),
    withWindowBounds,
    newKeys: [],
  };
  const hasStar = query.items.some((item) => item.kind === 'star');
  const newKeys = hasStar ? partitionBy.filter((key) => key.kind !== 'null').map((key) => named(key, base)) : [];
  const expansion = { ...base, newKeys };
  return query.items.flatMap((item) => expand(item, expansion));
}

function takenNames(query: Query, { sources }: NameContext): Set<string> {
  const taken = new Set<string>();
  for (const { source } of sources)
    for (const column of [...source.schema.key, ...source.schema.value]) taken.add(column.name);
  for (const item of query.items) if (item.kind === 'expression' && item.alias !== null) taken.add(item.alias);
  return taken;
}

function expand(item: SelectItem, expansion: Expansion): SelectedItem[] {
  switch (item.kind) {
    case 'star':
      return expandStar(item, expansion);
    case 'structStar':
      return expandStruct(item, expansion);
    case 'expression': {
      const value = qualify(item.value, 'SELECT', expansion.context);
      if (item.alias === null) return [{ ...named(value, expansion), at: item.at }];
      const isItself = value.kind === 'column' && value.name === item.alias;
      if (isSystemColumn(item.alias) && !isItself) {
        throw sqlError(
          'plan',
          `\`${item.alias}\` is a reserved column name. You cannot use it as an alias for a column.`,
          item.at,
        );
      }
      return [{ at: item.at, name: item.alias, value }];
    }
  }
}

function expandStar({ at, source }: Extract<SelectItem, { kind: 'star' }>, expansion: Expansion): SelectedItem[] {
  const { sources, syntheticKey } = expansion.context;
  const wanted = source === null ? sources : sources.filter(({ alias }) => alias === source);
  if (wanted.length === 0) {
    throw sqlError(
      'prepare',
      `Failed to prepare statement: '${source}' is not a valid stream/table name or alias.`,
      at,
    );
  }
  const added: SelectedItem[] = [...expansion.newKeys];
  if (syntheticKey !== null && source === null) {
    added.push({ at, name: syntheticKey, value: { kind: 'column', at, source: null, name: syntheticKey } });
  }
  const prefixed = sources.length > 1;
  const columns = wanted.flatMap((each) => columnsOf(each, at, prefixed, expansion));
  const known = new Set(added.map((item) => canonicalText(item.value)));
  return [...added, ...columns.filter((item) => !known.has(canonicalText(item.value)))];
}

/** Keys first; after PARTITION BY what was the key is a value like others, after them. */
function columnsOf(
  { alias, source }: AliasedSource,
  at: Span,
  prefixed: boolean,
  { withWindowBounds, newKeys }: Expansion,
): SelectedItem[] {
  const bounds = (withWindowBounds || prefixed) && source.window !== null ? ['WINDOWSTART', 'WINDOWEND'] : [];
  const keys = source.schema.key.map((column) => column.name);
  const values = source.schema.value.map((column) => column.name);
  const ordered = newKeys.length > 0 ? [...bounds, ...values, ...keys] : [...keys, ...bounds, ...values];
  return ordered.map((name) => ({
    at,
    name: prefixed ? `${alias}_${name}` : name,
    value: { kind: 'column', at, source: alias, name },
  }));
}

function expandStruct(
  { at, value }: Extract<SelectItem, { kind: 'structStar' }>,
  expansion: Expansion,
): SelectedItem[] {
  const operand = qualify(value, 'SELECT', expansion.context);
  const { type } = typeExpression(operand, sourceScope(expansion.context.sources, expansion.metastore));
  if (type.kind !== 'STRUCT')
    throw sqlError(
      'plan',
      `Cannot resolve struct all columns on a non-struct column: ->* needs a STRUCT, but this is ${type.kind}.`,
      at,
    );
  return type.fields.map((field) => ({
    at,
    name: field.name,
    value: { kind: 'field', at, operand, name: field.name },
  }));
}

/** A column keeps its name (with its source's in a join that has two of it), a field is named for the field, all else is numbered. */
function named(value: AstExpression, expansion: Expansion): SelectedItem {
  const { at } = value;
  if (value.kind === 'column') return { at, name: columnName(value.source, value.name, expansion.context), value };
  if (value.kind !== 'field') return { at, name: expansion.names.next(), value };
  let name = value.name;
  for (let i = 1; expansion.fieldNames.has(name); i += 1) name = `${value.name}_${i}`;
  expansion.fieldNames.add(name);
  return { at, name, value };
}

function columnName(alias: string | null, name: string, { sources }: NameContext): string {
  if (alias === null) return name;
  const owners = sources.filter(({ source }) => hasColumn(source, name));
  return owners.length > 1 ? `${alias}_${name}` : name;
}
