import type { SqlSource } from '@millrace/mesh';
import { expect, test } from 'vitest';
import { findingsOf, suggestionsAt } from './language.ts';

const sources: readonly SqlSource[] = [
  {
    name: 'FLIGHTS',
    kind: 'stream',
    topic: 'operations.flights',
    product: 'operations.flights',
    columns: [
      { name: 'ORIGIN', type: 'STRING', key: true },
      { name: 'DELAY', type: 'INTEGER', key: false },
    ],
  },
];

test('a wrong column is found at its place, with the nearest right one', () => {
  const text = 'SELECT origin,\n  dellay\nFROM flights EMIT CHANGES;';
  const [finding] = findingsOf(text, sources);
  expect(text.slice(finding?.from, finding?.to)).toBe('dellay');
  expect(finding?.message).toContain('DELAY');
});

test('what only the server can know is not found wrong', () => {
  for (const text of [
    "CREATE STREAM topics WITH (KAFKA_TOPIC='t', VALUE_FORMAT='AVRO');",
    'TERMINATE CSAS_LATE_1;',
    'CREATE STREAM flights AS SELECT * FROM flights EMIT CHANGES;',
    'SHOW STREAMS;',
  ])
    expect(findingsOf(text, sources), text).toEqual([]);
});

test('syntax is found wrong in every statement', () => {
  expect(findingsOf('SHOW STREAMSS;', sources)).toHaveLength(1);
});

test('columns of the sources named anywhere in the statement are offered', () => {
  const text = 'SELECT de FROM flights EMIT CHANGES;';
  expect(suggestionsAt(text, 'SELECT de'.length, sources).map((each) => each.label)).toContain('DELAY');
});
