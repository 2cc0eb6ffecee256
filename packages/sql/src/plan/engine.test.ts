import { expect, test } from 'vitest';
import { emptyMetastore } from '../analysis/metastore.ts';
import { builtins } from '../functions/builtins.ts';
import { formatSchema } from '../syntax/format-columns.ts';
import { parseScript } from '../syntax/parse.ts';
import { isSqlError } from '../syntax/sql-error.ts';
import { applyChange, execute } from './engine.ts';
import type { EngineContext, EngineState, Execution } from './engine-types.ts';
import type { PhysicalPlan, Step } from './physical-plan.ts';

const AIRPORT_SCHEMA = JSON.stringify({
  type: 'record',
  name: 'Airport',
  fields: [
    { name: 'name', type: 'string' },
    { name: 'state', type: ['null', 'string'] },
  ],
});

const context = (queryNumber: number): EngineContext => ({
  serviceId: 'default_',
  settings: {},
  schemas: {
    idOf: (subject) => (subject === 'aviation.airports-value' ? 7 : undefined),
    byId: (id) => (id === 7 ? { schemaType: 'AVRO', schema: AIRPORT_SCHEMA } : undefined),
  },
  queryNumber,
  topic: (name) => (name === 'operations.flights' ? { partitions: 6, replicas: 1 } : undefined),
});

interface Ran {
  readonly state: EngineState;
  readonly executions: readonly Execution[];
}

const run = (script: string): Ran => {
  let state: EngineState = { metastore: emptyMetastore(builtins), queries: new Map() };
  const executions = parseScript(script).map((parsed) => {
    const execution = execute(state, parsed, context(state.queries.size));
    if (execution.kind === 'change') state = applyChange(state, execution.change);
    return execution;
  });
  return { state, executions };
};

const refusal = (script: string): string => {
  try {
    run(script);
  } catch (error) {
    if (isSqlError(error)) return error.message;
    throw error;
  }
  throw new Error(`not refused: ${script}`);
};

const started = ({ executions }: Ran): PhysicalPlan => {
  const last = executions.at(-1);
  if (last?.kind !== 'change' || last.change.started === null) throw new Error('a query was expected');
  return last.change.started;
};

const kinds = (step: Step): string[] => {
  if (step.kind === 'source') return [step.kind];
  const inputs = 'input' in step ? [step.input] : [step.left, step.right];
  return [step.kind, ...inputs.flatMap(kinds)];
};

const SOURCES = `
  CREATE STREAM flights (origin STRING KEY, date TIMESTAMP, delay INT, distance INT, destination STRING)
    WITH (kafka_topic='operations.flights', value_format='AVRO', timestamp='date');
  CREATE TABLE airports (iata STRING PRIMARY KEY) WITH (kafka_topic='aviation.airports', value_format='AVRO');`;

test('columns are inferred from a registered schema, in upper case', () => {
  const { state } = run(SOURCES);
  const airports = state.metastore.sources.get('AIRPORTS');
  expect(airports && formatSchema(airports.schema)).toBe('`IATA` STRING KEY, `NAME` STRING, `STATE` STRING');
});

test('an hourly aggregate by the key needs no repartition and gives a windowed table', () => {
  const ran = run(`${SOURCES} CREATE TABLE delays AS SELECT origin, COUNT(*) AS flights, AVG(delay) AS average
    FROM flights WINDOW TUMBLING (SIZE 1 HOUR) GROUP BY origin HAVING COUNT(*) > 1 EMIT CHANGES;`);
  const plan = started(ran);
  expect(kinds(plan.root)).toEqual(['select', 'filter', 'aggregate', 'groupBy', 'source']);
  expect(formatSchema(plan.root.schema)).toBe('`ORIGIN` STRING KEY, `FLIGHTS` BIGINT, `AVERAGE` DOUBLE');
  expect(JSON.stringify(plan)).toContain('"repartition":null');
  expect(plan.sink).toMatchObject({
    topic: 'DELAYS',
    partitions: 6,
    relation: 'table',
    valueSerde: { format: 'AVRO' },
  });
  expect(ran.state.metastore.sources.get('DELAYS')?.window).toEqual({ type: 'TUMBLING', sizeMs: 3_600_000 });
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
});

test('a join on both keys moves neither side; its key goes by either name', () => {
  const plan = started(
    run(`${SOURCES} CREATE STREAM enriched AS SELECT f.origin AS airport, a.state, f.delay
    FROM flights f JOIN airports a ON f.origin = a.iata EMIT CHANGES;`),
  );
  expect(kinds(plan.root)).toEqual(['select', 'streamTableJoin', 'select', 'source', 'select', 'source']);
  expect(formatSchema(plan.root.schema)).toBe('`AIRPORT` STRING KEY, `STATE` STRING, `DELAY` INTEGER');
  expect(plan.sources).toEqual(['FLIGHTS', 'AIRPORTS']);
});

test('a join on another column moves the stream through a topic of the expected name', () => {
  const plan = started(
    run(`${SOURCES} CREATE STREAM arrived AS SELECT f.destination, a.state
    FROM flights f JOIN airports a ON f.destination = a.iata EMIT CHANGES;`),
  );
  expect(JSON.stringify(plan)).toContain('"_confluent-ksql-default_query_CSAS_ARRIVED_0-Join-repartition"');
});

test('query ids count, OR REPLACE keeps the id, DROP ends the query', () => {
  const { state, executions } = run(`${SOURCES}
    CREATE STREAM late AS SELECT * FROM flights WHERE delay > 60;
    CREATE OR REPLACE STREAM late AS SELECT * FROM flights WHERE delay > 90;
    INSERT INTO late SELECT * FROM flights WHERE delay < -60;`);
  expect([...state.queries.keys()]).toEqual(['CSAS_LATE_0', 'INSERTQUERY_1']);
  expect(executions[3]).toMatchObject({ change: { terminated: ['CSAS_LATE_0'], started: { queryId: 'CSAS_LATE_0' } } });
  const ended = run(`${SOURCES} CREATE STREAM late AS SELECT * FROM flights; DROP STREAM late DELETE TOPIC;`);
  expect(ended.state.queries.size).toBe(0);
  expect(ended.executions.at(-1)).toMatchObject({ deleteTopic: 'LATE' });
});

test('a source that others read cannot be dropped', () => {
  expect(refusal(`${SOURCES} CREATE STREAM late AS SELECT * FROM flights; DROP STREAM flights;`)).toContain(
    'The following queries read from this source: [CSAS_LATE_0].',
  );
});

test('a push query gives every item as a value, keys too', () => {
  const last = run(`${SOURCES} SELECT *, ROWTIME FROM flights EMIT CHANGES LIMIT 3;`).executions.at(-1);
  expect(last).toMatchObject({ kind: 'push', plan: { limit: 3, sink: null } });
  const columns = last?.kind === 'push' ? last.plan.root.schema.value.map((column) => column.name) : [];
  expect(columns).toEqual(['ORIGIN', 'DATE', 'DELAY', 'DISTANCE', 'DESTINATION', 'ROWTIME']);
});

test('a pull query needs a table that a query keeps', () => {
  expect(refusal(`${SOURCES} SELECT * FROM airports WHERE iata = 'SEA';`)).toContain("isn't queryable");
  const last = run(`${SOURCES} CREATE TABLE n AS SELECT origin, COUNT(*) AS c FROM flights GROUP BY origin;
    SELECT c FROM n WHERE origin = 'SEA';`).executions.at(-1);
  expect(last).toMatchObject({ kind: 'pull', plan: { source: 'N', queryId: 'CTAS_N_0' } });
});

test('what cannot run is refused in words that help', () => {
  expect(refusal('SELECT * FROM flihgts EMIT CHANGES;')).toContain('FLIHGTS does not exist.');
  expect(refusal(`${SOURCES} SELECT * FROM flihgts EMIT CHANGES;`)).toContain('Did you mean FLIGHTS?');
  expect(refusal(`${SOURCES} CREATE STREAM x AS SELECT delay FROM flights;`)).toContain(
    'must include the key column ORIGIN in its projection (eg, SELECT ORIGIN...)',
  );
  expect(
    refusal(`${SOURCES} CREATE TABLE x AS SELECT origin, delay, COUNT(*) FROM flights GROUP BY origin;`),
  ).toContain('Non-aggregate SELECT expression(s) not part of GROUP BY: DELAY');
  expect(refusal(`${SOURCES} SELECT * FROM flights WHERE delay > 'late' EMIT CHANGES;`)).toBe(
    "Error in WHERE expression: Cannot compare DELAY (INTEGER) to 'late' (STRING) with GREATER_THAN.",
  );
  expect(refusal("CREATE STREAM s (a INT) WITH (kafka_topic='t', value_fromat='JSON');")).toContain(
    'Did you mean VALUE_FORMAT?',
  );
});

test('INSERT VALUES gives one converted expression a column', () => {
  const last = run(
    `${SOURCES} INSERT INTO flights (origin, delay, date) VALUES ('SEA', 5, '2001-01-01T10:00:00');`,
  ).executions.at(-1);
  expect(last).toMatchObject({
    kind: 'insertValues',
    insert: {
      key: [{ kind: 'literal', value: 'SEA' }],
      value: [{ value: 978_343_200_000 }, { value: 5 }, { kind: 'null' }, { kind: 'null' }],
      timestamp: null,
    },
  });
});
