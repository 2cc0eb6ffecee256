import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { SqlSource } from '@millrace/mesh';

const words =
  'SELECT|FROM|WHERE|GROUP BY|PARTITION BY|HAVING|EMIT CHANGES|EMIT FINAL|CREATE STREAM|CREATE TABLE|AS|WITH|JOIN|LEFT JOIN|INNER JOIN|ON|WITHIN|WINDOW TUMBLING|WINDOW HOPPING|WINDOW SESSION|SIZE|ADVANCE BY|GRACE PERIOD|RETENTION|HOURS|MINUTES|SECONDS|DAYS|INSERT INTO|VALUES|DROP STREAM|DROP TABLE|TERMINATE|SHOW STREAMS|SHOW TABLES|SHOW QUERIES|DESCRIBE|EXPLAIN|CASE|WHEN|THEN|ELSE|END|BETWEEN|LIKE|IS NULL|IS NOT NULL|AND|OR|NOT|LIMIT|PRIMARY KEY|KAFKA_TOPIC|VALUE_FORMAT|KEY_FORMAT|PARTITIONS|TIMESTAMP'.split(
    '|',
  );
/** Functions with what they give, as the dialect names them. */
const functions: Readonly<Record<string, string>> = {
  COUNT: 'how many rows',
  SUM: 'their sum',
  AVG: 'their mean',
  MIN: 'the least',
  MAX: 'the greatest',
  ROUND: 'to so many digits',
  ABS: 'without its sign',
  FLOOR: 'the whole number below',
  CEIL: 'the whole number above',
  UCASE: 'in capitals',
  LCASE: 'in small letters',
  SUBSTRING: 'part of a text',
  CONCAT: 'texts joined',
  TRIM: 'without blanks at its ends',
  LEN: 'length of a text',
  COALESCE: 'the first that is not null',
  IFNULL: 'a value in place of null',
  CAST: 'as another type',
  TIMESTAMPTOSTRING: 'a moment as text',
  FORMAT_TIMESTAMP: 'a moment as text',
  PARSE_TIMESTAMP: 'text as a moment',
  LATEST_BY_OFFSET: 'the newest value',
  EARLIEST_BY_OFFSET: 'the oldest value',
  COLLECT_LIST: 'all values as an array',
  COLLECT_SET: 'distinct values as an array',
  TOPK: 'the k greatest',
  COUNT_DISTINCT: 'how many distinct values',
};

const sourceOption = (source: SqlSource): Completion => ({
  label: source.name.toLowerCase(),
  type: source.kind,
  detail: source.kind,
  info: source.product ?? `topic ${source.topic}`,
  boost: 2,
});
const columnOptions = (source: SqlSource, boost: number): readonly Completion[] =>
  source.columns.map((column) => ({
    label: column.name.toLowerCase(),
    type: 'column',
    detail: `${column.type.toLowerCase()}${column.key ? ', key' : ''}`,
    info: source.product ?? source.name.toLowerCase(),
    boost,
  }));

/** The sources that the statement names, by their names and aliases. */
export function namedSources(text: string, sources: readonly SqlSource[]): ReadonlyMap<string, SqlSource> {
  const named = new Map<string, SqlSource>();
  for (const [, name = '', alias] of text.matchAll(
    /\b(?:from|join)\s+`?([\w$]+)`?(?:\s+(?:as\s+)?(?!on\b|join\b|left\b|inner\b|where\b|window\b|group\b|emit\b|within\b|partition\b|limit\b)([\w$]+))?/gi,
  )) {
    const source = sources.find((each) => each.name.toUpperCase() === name.toUpperCase());
    if (source === undefined) continue;
    named.set(name.toUpperCase(), source);
    if (alias !== undefined) named.set(alias.toUpperCase(), source);
  }
  return named;
}

/** What can stand at the cursor: after a dot the columns of that source, after FROM and JOIN the sources, else everything. */
export function optionsAt(before: string, text: string, sources: readonly SqlSource[]): readonly Completion[] {
  const named = namedSources(text, sources);
  const qualifier = /([\w$]+)\.[\w$]*$/.exec(before)?.[1];
  if (qualifier !== undefined) {
    const source = named.get(qualifier.toUpperCase());
    return source === undefined ? [] : columnOptions(source, 3);
  }
  if (/\b(?:from|join)\s+[\w$]*$/i.test(before)) return sources.map(sourceOption);
  const columns = [...new Set(named.values())].flatMap((source) => columnOptions(source, 3));
  return [
    ...columns,
    ...sources.map(sourceOption),
    ...Object.entries(functions).map(([label, detail]): Completion => ({
      label,
      type: 'function',
      detail,
      apply: `${label}(`,
      boost: 1,
    })),
    ...words.map((label): Completion => ({ label, type: 'keyword' })),
  ];
}

/** The completion of the editor over the sources that there are now. */
export const completeWith =
  (sources: () => readonly SqlSource[]) =>
  (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[\w$]*/);
    const before = context.state.sliceDoc(0, context.pos);
    const afterDot = /[\w$]\.[\w$]*$/.test(before);
    if (word === null || (word.from === word.to && !context.explicit && !afterDot)) return null;
    return {
      from: word.from,
      options: [...optionsAt(before, context.state.doc.toString(), sources())],
      validFor: /^[\w$]*$/,
    };
  };
