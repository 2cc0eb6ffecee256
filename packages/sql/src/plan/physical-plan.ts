import type { SqlType } from '../types/sql-type.ts';
import type { Expression } from './expression.ts';

/**
 * What runs: a tree of steps from sources up to a sink (persistent query) or to a client (push query). Plain JSON.
 *
 * A record between two steps is `{ key, window, value, timestamp }`: `key` one value a key column, `value` one value a value column
 * or null (a tombstone of a table), `window` the bounds when the key is windowed. `schema` of a step is what it gives out;
 * expressions of a step refer to what its input gives out.
 */
export interface PhysicalPlan {
  /** CSAS_NAME_0, CTAS_NAME_1, INSERTQUERY_2, CST_NAME_3; transient queries: transient_NAME_<id>. */
  readonly queryId: string;
  readonly kind: 'persistent' | 'push';
  /** `_confluent-ksql-<serviceId>query_<queryId>` (persistent) or `_confluent-ksql-<serviceId>transient_<queryId>`. */
  readonly applicationId: string;
  readonly root: Step;
  readonly sink: Sink | null;
  /** Push queries end after so many rows; null: never. */
  readonly limit: number | null;
  /** The statement as the author wrote it. */
  readonly statement: string;
  /** Names of the sources read, in order of appearance. */
  readonly sources: readonly string[];
}

export type Format = 'JSON' | 'JSON_SR' | 'AVRO' | 'PROTOBUF' | 'PROTOBUF_NOSR' | 'DELIMITED' | 'KAFKA' | 'NONE';

/** WRAP_SINGLES / UNWRAP_SINGLES: a single column as a record of one field, or as the bare value. Absent: the format's own way. */
export type SerdeFeature = 'WRAP_SINGLES' | 'UNWRAP_SINGLES';

export interface SerdeInfo {
  readonly format: Format;
  /** `delimiter` (one character, resolved), `fullSchemaName`, `schemaId`, `subjectName`, `nullableRepresentation`, `unwrapPrimitives`. */
  readonly properties: Readonly<Record<string, string>>;
  readonly features: readonly SerdeFeature[];
}

export type WindowType = 'TUMBLING' | 'HOPPING' | 'SESSION';

/** How window bounds follow the key bytes: SESSION end + start, else start alone. `sizeMs` null for SESSION. */
export interface WindowInfo {
  readonly type: WindowType;
  readonly sizeMs: number | null;
}

export interface Column {
  readonly name: string;
  readonly type: SqlType;
  /** Where a value column is filled from the record's headers: all of them, or the last of that name as BYTES. */
  readonly headers?: { readonly key: string | null };
}

export interface RowSchema {
  readonly key: readonly Column[];
  readonly value: readonly Column[];
}

export type Relation = 'stream' | 'table';

/** The column that the event time is read from, with its format when it is text. Null: the record's own timestamp. */
export interface TimestampColumn {
  readonly column: string;
  readonly format: string | null;
}

export type Step =
  | SourceStep
  | FilterStep
  | SelectStep
  | FlatMapStep
  | PartitionByStep
  | GroupByStep
  | AggregateStep
  | StreamTableJoinStep
  | StreamStreamJoinStep
  | TableTableJoinStep
  | ForeignKeyJoinStep;

interface StepBase {
  /** ksqlDB's query context, unique within the plan: `KsqlTopic`, `Aggregate/GroupBy`, `Join/Left`. Names stores and topics. */
  readonly context: string;
  readonly relation: Relation;
  readonly schema: RowSchema;
  /** The window of the keys given out; null: keys are not windowed. */
  readonly window: WindowInfo | null;
}

/**
 * Reads a topic. A table keeps the last row of each key (`store`) so that operators above see the old row too. Header columns sit in
 * `schema.value` like others (see Column.headers), but are not in the payload.
 */
export interface SourceStep extends StepBase {
  readonly kind: 'source';
  /** Name of the stream or table in the metastore, and the alias it goes by in the query. */
  readonly source: string;
  readonly alias: string;
  readonly topic: string;
  readonly keySerde: SerdeInfo;
  readonly valueSerde: SerdeInfo;
  readonly timestamp: TimestampColumn | null;
  /** Tables only. `changelogTopic` null: the source topic itself rebuilds it. */
  readonly store: StoreInfo | null;
}

export interface StoreInfo {
  readonly name: string;
  readonly changelogTopic: string | null;
  readonly keySerde: SerdeInfo;
  readonly valueSerde: SerdeInfo;
}

export interface RepartitionInfo {
  readonly topic: string;
  readonly keySerde: SerdeInfo;
  readonly valueSerde: SerdeInfo;
}

/** On a table a row that fails, or that ceases to pass, becomes a tombstone where the key had passed before. */
export interface FilterStep extends StepBase {
  readonly kind: 'filter';
  readonly input: Step;
  readonly predicate: Expression;
  /** What an error in the predicate is reported as: WHERE or HAVING. */
  readonly clause: 'WHERE' | 'HAVING';
}

/** New values; keys go through, under the names of `schema.key`. `values` match `schema.value` by position. Tombstones go through. */
export interface SelectStep extends StepBase {
  readonly kind: 'select';
  readonly input: Step;
  readonly values: readonly Expression[];
}

/**
 * Appends one column a table function; one row out for each element of the longest list, shorter ones padded with null.
 * No element at all: no row.
 */
export interface FlatMapStep extends StepBase {
  readonly kind: 'flatMap';
  readonly input: Step;
  readonly functions: readonly TableFunctionCall[];
}

export interface TableFunctionCall {
  readonly name: string;
  readonly overload: string;
  readonly args: readonly Expression[];
  /** Type of one element. */
  readonly type: SqlType;
}

/**
 * New keys, through a repartition topic. `keys` match `schema.key`; `values` match `schema.value`. An empty `keys` makes null keys.
 * Windowed keys keep their window: only the format of such a key changes.
 * Over a table (before a table-table join): the row moves to its new key, with a tombstone for the old one.
 */
export interface PartitionByStep extends StepBase {
  readonly kind: 'partitionBy';
  readonly input: Step;
  readonly keys: readonly Expression[];
  readonly values: readonly Expression[];
  readonly repartition: RepartitionInfo;
  /** Tables only: keeps the rows under their new keys. */
  readonly store: StoreInfo | null;
}

/**
 * Keys and the columns that the aggregation needs. A row with a null key column is dropped. `repartition` null: the keys are the input's keys already.
 * Over a table: each change becomes a removal of the old row from its group and an addition of the new one.
 */
export interface GroupByStep extends StepBase {
  readonly kind: 'groupBy';
  readonly input: Step;
  readonly keys: readonly Expression[];
  readonly values: readonly Expression[];
  readonly repartition: RepartitionInfo | null;
}

/**
 * Gives a table keyed as its GroupBy, windowed when `windowing` is set. `schema.value` = the first `nonAggregates` columns
 * of the input (taken from the latest row), then one column a function. `schema` does not hold window bounds: they are read
 * from the key (`windowstart`, `windowend`).
 */
export interface AggregateStep extends StepBase {
  readonly kind: 'aggregate';
  readonly input: GroupByStep;
  readonly nonAggregates: number;
  readonly functions: readonly AggregateCall[];
  readonly windowing: Windowing | null;
  readonly store: StoreInfo;
  /** FINAL: one row a window, when stream time passes its end plus grace. */
  readonly emit: 'changes' | 'final';
}

/** `initial` holds the literal arguments in JSON form (TOPK's k, COLLECT_LIST's limit …); `args` the column arguments. */
export interface AggregateCall {
  readonly name: string;
  readonly overload: string;
  readonly args: readonly Expression[];
  readonly initial: readonly (boolean | number | string | null)[];
  readonly type: SqlType;
}

/** Milliseconds throughout. TUMBLING: `advanceMs` is `sizeMs`. SESSION: `sizeMs` is the gap. `graceMs` null: ksqlDB's default of 24 hours. */
export interface Windowing {
  readonly type: WindowType;
  readonly sizeMs: number;
  readonly advanceMs: number;
  readonly graceMs: number | null;
  readonly retentionMs: number | null;
}

export type JoinType = 'INNER' | 'LEFT' | 'RIGHT' | 'FULL';

/**
 * Joins on the keys of both inputs, which are co-partitioned. `schema.value` = values of the left, then of the right; a missing side
 * is null in each. `schema.key` = the join key: that of the left, or of the right where the left is missing.
 */
interface JoinBase extends StepBase {
  readonly type: JoinType;
  readonly left: Step;
  readonly right: Step;
}

/** Left stream, right table; INNER or LEFT. A null stream key gives no row. */
export interface StreamTableJoinStep extends JoinBase {
  readonly kind: 'streamTableJoin';
}

/** Pairs whose times differ by at most `beforeMs` (right earlier) and `afterMs` (right later). `graceMs` null: no GRACE PERIOD given. */
export interface StreamStreamJoinStep extends JoinBase {
  readonly kind: 'streamStreamJoin';
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly graceMs: number | null;
  readonly leftStore: StoreInfo;
  readonly rightStore: StoreInfo;
}

export interface TableTableJoinStep extends JoinBase {
  readonly kind: 'tableTableJoin';
}

/** Left table's expression is the key of the right table. Keeps the left key. INNER or LEFT. */
export interface ForeignKeyJoinStep extends JoinBase {
  readonly kind: 'foreignKeyJoin';
  readonly foreignKey: Expression;
}

/** Written topic. Columns are those of the root step: `schema.key` then `schema.value`. */
export interface Sink {
  /** Name of the stream or table written into. */
  readonly name: string;
  readonly relation: Relation;
  readonly topic: string;
  readonly partitions: number;
  readonly replicas: number;
  readonly keySerde: SerdeInfo;
  readonly valueSerde: SerdeInfo;
  readonly timestamp: TimestampColumn | null;
}
