import type { SqlSource } from '@millrace/mesh';
import { expect, test } from 'vitest';
import { namedSources, optionsAt } from './completion.ts';

const column = (name: string) => ({ name, type: 'INTEGER', key: false });
const sources: readonly SqlSource[] = [
  { name: 'FLIGHTS', kind: 'stream', topic: 'flights', product: 'operations.flights', columns: [column('DELAY')] },
  { name: 'AIRPORTS', kind: 'table', topic: 'airports', columns: [column('STATE')] },
];
const text = 'SELECT f.delay FROM flights f JOIN airports AS a ON f.origin = a.iata EMIT CHANGES;';
const labels = (before: string) => optionsAt(before, text, sources).map((option) => option.label);

test('sources are known by their names and aliases, in any case', () => {
  expect([...namedSources(text, sources).keys()]).toEqual(['FLIGHTS', 'F', 'AIRPORTS', 'A']);
});

test('after FROM come sources, after a dot the columns of that source, elsewhere also functions and keywords', () => {
  expect(labels('SELECT * FROM fl')).toEqual(['flights', 'airports']);
  expect(labels('SELECT a.')).toEqual(['state']);
  expect(labels('SELECT z.')).toEqual([]);
  expect(labels('SELECT ')).toEqual(expect.arrayContaining(['delay', 'state', 'COUNT', 'WHERE']));
});
