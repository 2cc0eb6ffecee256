import { describe, expect, it } from 'vitest';
import { Cluster } from '../driver/cluster.ts';
import { emptyMetastore } from '../analysis/metastore.ts';
import { builtins } from '../functions/builtins.ts';
import { applyChange, execute } from '../plan/engine.ts';
import type { EngineState } from '../plan/engine-types.ts';
import { parseScript } from '../syntax/parse.ts';
import { compileTopology } from './compile-topology.ts';
import type { InputRecord, ProcessingError, Topology, TopologyEnvironment } from './topology.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const SETTINGS = { 'ksql.persistence.default.format.key': 'KAFKA' };

function topologyOf(sql: string, emit: TopologyEnvironment['emit'], errors: ProcessingError[] = []): Topology {
  let state: EngineState = { metastore: emptyMetastore(builtins), queries: new Map() };
  const schemas = new Cluster();
  const topic = (): { partitions: number; replicas: number } => ({ partitions: 1, replicas: 1 });
  for (const statement of parseScript(sql)) {
    const execution = execute(state, statement, {
      serviceId: 'test',
      settings: SETTINGS,
      schemas,
      queryNumber: 0,
      topic,
    });
    if (execution.kind === 'change') state = applyChange(state, execution.change);
  }
  const [query] = state.queries.values();
  if (query === undefined) throw new Error('the script starts no query');
  const report = (error: ProcessingError): void => void errors.push(error);
  return compileTopology(query.plan, {
    functions: builtins,
    properties: {},
    schemas,
    now: () => 0,
    random: () => 0,
    emit,
    report,
  });
}

type Written = [key: string | null, value: string | null, timestamp: number];

function taskOf(topology: Topology, index = 0) {
  const written: Written[] = [];
  const show = (bytes: Uint8Array | null): string | null => (bytes === null ? null : new TextDecoder().decode(bytes));
  const task = topology.createTask(index, 0, {
    emit: (_topic, _partition, key, value, timestamp) => void written.push([show(key), show(value), timestamp]),
    emitRow: () => undefined,
  });
  return { task, written };
}

function record(key: string, value: object | null, timestamp: number): InputRecord {
  return { key: text(key), value: value === null ? null : text(JSON.stringify(value)), timestamp, offset: 0 };
}

const CLICKS = `CREATE STREAM clicks (who STRING KEY, page STRING, ms INTEGER) WITH (kafka_topic='clicks', value_format='JSON');`;
const COUNTS = `${CLICKS} CREATE TABLE counts AS SELECT who, COUNT(*) AS n, AVG(ms) AS mean FROM clicks GROUP BY who;`;

describe('a task', () => {
  it('tells each update at once when asked to', () => {
    const { task, written } = taskOf(topologyOf(COUNTS, 'every-update'));
    task.process('clicks', [record('a', { ms: 10 }, 1), record('a', { ms: 20 }, 2)]);
    expect(written).toEqual([
      ['a', '{"N":1,"MEAN":10.0}', 1],
      ['a', '{"N":2,"MEAN":15.0}', 2],
    ]);
  });

  it('tells the last update of each key once, at the flush before a commit', () => {
    const { task, written } = taskOf(topologyOf(COUNTS, 'on-commit'));
    task.process('clicks', [record('a', { ms: 10 }, 1), record('b', { ms: 1 }, 2), record('a', { ms: 20 }, 3)]);
    expect(written).toEqual([]);
    task.flush();
    expect(written).toEqual([
      ['a', '{"N":2,"MEAN":15.0}', 3],
      ['b', '{"N":1,"MEAN":1.0}', 2],
    ]);
    task.flush();
    expect(written).toHaveLength(2);
  });

  it('goes on from its changelog as if nothing had happened', () => {
    const topology = topologyOf(COUNTS, 'every-update');
    const first = taskOf(topology).task;
    first.process('clicks', [record('a', { ms: 10 }, 1), record('b', { ms: 4 }, 2)]);
    const changelog = new Map<string, InputRecord[]>();
    first.drainChangelog((topic, key, value, timestamp) => {
      changelog.set(topic, [...(changelog.get(topic) ?? []), { key, value, timestamp, offset: 0 }]);
    });
    first.drainChangelog(() => {
      throw new Error('nothing has changed since');
    });
    const second = taskOf(topology);
    for (const [topic, records] of changelog) second.task.restore(topic, records);
    second.task.process('clicks', [record('a', { ms: 20 }, 3)]);
    expect(second.written).toEqual([['a', '{"N":2,"MEAN":15.0}', 3]]);
    expect([...(second.task.result?.scan() ?? [])].map((row) => [row.key, row.value])).toEqual([
      [['a'], [2, 15]],
      [['b'], [1, 4]],
    ]);
  });

  it('keeps windows of 2001 for as long as stream time is near them, and drops what is late', () => {
    const errors: ProcessingError[] = [];
    const sql = `${CLICKS} CREATE TABLE hourly AS SELECT who, COUNT(*) AS n FROM clicks
      WINDOW TUMBLING (SIZE 1 HOUR, GRACE PERIOD 10 MINUTES) GROUP BY who;`;
    const { task } = taskOf(topologyOf(sql, 'on-commit', errors));
    const start = Date.UTC(2001, 0, 1);
    const minute = 60_000;
    task.process('clicks', [
      record('a', {}, start),
      record('a', {}, start + 65 * minute),
      record('a', {}, start + 30 * minute),
      record('a', {}, start + 71 * minute),
      record('a', {}, start + 31 * minute),
    ]);
    const rows = task.result?.get(['a']).map((row) => [row.window?.start, row.value]);
    expect(rows).toEqual([
      [start, [2]],
      [start + 60 * minute, [2]],
    ]);
    expect(errors.map((error) => error.kind)).toEqual(['late-record']);
  });

  it('tells a window that closed long before the commit, and deletes it from the changelog once it was there', () => {
    const sql = `${CLICKS} CREATE TABLE hourly AS SELECT who, COUNT(*) AS n FROM clicks
      WINDOW TUMBLING (SIZE 1 HOUR, GRACE PERIOD 0 SECONDS) GROUP BY who;`;
    const { task, written } = taskOf(topologyOf(sql, 'on-commit'));
    const start = Date.UTC(2001, 0, 1);
    const day = 86_400_000;
    const changelog: (Uint8Array | null)[] = [];
    const commit = (): void => {
      task.flush();
      task.drainChangelog((_topic, _key, value) => void changelog.push(value));
    };
    task.process('clicks', [record('a', {}, start), record('a', {}, start + 30 * day)]);
    commit();
    expect(written.map(([, value]) => value)).toEqual(['{"N":1}', '{"N":1}']);
    expect(changelog).toEqual([expect.any(Uint8Array)]);
    task.process('clicks', [record('a', {}, start + 60 * day)]);
    commit();
    expect(changelog).toEqual([expect.any(Uint8Array), null, expect.any(Uint8Array)]);
    expect([...(task.result?.scan() ?? [])]).toHaveLength(1);
  });

  it('tells each final result once, however far stream time jumps', () => {
    const sql = `${CLICKS} CREATE TABLE hourly AS SELECT who, COUNT(*) AS n FROM clicks
      WINDOW TUMBLING (SIZE 1 HOUR, GRACE PERIOD 1 MINUTE) GROUP BY who EMIT FINAL;`;
    const { task, written } = taskOf(topologyOf(sql, 'on-commit'));
    const day = 86_400_000;
    task.process('clicks', [
      record('a', {}, 1),
      record('a', {}, 2),
      record('b', {}, 30 * day),
      record('a', {}, 60 * day),
    ]);
    expect(written.map(([, value, timestamp]) => [value, timestamp])).toEqual([
      ['{"N":2}', 2],
      ['{"N":1}', 30 * day],
    ]);
  });

  it('joins a stream with the table as it is at that moment', () => {
    const sql = `${CLICKS}
      CREATE TABLE people (who STRING PRIMARY KEY, name STRING) WITH (kafka_topic='people', value_format='JSON');
      CREATE STREAM named AS SELECT c.who, name, page FROM clicks c LEFT JOIN people p ON c.who = p.who;`;
    const { task, written } = taskOf(topologyOf(sql, 'on-commit'));
    task.process('people', [record('a', { name: 'Ann' }, 1)]);
    task.process('clicks', [record('a', { page: 'x' }, 2), record('b', { page: 'y' }, 3)]);
    task.process('people', [record('a', null, 4)]);
    task.process('clicks', [record('a', { page: 'z' }, 5)]);
    expect(written.map(([, value]) => value)).toEqual([
      '{"NAME":"Ann","PAGE":"x"}',
      '{"NAME":null,"PAGE":"y"}',
      '{"NAME":null,"PAGE":"z"}',
    ]);
  });

  it('splits where rows move to other keys', () => {
    const topology = topologyOf(
      `${CLICKS} CREATE TABLE pages AS SELECT page, COUNT(*) AS n FROM clicks GROUP BY page;`,
      'every-update',
    );
    expect(topology.subtopologies).toHaveLength(2);
    expect(topology.subtopologies[0]?.sinks).toEqual(topology.repartitionTopics);
    expect(topology.subtopologies[1]?.sources.map((source) => source.topic)).toEqual(topology.repartitionTopics);
  });

  it('reports a row that it cannot read, and goes on with the next', () => {
    const errors: ProcessingError[] = [];
    const { task, written } = taskOf(
      topologyOf(`${CLICKS} CREATE STREAM copies AS SELECT * FROM clicks;`, 'every-update', errors),
    );
    task.process('clicks', [{ ...record('a', null, 1), value: text('{') }, record('b', { page: 'x', ms: 1 }, 2)]);
    expect(written).toEqual([['b', '{"PAGE":"x","MS":1}', 2]]);
    expect(errors).toHaveLength(1);
  });
});
