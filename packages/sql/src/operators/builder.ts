import { rowDecoder, type RowDecoder, rowEncoder, type RowEncoder } from '../formats/serde.ts';
import type { Column, PhysicalPlan, SerdeInfo, Step } from '../plan/physical-plan.ts';
import type { GeneratorScope } from './row-functions.ts';
import type { Consumer, Failure } from './stream-code.ts';
import type { TableNode } from './table-node.ts';
import type { StateStore } from './table-store.ts';
import type { InputRecord, ProcessingError, RecordHeader, TaskContext, TopologyEnvironment } from './topology.ts';

export type RecordHandler = (records: readonly InputRecord[]) => void;

/** What a task is made of, gathered while the steps of its subtopology are compiled from the last to the first. */
export interface Builder {
  readonly plan: PhysicalPlan;
  readonly environment: TopologyEnvironment;
  readonly context: TaskContext;
  readonly partition: number;
  readonly scope: GeneratorScope;
  /** Repartition steps at which this subtopology begins: they are read, not computed. */
  readonly boundaries: ReadonlySet<Step>;
  /** In the order in which the sources stand in the plan. */
  readonly handlers: Map<string, RecordHandler[]>;
  readonly stores: StateStore[];
  /** Upstream first. */
  readonly flushes: (() => void)[];
  /** Called once after the stores are restored. */
  readonly resumes: (() => void)[];
  /** Headers of the record in process, which what comes of it inherits. */
  readonly current: { headers: readonly RecordHeader[] };
  stream(step: Step, consumer: Consumer): void;
  table(step: Step): TableNode;
}

export function failure(builder: Builder, kind: ProcessingError['kind'], context: string, prefix = ''): Failure {
  return (error) => {
    const message = error instanceof Error ? error.message : String(error);
    builder.environment.report({ kind, queryId: builder.plan.queryId, context, message: prefix + message });
  };
}

interface Side {
  readonly topic: string;
  readonly serde: SerdeInfo;
  readonly columns: readonly Column[];
  readonly isKey: boolean;
}

export function decoderOf(builder: Builder, side: Side, wanted: readonly boolean[] = []): RowDecoder {
  return rowDecoder({ ...side, schemas: builder.environment.schemas }, wanted);
}

export function encoderOf(builder: Builder, side: Side): RowEncoder {
  return rowEncoder({ ...side, schemas: builder.environment.schemas });
}

export function handle(builder: Builder, topic: string, handler: RecordHandler): void {
  const handlers = builder.handlers.get(topic);
  if (handlers === undefined) builder.handlers.set(topic, [handler]);
  else handlers.push(handler);
}
