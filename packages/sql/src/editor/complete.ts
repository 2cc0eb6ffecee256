import { FORMATS } from '../analysis/format-names.ts';
import type { DataSource, Metastore } from '../analysis/metastore.ts';
import { RECORD_COLUMNS, WINDOW_COLUMNS } from '../analysis/pseudo-columns.ts';
import { PROPERTY_NAMES } from '../analysis/with-properties.ts';
import type { SqlFunction } from '../functions/function.ts';
import { formatName } from '../syntax/format-expression.ts';
import { STATEMENT_WORDS } from '../syntax/keywords.ts';
import type { Token } from '../syntax/token.ts';
import { formatType } from '../types/format-type.ts';
import type { SqlType } from '../types/sql-type.ts';
import { placeOf } from './place.ts';
import { statementAt } from './statement-at.ts';

export interface Suggestion {
  /** What is written in place of `start` … `end` of the script. */
  readonly insert: string;
  readonly label: string;
  readonly kind: 'keyword' | 'source' | 'column' | 'field' | 'function' | 'property' | 'format' | 'type' | 'query';
  /** On one line beside the label: a type, a kind. */
  readonly detail: string;
  /** A sentence about it; may be empty. */
  readonly documentation: string;
  readonly start: number;
  readonly end: number;
}

type Found = Omit<Suggestion, 'start' | 'end'>;

/** What can be written at an offset of a script, the likeliest first; empty within texts and comments. */
export function complete(text: string, offset: number, metastore: Metastore): Suggestion[] {
  const at = statementAt(text, offset);
  if (at === null) return [];
  const prefix = at.prefix.toUpperCase();
  const matching = candidates(at.before, at.after, metastore).filter((found) =>
    found.label.toUpperCase().startsWith(prefix),
  );
  return matching.map((found) => ({ ...found, start: at.start, end: offset }));
}

function candidates(before: readonly Token[], after: readonly Token[], metastore: Metastore): Found[] {
  const place = placeOf(before);
  switch (place.kind) {
    case 'statement':
      return STATEMENT_WORDS.map((word) => keyword(word));
    case 'source':
      return [...metastore.sources.values()].map(sourceFound);
    case 'property':
      return PROPERTY_NAMES.map((name) => found('property', name, '', `${name}=`));
    case 'format':
      return Object.keys(FORMATS).map((name) => found('format', name, '', place.quoted ? name : `'${name}'`));
    case 'type':
      return TYPES.map((name) => found('type', name, ''));
    case 'name':
      return [];
    case 'qualified':
      return columnsOf(namedSources([...before, ...after], metastore).get(place.qualifier));
    case 'field':
      return fieldsAt(place.path, namedSources([...before, ...after], metastore));
    case 'words':
      return place.words.map((word) => keyword(word));
    case 'expression':
      return expressionCandidates([...before, ...after], place.next, metastore);
  }
}

const TYPES = 'BOOLEAN INTEGER BIGINT DOUBLE DECIMAL STRING BYTES DATE TIME TIMESTAMP ARRAY MAP STRUCT'.split(' ');

function expressionCandidates(tokens: readonly Token[], next: readonly string[], metastore: Metastore): Found[] {
  const sources = new Set(namedSources(tokens, metastore).values());
  const own = sources.size > 0 ? [...sources] : [...metastore.sources.values()];
  return [
    ...own.flatMap(columnsOf),
    ...next.map((word) => keyword(word)),
    ...metastore.functions.functions.map(functionFound),
  ];
}

/** The sources after FROM and JOIN, by their names and aliases. */
function namedSources(tokens: readonly Token[], metastore: Metastore): Map<string, DataSource> {
  const named = new Map<string, DataSource>();
  tokens.forEach((token, i) => {
    if (token.kind !== 'word' || (token.value !== 'FROM' && token.value !== 'JOIN')) return;
    const name = tokens[i + 1];
    const source = name === undefined ? undefined : metastore.sources.get(name.value);
    if (name === undefined || source === undefined) return;
    named.set(name.value, source);
    const as = tokens[i + 2]?.value === 'AS' ? 1 : 0;
    const alias = tokens[i + 2 + as];
    if (alias !== undefined && (alias.kind === 'word' || alias.kind === 'quoted')) named.set(alias.value, source);
  });
  return named;
}

function columnsOf(source: DataSource | undefined): Found[] {
  if (source === undefined) return [];
  const pseudo = source.window === null ? RECORD_COLUMNS : [...RECORD_COLUMNS, ...WINDOW_COLUMNS];
  const keys = source.schema.key.map((column) => found('column', column.name, `${formatType(column.type)} KEY`));
  const values = source.schema.value.map((column) => found('column', column.name, formatType(column.type)));
  return [...keys, ...values, ...pseudo.map((column) => found('column', column.name, formatType(column.type)))];
}

/** Follows `source.column->field->` as far as it is written. */
function fieldsAt(path: readonly string[], sources: ReadonlyMap<string, DataSource>): Found[] {
  const [first = '', ...rest] = path;
  const qualified = sources.get(first);
  const candidatesOfFirst = qualified === undefined ? [...sources.values()] : [qualified];
  const [columnName = '', ...fieldNames] = qualified === undefined ? path : rest;
  const column = candidatesOfFirst
    .flatMap((source) => [...source.schema.key, ...source.schema.value])
    .find((each) => each.name === columnName);
  let type: SqlType | undefined = column?.type;
  for (const name of fieldNames) {
    type = type?.kind === 'STRUCT' ? type.fields.find((field) => field.name === name)?.type : undefined;
  }
  return type?.kind === 'STRUCT' ? type.fields.map((field) => found('field', field.name, formatType(field.type))) : [];
}

function sourceFound({ name, kind, topic }: DataSource): Found {
  return { ...found('source', name, kind), documentation: `Topic ${topic}` };
}

function functionFound({ name, kind, description, variants }: SqlFunction): Found {
  const [first] = variants;
  const detail = `${kind === 'scalar' ? '' : `${kind} `}(${first?.parameters ?? ''})`;
  const upper = name.toUpperCase();
  return { kind: 'function', label: upper, insert: `${upper}(`, detail, documentation: description };
}

function keyword(word: string): Found {
  return { kind: 'keyword', label: word, insert: word, detail: '', documentation: '' };
}

function found(kind: Found['kind'], name: string, detail: string, insert = formatName(name)): Found {
  return { kind, label: name, insert, detail, documentation: '' };
}
