import { expect, test } from 'vitest';
import { builtins } from '../functions/builtins.ts';
import { complete } from './complete.ts';
import { diagnose } from './diagnose.ts';
import { metastoreOf } from './outline.ts';

const metastore = metastoreOf(
  [
    {
      name: 'FLIGHTS',
      kind: 'stream',
      topic: 'operations.flights',
      columns: [
        { name: 'ORIGIN', type: 'STRING', key: true },
        { name: 'DELAY', type: 'INTEGER', key: false },
        { name: 'PLANE', type: 'STRUCT<`TAIL` STRING, `MAKER` STRING>', key: false },
      ],
    },
    { name: 'AIRPORTS', kind: 'table', topic: 'airports', columns: [{ name: 'IATA', type: 'STRING', key: true }] },
  ],
  builtins,
);

const labels = (text: string): string[] => {
  const offset = text.indexOf('|');
  return complete(text.replace('|', ''), offset, metastore).map((suggestion) => suggestion.label);
};

test('a correct script has no finding, and later statements see what earlier ones made', () => {
  const script = `CREATE TABLE late AS SELECT origin, COUNT(*) AS n FROM flights WHERE delay > 15 GROUP BY origin EMIT CHANGES;
    SELECT * FROM late EMIT CHANGES;`;
  expect(diagnose(script, metastore)).toEqual([]);
});

test('each wrong statement is found at its place, with the nearest right name', () => {
  const script = 'SELECT dely FROM flights EMIT CHANGES;\nSELEC 1;\nSELECT UCAS(origin) FROM flights EMIT CHANGES;';
  const found = diagnose(script, metastore);
  expect(found.map(({ line, column }) => [line, column])).toEqual([
    [1, 8],
    [2, 1],
    [3, 8],
  ]);
  expect(found[0]?.message).toContain('Did you mean DELAY?');
  expect(found[1]?.message).toContain("Did you mean 'SELECT'?");
  expect(found[2]?.message).toContain('Did you mean UCASE?');
  expect(script.slice(found[0]?.start, found[0]?.end)).toBe('dely');
});

test('a text that is not closed is one finding', () => {
  expect(diagnose("SELECT 'abc FROM flights;", metastore)).toHaveLength(1);
});

test('columns come from sources named after the cursor too', () => {
  expect(labels('SELECT de| FROM flights EMIT CHANGES;')).toContain('DELAY');
  expect(labels('SELECT de| FROM airports EMIT CHANGES;')).not.toContain('DELAY');
});

test('places are told apart: statements, sources, aliases, fields, properties, formats, types', () => {
  expect(labels('|')).toContain('SELECT');
  expect(labels('SELECT * FROM |')).toEqual(['FLIGHTS', 'AIRPORTS']);
  expect(labels('SELECT f.| FROM flights f')).toContain('ORIGIN');
  expect(labels('SELECT plane->| FROM flights')).toEqual(['TAIL', 'MAKER']);
  expect(labels("CREATE STREAM a WITH (kafka_topic='a', value_|")).toContain('VALUE_FORMAT');
  expect(labels('CREATE STREAM a WITH (value_format=|')).toContain('AVRO');
  expect(labels('CREATE STREAM a (x |')).toContain('BIGINT');
  expect(labels('SELECT COU| FROM flights')).toContain('COUNT');
  expect(labels('SELECT * FROM flights EMIT |')).toEqual(['CHANGES', 'FINAL']);
});

test('nothing is offered within texts and comments', () => {
  expect(labels("SELECT 'x|")).toEqual([]);
  expect(labels('-- SEL|')).toEqual([]);
});

test('a suggestion replaces the word that was begun', () => {
  const [first] = complete('SELECT ori FROM flights', 10, metastore);
  expect(first).toMatchObject({ label: 'ORIGIN', insert: 'ORIGIN', start: 7, end: 10, detail: 'STRING KEY' });
});
