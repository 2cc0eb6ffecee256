import type { Token } from '../syntax/token.ts';

/** What the words so far ask for next. */
export type Place =
  | { readonly kind: 'statement' | 'source' | 'property' | 'type' | 'name' }
  | { readonly kind: 'format'; readonly quoted: boolean }
  /** After `qualifier.` */
  | { readonly kind: 'qualified'; readonly qualifier: string }
  /** After `a.b->c->`: the names passed. */
  | { readonly kind: 'field'; readonly path: readonly string[] }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** An expression; `next` are words that may follow instead. */
  | { readonly kind: 'expression'; readonly next: readonly string[] };

const AFTER_WORD: Readonly<Record<string, Place>> = {
  FROM: { kind: 'source' },
  JOIN: { kind: 'source' },
  INTO: { kind: 'source' },
  DESCRIBE: { kind: 'source' },
  CREATE: {
    kind: 'words',
    words: ['STREAM', 'TABLE', 'OR REPLACE STREAM', 'OR REPLACE TABLE', 'SOURCE STREAM', 'SOURCE TABLE', 'TYPE'],
  },
  SHOW: {
    kind: 'words',
    words: ['STREAMS', 'TABLES', 'QUERIES', 'TOPICS', 'FUNCTIONS', 'PROPERTIES', 'TYPES', 'VARIABLES'],
  },
  LIST: {
    kind: 'words',
    words: ['STREAMS', 'TABLES', 'QUERIES', 'TOPICS', 'FUNCTIONS', 'PROPERTIES', 'TYPES', 'VARIABLES'],
  },
  DROP: { kind: 'words', words: ['STREAM', 'TABLE', 'TYPE'] },
  INSERT: { kind: 'words', words: ['INTO'] },
  EMIT: { kind: 'words', words: ['CHANGES', 'FINAL'] },
  WINDOW: { kind: 'words', words: ['TUMBLING (SIZE ', 'HOPPING (SIZE ', 'SESSION ('] },
  GROUP: { kind: 'words', words: ['BY'] },
  PARTITION: { kind: 'words', words: ['BY'] },
};

const CLAUSES: Readonly<Record<string, readonly string[]>> = {
  SELECT: ['FROM', 'AS'],
  FROM: ['JOIN', 'LEFT JOIN', 'FULL OUTER JOIN', 'WINDOW', 'WHERE', 'GROUP BY', 'PARTITION BY', 'EMIT CHANGES'],
  ON: ['JOIN', 'LEFT JOIN', 'WINDOW', 'WHERE', 'GROUP BY', 'PARTITION BY', 'EMIT CHANGES'],
  WHERE: ['AND', 'OR', 'NOT', 'IN', 'BETWEEN', 'LIKE', 'IS NULL', 'GROUP BY', 'PARTITION BY', 'EMIT CHANGES'],
  BY: ['HAVING', 'EMIT CHANGES', 'EMIT FINAL'],
  HAVING: ['AND', 'OR', 'EMIT CHANGES', 'EMIT FINAL'],
  WINDOW: ['RETENTION', 'GRACE PERIOD', 'WHERE', 'GROUP BY'],
  VALUES: [],
};

/** Read from the tokens of the statement up to the offset. */
export function placeOf(before: readonly Token[]): Place {
  const last = before.at(-1);
  if (last === undefined) return { kind: 'statement' };
  const written = before.at(-2);
  if (last.kind === 'symbol' && last.value === '.') return { kind: 'qualified', qualifier: written?.value ?? '' };
  if (last.kind === 'symbol' && last.value === '->') return { kind: 'field', path: pathBefore(before) };
  const property = propertyPlace(before);
  if (property !== null) return property;
  if (last.kind === 'word' && isDropOf(before)) return { kind: 'source' };
  if (last.kind === 'word' && Object.hasOwn(AFTER_WORD, last.value)) return AFTER_WORD[last.value] ?? { kind: 'name' };
  const column = columnPlace(before);
  if (column !== null) return column;
  return clausePlace(before);
}

function isDropOf(before: readonly Token[]): boolean {
  const [first] = before;
  const last = before.at(-1);
  return (first?.value === 'DROP' || first?.value === 'ALTER') && (last?.value === 'STREAM' || last?.value === 'TABLE');
}

function pathBefore(before: readonly Token[]): string[] {
  const path: string[] = [];
  for (let i = before.length - 1; i > 0; i -= 2) {
    const joint = before[i];
    const name = before[i - 1];
    if (joint?.kind !== 'symbol' || (joint.value !== '->' && joint.value !== '.') || name === undefined) break;
    path.unshift(name.value);
  }
  return path;
}

/** Within the brackets of WITH. */
function propertyPlace(before: readonly Token[]): Place | null {
  const open = openBracket(before);
  if (open < 1 || before[open - 1]?.value !== 'WITH') return null;
  const last = before.at(-1);
  if (last?.value !== '=') return { kind: 'property' };
  return before.at(-2)?.value.endsWith('FORMAT') === true ? { kind: 'format', quoted: false } : { kind: 'name' };
}

/** Within the columns of CREATE STREAM: a name, then a type, then what may follow. */
function columnPlace(before: readonly Token[]): Place | null {
  if (before[0]?.value !== 'CREATE' || before.some((token) => token.value === 'AS' || token.value === 'SELECT'))
    return null;
  const open = openBracket(before);
  if (open < 0) {
    const named = before.length > 2;
    return named ? { kind: 'words', words: ['AS SELECT', 'WITH ('] } : { kind: 'name' };
  }
  const last = before.at(-1);
  if (last?.value === '(' || last?.value === ',') return { kind: 'name' };
  const isName = before.at(-2)?.value === '(' || before.at(-2)?.value === ',' || last?.value === '<';
  return isName ? { kind: 'type' } : { kind: 'words', words: ['KEY', 'PRIMARY KEY', 'HEADERS'] };
}

function clausePlace(before: readonly Token[]): Place {
  const clause = before.findLast((token) => token.kind === 'word' && Object.hasOwn(CLAUSES, token.value));
  if (clause === undefined)
    return { kind: 'words', words: ['SELECT', 'AS', 'WITH (', 'VALUES (', 'EXTENDED', 'IF EXISTS'] };
  const next = CLAUSES[clause.value] ?? [];
  if (clause.value === 'FROM' || clause.value === 'WINDOW') return { kind: 'words', words: next };
  const last = before.at(-1);
  const starts = last === clause || last?.value === ',' || last?.value === '(';
  return { kind: 'expression', next: starts ? ['CASE', 'CAST', 'NOT'] : next };
}

/** Index of the bracket that is open at the end, or -1. */
function openBracket(before: readonly Token[]): number {
  let depth = 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const token = before[i];
    if (token?.kind !== 'symbol') continue;
    if (token.value === ')') depth += 1;
    if (token.value === '(') {
      if (depth === 0) return i;
      depth -= 1;
    }
  }
  return -1;
}
