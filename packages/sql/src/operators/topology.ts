import type { FunctionRegistry } from '../functions/registry.ts';
import type { PhysicalPlan, SerdeInfo } from '../plan/physical-plan.ts';

/** A record as a topic holds it. */
export interface InputRecord {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly timestamp: number;
  readonly offset: number;
  readonly headers?: readonly RecordHeader[];
}

export type RecordHeader = readonly [key: string, value: Uint8Array | null];

export interface RegisteredSchema {
  readonly schemaType: 'AVRO' | 'PROTOBUF' | 'JSON';
  readonly schema: string;
}

/** What a schema registry knows, without waiting: the caller fetches beforehand what a task says it misses. */
export interface SchemaLookup {
  byId(id: number): RegisteredSchema | undefined;
  /** The id of the latest version of a subject. */
  idOf(subject: string): number | undefined;
}

/** A row or an expression that could not be processed; what ksqlDB writes to its processing log. */
export interface ProcessingError {
  readonly kind: 'deserialization' | 'expression' | 'serialization' | 'late-record' | 'null-key';
  readonly queryId: string;
  /** The step's query context. */
  readonly context: string;
  readonly message: string;
}

/** All that a topology takes from outside. */
export interface TopologyEnvironment {
  readonly functions: FunctionRegistry;
  /** Settings of the session, such as `ksql.functions.collect_list.limit`. */
  readonly properties: Readonly<Record<string, string>>;
  readonly schemas: SchemaLookup;
  now(): number;
  random(): number;
  /**
   * `every-update`: each change of a table goes on at once. `on-commit`: a table's last change of each key goes on at `flush`, as
   * Kafka Streams does with its record cache.
   */
  readonly emit: 'every-update' | 'on-commit';
  /** Told each row that failed. Must not throw. */
  report(error: ProcessingError): void;
}

export interface TopologySource {
  readonly topic: string;
  /** Written by another subtopology of the same query. */
  readonly repartition: boolean;
  /** Tables are read from the earliest offset always, and first. */
  readonly relation: 'stream' | 'table';
}

export interface StoreSpec {
  readonly name: string;
  /** The topic that rebuilds it: a changelog of its own, or the source topic of a table. */
  readonly changelogTopic: string;
  readonly changelogIsSource: boolean;
  /**
   * What a changelog of its own should be created with: compacted, and never deleted by age, for event times may lie years back. What
   * a store forgets it deletes there by name.
   */
  readonly cleanupPolicy: 'compact';
  readonly keySerde: SerdeInfo;
  readonly valueSerde: SerdeInfo;
}

/** Steps that run in one task a partition: split at repartition topics, as Kafka Streams does. */
export interface Subtopology {
  readonly index: number;
  /** Co-partitioned: partition n of each goes to task n. */
  readonly sources: readonly TopologySource[];
  readonly stores: readonly StoreSpec[];
  /** Topics it writes: repartition topics and the sink. */
  readonly sinks: readonly string[];
}

/** A schema that must be registered under its subject before a task is created. */
export interface SubjectSpec extends RegisteredSchema {
  readonly subject: string;
  readonly topic: string;
}

/** A row of a query without a sink, for the client that asked. */
export interface ResultRow {
  readonly key: readonly unknown[] | null;
  /** Null for a tombstone of a table. */
  readonly value: readonly unknown[] | null;
  readonly window: Window | null;
  readonly timestamp: number;
}

/** Milliseconds; the end is exclusive for time windows, the time of the last record for sessions. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

export interface TaskContext {
  /** To a sink or repartition topic. `partition` undefined: by the hash of the key bytes (murmur2). */
  emit(
    topic: string,
    partition: number | undefined,
    key: Uint8Array | null,
    value: Uint8Array | null,
    timestamp: number,
    headers?: readonly RecordHeader[],
  ): void;
  /** A row of a push query. */
  emitRow(row: ResultRow): void;
}

/** The rows of the table that a query keeps, for pull queries. */
export interface ResultTable {
  get(key: readonly unknown[]): readonly ResultRow[];
  scan(): Iterable<ResultRow>;
}

/** One partition of one subtopology. Synchronous, and never called twice at the same time. */
export interface Task {
  /** Ids of the registered schemas that these records need and `SchemaLookup.byId` does not give yet. Ask before `process`. */
  missingSchemas(topic: string, records: readonly InputRecord[]): readonly number[];
  /** Throws only for what must end the query (`KsqlFunctionException` of an aggregate); all else is reported. */
  process(topic: string, records: readonly InputRecord[]): void;
  /** Forwards what `on-commit` holds back. Call before `drainChangelog` and the commit. */
  flush(): void;
  /** Gives each store entry changed since the last call once, as a changelog record; a null value deletes. */
  drainChangelog(write: (topic: string, key: Uint8Array, value: Uint8Array | null, timestamp: number) => void): void;
  /** Applies changelog records (or, for `changelogIsSource`, source records) from the first on, before any `process`. */
  restore(changelogTopic: string, records: readonly InputRecord[]): void;
  /** Only in the subtopology that ends in the query's table. */
  readonly result: ResultTable | null;
}

export interface Topology {
  readonly plan: PhysicalPlan;
  /** In the order of the flow. Only the two sides of a foreign-key join write to each other. */
  readonly subtopologies: readonly Subtopology[];
  /** Topics to create before the tasks; as many partitions as the most that a source of the query has. */
  readonly repartitionTopics: readonly string[];
  readonly subjects: readonly SubjectSpec[];
  createTask(subtopology: number, partition: number, context: TaskContext): Task;
}
