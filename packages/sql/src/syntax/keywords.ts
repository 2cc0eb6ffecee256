/** Words that name nothing unless quoted. Every other word of the grammar may also be a name. */
export const RESERVED_WORDS: ReadonlySet<string> = new Set(
  (
    'ALL ALTER AND AS ASSERT BETWEEN BY CASE CAST CREATE CROSS DELETE DESCRIBE DISTINCT DROP ELSE END EXISTS EXPLAIN FALSE FROM FULL ' +
    'GROUP HAVING IN INNER INSERT INTO IS JOIN LEFT LIKE LIMIT NOT NULL ON OR OUTER PRINT RIGHT SELECT TABLE TERMINATE THEN TRUE ' +
    'UNSET VALUES WHEN WHERE WINDOW WITH WITHIN'
  ).split(' '),
);

/** Words that start a statement. */
export const STATEMENT_WORDS = [
  'ALTER',
  'ASSERT',
  'CREATE',
  'DEFINE',
  'DESCRIBE',
  'DROP',
  'EXPLAIN',
  'INSERT',
  'LIST',
  'PAUSE',
  'PRINT',
  'RESUME',
  'SELECT',
  'SET',
  'SHOW',
  'TERMINATE',
  'UNDEFINE',
  'UNSET',
] as const;

/** Milliseconds of each time unit of windows; a month counts 30 days, a year 365. Plural forms too. */
export const TIME_UNITS: Readonly<Record<string, number>> = withPlurals({
  MILLISECOND: 1,
  SECOND: 1000,
  MINUTE: 60_000,
  HOUR: 3_600_000,
  DAY: 86_400_000,
  MONTH: 2_592_000_000,
  YEAR: 31_536_000_000,
});

function withPlurals(units: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(units).flatMap(([unit, ms]) => [[unit, ms] as const, [`${unit}S`, ms] as const]),
  );
}
