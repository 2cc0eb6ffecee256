import type { DataSource, Metastore } from '../analysis/metastore.ts';
import type { SchemaLookup } from '../analysis/schema-catalog.ts';
import type { Settings } from '../analysis/serde.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { InsertPlan } from './insert-values.ts';
import type { PhysicalPlan } from './physical-plan.ts';
import type { PullPlan } from './pull-plan.ts';

/** What the statements so far have made. Immutable. */
export interface EngineState {
  readonly metastore: Metastore;
  /** Persistent queries by their id. */
  readonly queries: ReadonlyMap<string, { readonly plan: PhysicalPlan }>;
}

/** What planning asks of the world, as data. */
export interface EngineContext {
  /** `default_`, or as configured: part of the names of internal topics. */
  readonly serviceId: string;
  /** Settings of the server and the session. */
  readonly settings: Settings;
  readonly schemas: SchemaLookup;
  /** The number that ends the next query's id. */
  readonly queryNumber: number;
  /** A topic's layout, if the topic is known. */
  topic(name: string): { readonly partitions: number; readonly replicas: number } | undefined;
}

/** What a statement changes, as plain JSON that can be stored and replayed with `applyChange`. */
export interface EngineChange {
  /** Streams and tables added or replaced. */
  readonly sources: readonly DataSource[];
  readonly dropped: readonly string[];
  /** CREATE TYPE and DROP TYPE (null). */
  readonly types: readonly (readonly [name: string, type: SqlType | null])[];
  readonly started: PhysicalPlan | null;
  readonly terminated: readonly string[];
  readonly paused: readonly string[];
  readonly resumed: readonly string[];
  /** For the person who gave the statement. */
  readonly message: string;
}

export const NO_CHANGE: EngineChange = {
  sources: [],
  dropped: [],
  types: [],
  started: null,
  terminated: [],
  paused: [],
  resumed: [],
  message: '',
};

/** A topic that must be there before the change takes effect. `partitions` null: it has to exist already. */
export interface NeededTopic {
  readonly name: string;
  readonly partitions: number | null;
  readonly replicas: number | null;
  readonly cleanupPolicy: string | null;
  readonly retentionMs: number | null;
}

/** `other`: a statement that changes nothing here (SHOW, DESCRIBE, SET …): the caller answers it. */
export type Execution =
  | {
      readonly kind: 'change';
      readonly change: EngineChange;
      readonly topic: NeededTopic | null;
      /** DROP … DELETE TOPIC. */
      readonly deleteTopic: string | null;
    }
  /** `untilEnd`: a pull query on a stream, which ends with the last record that is there when it starts. */
  | { readonly kind: 'push'; readonly plan: PhysicalPlan; readonly untilEnd: boolean }
  | { readonly kind: 'pull'; readonly plan: PullPlan }
  | { readonly kind: 'insertValues'; readonly insert: InsertPlan }
  | { readonly kind: 'other' };

export function changed(change: Partial<EngineChange>, topic: NeededTopic | null = null): Execution {
  return { kind: 'change', change: { ...NO_CHANGE, ...change }, topic, deleteTopic: null };
}
