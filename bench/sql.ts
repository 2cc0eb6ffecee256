import { ByteWriter, compileColumnEncoder, parseAvro, writeFrame } from '@millrace/schema';
import {
  applyChange,
  builtins,
  compileTopology,
  emptyMetastore,
  type EngineState,
  execute,
  type InputRecord,
  parseScript,
  type PhysicalPlan,
  type RegisteredSchema,
  type Topology,
  type TopologyEnvironment,
} from '@millrace/sql';

/**
 * Rows a second of streaming SQL in memory, on records shaped as the flights example's: Avro in Confluent's frame, keyed by origin, event
 * times ascending over half a year. `node bench/sql.ts [ROWS]`.
 */
const rows = Number(process.argv[2] ?? 1_000_000);
/** As dense as the real ones, of which there are 3,000,000 in 181 days. */
const SPAN_MS = 181 * 86_400_000 * (rows / 3_000_000);
const START_MS = Date.UTC(2001, 0, 1);

const DDL = `
CREATE STREAM flights (origin STRING KEY, date TIMESTAMP, delay INTEGER, distance INTEGER, destination STRING)
  WITH (kafka_topic='flights', key_format='KAFKA', value_format='AVRO', partitions=1);
CREATE TABLE airports (iata STRING PRIMARY KEY, name STRING, city STRING, state STRING)
  WITH (kafka_topic='airports', key_format='KAFKA', value_format='AVRO', partitions=1);`;

const QUERIES: Readonly<Record<string, string>> = {
  filter: 'CREATE STREAM late AS SELECT origin, delay, distance FROM flights WHERE delay > 30;',
  'hourly aggregate': `CREATE TABLE hourly AS SELECT origin, COUNT(*) AS flights, AVG(delay) AS mean FROM flights
    WINDOW TUMBLING (SIZE 1 HOUR, GRACE PERIOD 1 HOUR) GROUP BY origin;`,
  join: `CREATE STREAM enriched AS SELECT f.origin, a.state, f.delay, f.distance, f.destination FROM flights f
    JOIN airports a ON f.origin = a.iata;`,
};

const registered = new Map<string, number>();
const schemas = new Map<number, RegisteredSchema>();

function register(subject: string, schema: RegisteredSchema): number {
  const id = registered.get(subject) ?? schemas.size + 1;
  registered.set(subject, id);
  schemas.set(id, schema);
  return id;
}

function field(name: string, type: unknown): object {
  return { name, type: ['null', type], default: null };
}

const timestamp = { type: 'long', logicalType: 'timestamp-millis' };
const FLIGHT = [
  field('DATE', timestamp),
  field('DELAY', 'int'),
  field('DISTANCE', 'int'),
  field('DESTINATION', 'string'),
];
const AIRPORT = [field('NAME', 'string'), field('CITY', 'string'), field('STATE', 'string')];

function writerOf(topic: string, fields: readonly object[]): (row: readonly unknown[]) => Uint8Array {
  const schema = JSON.stringify({ type: 'record', name: topic, fields });
  const id = register(`${topic}-value`, { schemaType: 'AVRO', schema });
  const write = compileColumnEncoder(parseAvro(schema));
  const out = new ByteWriter();
  return (row) => {
    out.position = 0;
    writeFrame(id, out);
    write(row, out);
    return out.slice();
  };
}

function random(): () => number {
  let state = 42;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 4_294_967_296;
  };
}

const next = random();
const codes = Array.from({ length: 230 }, () =>
  String.fromCharCode(...[0, 0, 0].map(() => 65 + Math.floor(next() * 26))),
);
const keys = codes.map((code) => new TextEncoder().encode(code));

function flightRecords(): InputRecord[] {
  const write = writerOf('flights', FLIGHT);
  return Array.from({ length: rows }, (_, offset) => {
    const origin = Math.floor(next() ** 3 * codes.length);
    const time = START_MS + Math.floor((offset / rows) * SPAN_MS);
    const row = [
      time,
      Math.floor(next() * 200) - 40,
      100 + Math.floor(next() * 2400),
      codes[Math.floor(next() * codes.length)],
    ];
    return { key: keys[origin] ?? null, value: write(row), timestamp: time, offset };
  });
}

function airportRecords(): InputRecord[] {
  const write = writerOf('airports', AIRPORT);
  return codes.map((code, offset) => ({
    key: keys[offset] ?? null,
    value: write([`Airport ${code}`, `City ${code}`, code.slice(0, 2)]),
    timestamp: START_MS,
    offset,
  }));
}

const environment: TopologyEnvironment = {
  functions: builtins,
  properties: {},
  schemas: { byId: (id) => schemas.get(id), idOf: (subject) => registered.get(subject) },
  now: () => 0,
  random: () => 0,
  emit: 'on-commit',
  report: (error) => {
    throw new Error(error.message);
  },
};

function plan(sql: string): PhysicalPlan {
  let state: EngineState = { metastore: emptyMetastore(builtins), queries: new Map() };
  let started: PhysicalPlan | null = null;
  for (const statement of parseScript(DDL + sql)) {
    const execution = execute(state, statement, {
      serviceId: 'bench',
      settings: { 'ksql.persistence.default.format.key': 'KAFKA' },
      schemas: environment.schemas,
      queryNumber: 0,
      topic: () => ({ partitions: 1, replicas: 1 }),
    });
    if (execution.kind !== 'change') continue;
    state = applyChange(state, execution.change);
    started = execution.change.started ?? started;
  }
  if (started === null) throw new Error('no query');
  return started;
}

const BATCH = 1000;

function run(
  topology: Topology,
  flights: readonly InputRecord[],
  airports: readonly InputRecord[],
): { ms: number; cpuMs: number; out: number } {
  let out = 0;
  const task = topology.createTask(topology.subtopologies.length - 1, 0, {
    emit: () => {
      out += 1;
    },
    emitRow: () => undefined,
  });
  if (topology.subtopologies.some((part) => part.sources.some((source) => source.topic === 'airports')))
    task.process('airports', airports);
  const started = performance.now();
  const cpu = process.cpuUsage();
  for (let at = 0; at < flights.length; at += BATCH) {
    task.process('flights', flights.slice(at, at + BATCH));
    // A commit every 100,000 rows.
    if (at % (100 * BATCH) === 0) {
      task.flush();
      task.drainChangelog(() => undefined);
    }
  }
  task.flush();
  task.drainChangelog(() => undefined);
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - started, cpuMs: (user + system) / 1000, out };
}

const flights = flightRecords();
const airports = airportRecords();
for (const [name, sql] of Object.entries(QUERIES)) {
  const topology = compileTopology(plan(sql), environment);
  for (const { subject, ...schema } of topology.subjects) register(subject, schema);
  run(topology, flights.slice(0, 50_000), airports);
  const { ms, cpuMs, out } = run(topology, flights, airports);
  console.log(
    `${name}: ${Math.round(rows / ms) * 1000} rows/s, ${Math.round(rows / cpuMs) * 1000} a second of processor time (${rows} in, ${out} out, ${Math.round(ms)} ms)`,
  );
}
