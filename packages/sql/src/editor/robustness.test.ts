import * as fc from 'fast-check';
import { test } from 'vitest';
import { builtins } from '../functions/builtins.ts';
import { complete } from './complete.ts';
import { diagnose } from './diagnose.ts';
import { metastoreOf } from './outline.ts';

const metastore = metastoreOf(
  [
    {
      name: 'A',
      kind: 'stream',
      topic: 'a',
      columns: [
        { name: 'K', type: 'STRING', key: true },
        { name: 'V', type: 'INT', key: false },
      ],
    },
    { name: 'B', kind: 'table', topic: 'b', columns: [{ name: 'K', type: 'STRING', key: true }] },
  ],
  builtins,
);

const EXPRESSIONS = [
  'k',
  'v',
  'a.k',
  'b.k',
  'x',
  '*',
  'v + 1',
  "'t'",
  'NULL',
  'COUNT(*)',
  'SUM(v)',
  'EXPLODE(ARRAY[v])',
  'ROWTIME',
  'WINDOWSTART',
  'v->x',
  'v[1]',
  'CAST(v AS STRING)',
  'UCASE(k) AS k',
  '-v',
  'k = v',
];
const expression = fc.constantFrom(...EXPRESSIONS);
const clause = (words: string): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constant(''),
    expression.map((each) => `${words} ${each}`),
  );

const statement = fc
  .record({
    head: fc.constantFrom(
      '',
      'CREATE STREAM c AS',
      'CREATE TABLE c AS',
      'INSERT INTO a',
      "CREATE TABLE c WITH (FORMAT='AVRO') AS",
    ),
    items: fc.array(expression, { minLength: 1, maxLength: 3 }),
    from: fc.constantFrom(
      'a',
      'b',
      'a x',
      'a JOIN b ON a.k = b.k',
      'a FULL JOIN b ON v = b.k',
      'b JOIN b ON k = k',
      'c',
    ),
    window: fc.constantFrom('', 'WINDOW TUMBLING (SIZE 1 HOUR)', 'WINDOW SESSION (5 SECONDS)'),
    where: clause('WHERE'),
    group: clause('GROUP BY'),
    partition: clause('PARTITION BY'),
    having: clause('HAVING'),
    emit: fc.constantFrom('', 'EMIT CHANGES', 'EMIT FINAL LIMIT 2'),
  })
  .map(
    ({ head, items, from, window, where, group, partition, having, emit }) =>
      `${head} SELECT ${items.join(', ')} FROM ${from} ${window} ${where} ${group} ${partition} ${having} ${emit};`,
  );

test('a script of any queries is diagnosed, and completed anywhere, without a crash', () => {
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 3 }), fc.nat(), (statements, at) => {
      const script = statements.join('\n');
      diagnose(script, metastore);
      complete(script, at % (script.length + 1), metastore);
    }),
    { numRuns: 300 },
  );
});
