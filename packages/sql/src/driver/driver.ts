import { emptyMetastore, type DataSource } from '../analysis/metastore.ts';
import { evaluate } from '../expressions/evaluate.ts';
import { registeredSchema } from '../formats/schema-of.ts';
import { subjectOf } from '../formats/serde-spec.ts';
import { rowEncoder } from '../formats/serde.ts';
import type { FunctionRegistry } from '../functions/registry.ts';
import { compileTopology } from '../operators/compile-topology.ts';
import type {
  InputRecord,
  ProcessingError,
  ResultRow,
  Task,
  Topology,
  TopologyEnvironment,
} from '../operators/topology.ts';
import type { EngineContext, EngineState, Execution } from '../plan/engine-types.ts';
import { applyChange, execute } from '../plan/engine.ts';
import type { InsertPlan } from '../plan/insert-values.ts';
import type { PhysicalPlan } from '../plan/physical-plan.ts';
import type { ParsedStatement } from '../syntax/parse.ts';
import { Cluster } from './cluster.ts';

export interface DriverOptions {
  readonly functions: FunctionRegistry;
  readonly serviceId: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly report?: (error: ProcessingError) => void;
}

/** Executes statements and runs their queries in memory, one record at a time, with a clock that stands at 1970. */
export class Driver {
  readonly cluster = new Cluster();
  readonly #options: DriverOptions;
  readonly #environment: TopologyEnvironment;
  #state: EngineState;
  #queryNumber = 0;

  constructor(options: DriverOptions) {
    this.#options = options;
    this.#state = { metastore: emptyMetastore(options.functions), queries: new Map() };
    this.#environment = {
      functions: options.functions,
      properties: options.properties,
      schemas: this.cluster,
      now: () => CLOCK_MS,
      random: seededRandom(1),
      emit: 'every-update',
      report: options.report ?? ((): void => undefined),
    };
  }

  get state(): EngineState {
    return this.#state;
  }

  /** Persistent queries, in the order they were made. */
  get plans(): readonly PhysicalPlan[] {
    return [...this.#state.queries.values()].map(({ plan }) => plan);
  }

  source(name: string): DataSource | undefined {
    return this.#state.metastore.sources.get(name);
  }

  /** @throws MillraceError SQL_INVALID in ksqlDB's words */
  execute(statement: ParsedStatement): Execution {
    const execution = execute(this.#state, statement, this.#context());
    if (execution.kind === 'change') this.#apply(execution);
    if (execution.kind === 'insertValues') this.#insert(execution.insert);
    return execution;
  }

  #context(): EngineContext {
    return {
      serviceId: this.#options.serviceId,
      settings: this.#options.properties,
      schemas: this.cluster,
      queryNumber: this.#queryNumber,
      topic: (name) => this.cluster.topics.get(name),
    };
  }

  #apply({ change, topic }: Extract<Execution, { kind: 'change' }>): void {
    if (topic !== null) this.cluster.topic(topic.name, topic.partitions ?? undefined, topic.replicas ?? undefined);
    // What is planned is stored: nothing that JSON would lose may matter.
    const plain = JSON.parse(JSON.stringify(change)) as typeof change;
    this.#state = applyChange(this.#state, plain);
    for (const source of plain.sources) this.#registerSource(source);
    if (plain.started === null) return;
    if (plain.started.queryId.endsWith(`_${this.#queryNumber}`)) this.#queryNumber += 1;
    this.#register(this.topology(plain.started));
  }

  #registerSource(source: DataSource): void {
    for (const isKey of [true, false]) {
      const subject = subjectOf(source.topic, isKey);
      if (this.cluster.idOf(subject) !== undefined) continue;
      const columns = (isKey ? source.schema.key : source.schema.value).filter(
        (column) => column.headers === undefined,
      );
      const schema = registeredSchema({ serde: isKey ? source.keySerde : source.valueSerde, columns, isKey });
      if (schema !== null) this.cluster.register(subject, schema);
    }
  }

  #register(topology: Topology): void {
    for (const { subject, ...schema } of topology.subjects) {
      if (this.cluster.idOf(subject) === undefined) this.cluster.register(subject, schema);
    }
  }

  #insert({ source, key, value, timestamp }: InsertPlan): void {
    const { functions } = this.#options;
    const valueOf = (expression: (typeof key)[number]): unknown => evaluate(expression, functions, this.#environment);
    const encode = (isKey: boolean, row: readonly unknown[]): Uint8Array | null => {
      const [serde, columns] = isKey ? [source.keySerde, source.schema.key] : [source.valueSerde, source.schema.value];
      return rowEncoder({ serde, columns, isKey, topic: source.topic, schemas: this.cluster })(row);
    };
    const keys = key.map(valueOf);
    this.cluster.topic(source.topic).records.push({
      key: encode(true, keys),
      value: encode(false, value.map(valueOf)),
      timestamp: timestamp === null ? 0 : Number(valueOf(timestamp)),
      headers: [],
    });
  }

  /** Another with the same options, and nothing in it. */
  fresh(): Driver {
    return new Driver(this.#options);
  }

  topology(plan: PhysicalPlan): Topology {
    return compileTopology(plan, this.#environment);
  }

  /** Runs a query over records in their order, and appends what it writes to the topics. Gives the rows of a query without a sink. */
  run(
    plan: PhysicalPlan,
    records: readonly { readonly topic: string; readonly record: InputRecord }[],
  ): readonly ResultRow[] {
    const topology = this.topology(plan);
    const rows: ResultRow[] = [];
    const pending: { topic: string; record: InputRecord }[] = [];
    const tasks = topology.subtopologies.map((part) =>
      topology.createTask(part.index, 0, {
        emit: (topic, _partition, key, value, timestamp, headers = []) => {
          if (topology.repartitionTopics.includes(topic))
            pending.push({ topic, record: { key, value, timestamp, offset: 0, headers } });
          else this.cluster.topic(topic).records.push({ key, value, timestamp, headers });
        },
        emitRow: (row) => rows.push(row),
      }),
    );
    for (const { topic, record } of records) {
      feed(topology, tasks, topic, record);
      for (let next = pending.shift(); next !== undefined; next = pending.shift())
        feed(topology, tasks, next.topic, next.record);
    }
    return rows;
  }
}

function feed(topology: Topology, tasks: readonly Task[], topic: string, record: InputRecord): void {
  for (const part of topology.subtopologies) {
    if (part.sources.some((source) => source.topic === topic)) tasks[part.index]?.process(topic, [record]);
  }
}

/** 2026-01-01T00:00:00Z: what functions take for now. */
const CLOCK_MS = 1_767_225_600_000;

/** The same numbers for the same seed (xorshift). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}
