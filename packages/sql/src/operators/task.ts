import { isFramed, schemaIdOf } from '../formats/serde-spec.ts';
import type { SerdeInfo, Step } from '../plan/physical-plan.ts';
import { functionEnvironment } from './function-environment.ts';
import { aggregateStream, aggregateTable, groupStream } from './aggregate-step.ts';
import type { Builder } from './builder.ts';
import { foreignKeyRight, joinForeignKey } from './foreign-key-join.ts';
import { changeSource, rekeyedTable, type Repartition } from './rekeyed-table.ts';
import { joinStreams, joinStreamTable, joinTables } from './join-steps.ts';
import { streamOutput, tableOutput } from './sink.ts';
import { originOf, streamSource } from './source.ts';
import type { Consumer } from './stream-code.ts';
import { filterStream, flatMapStream, rekeyStream, repartitionOutput, selectStream } from './stream-steps.ts';
import type { TableListener, TableNode } from './table-node.ts';
import { filterTableStep, regroup, regroupOutput, selectTableStep, tableSource } from './table-steps.ts';
import type { InputRecord, ResultTable, Task, TaskContext, TopologyEnvironment } from './topology.ts';
import type { ForeignKeyJoinStep, GroupByStep, PartitionByStep, PhysicalPlan } from '../plan/physical-plan.ts';

/** What a subtopology computes: the query's result, or the input of a repartition topic. */
export type Terminal =
  | { readonly kind: 'sink' }
  | { readonly kind: 'repartition'; readonly step: Repartition }
  | { readonly kind: 'foreignKey'; readonly step: ForeignKeyJoinStep };

function stream(builder: Builder, step: Step, consumer: Consumer): void {
  if (builder.boundaries.has(step)) {
    repartitionSource(builder, step as Repartition, consumer);
    return;
  }
  switch (step.kind) {
    case 'source':
      return streamSource(builder, originOf(builder, step), consumer);
    case 'filter':
      return builder.stream(step.input, filterStream(builder, step, consumer));
    case 'select':
      return builder.stream(step.input, selectStream(builder, step, consumer));
    case 'flatMap':
      return builder.stream(step.input, flatMapStream(builder, step, consumer));
    case 'partitionBy':
      return builder.stream(step.input, rekeyStream(builder, step, consumer));
    case 'groupBy':
      return builder.stream(step.input, groupStream(builder, step, consumer));
    case 'streamTableJoin': {
      const table = builder.table(step.right);
      table.listen(() => undefined, false);
      return builder.stream(step.left, joinStreamTable(step, table, consumer));
    }
    case 'streamStreamJoin':
      return joinStreams(builder, step, consumer);
    case 'aggregate':
    case 'tableTableJoin':
    case 'foreignKeyJoin':
      throw new TypeError(`a ${step.kind} gives a table, not a stream`);
  }
}

function repartitionSource(builder: Builder, step: Repartition, consumer: Consumer): void {
  const { topic, keySerde, valueSerde } = step.repartition;
  const { key, value } = step.schema;
  streamSource(
    builder,
    { context: step.context, topic, keySerde, valueSerde, key, value, window: step.window, eventTime: null },
    consumer,
  );
}

function table(builder: Builder, step: Step): TableNode {
  switch (step.kind) {
    case 'source':
      return tableSource(builder, step);
    case 'filter':
      return filterTableStep(builder, step);
    case 'select':
      return selectTableStep(builder, step);
    case 'aggregate':
      if (step.input.input.relation === 'stream') return aggregateStream(builder, step);
      return groupedTable(builder, step.input, aggregateTable(builder, step));
    case 'tableTableJoin':
      return joinTables(builder, step);
    case 'partitionBy':
      return rekeyedTable(builder, step);
    case 'foreignKeyJoin':
      return joinForeignKey(builder, step);
    case 'flatMap':
    case 'groupBy':
    case 'streamTableJoin':
    case 'streamStreamJoin':
      throw new TypeError(`a ${step.kind} gives a stream, not a table`);
  }
}

/** Feeds a table's aggregation: from its repartition topic, or from the table itself where the keys stay. */
function groupedTable(builder: Builder, step: GroupByStep, to: { node: TableNode; change: TableListener }): TableNode {
  if (!builder.boundaries.has(step) || step.repartition === null) {
    const group = regroup(builder, step);
    builder.table(step.input).listen((key, window, next, previous, timestamp) => {
      const added = next === null ? null : group(key, window, next, timestamp);
      const removed = previous === null ? null : group(key, window, previous, timestamp);
      const target = added ?? removed;
      if (target !== null) to.change(target.key, null, added?.row ?? null, removed?.row ?? null, timestamp);
    }, true);
    return to.node;
  }
  changeSource(builder, step as Repartition, to.change);
  return to.node;
}

function compile(builder: Builder, terminal: Terminal): TableNode | null {
  if (terminal.kind === 'repartition') {
    const { step } = terminal;
    if (step.input.relation === 'table') builder.table(step.input).listen(regroupOutput(builder, step), true);
    else {
      const group = step.kind === 'groupBy' ? groupStream : rekeyStream;
      builder.stream(
        step.input,
        group(builder, step as GroupByStep & PartitionByStep, repartitionOutput(builder, step)),
      );
    }
    return null;
  }
  if (terminal.kind === 'foreignKey') {
    foreignKeyRight(builder, terminal.step);
    return null;
  }
  const { root } = builder.plan;
  if (root.relation === 'stream') {
    builder.stream(root, streamOutput(builder));
    return null;
  }
  const node = builder.table(root);
  node.listen(tableOutput(builder), false);
  return node;
}

export interface TaskOptions {
  readonly plan: PhysicalPlan;
  readonly environment: TopologyEnvironment;
  readonly boundaries: ReadonlySet<Step>;
  readonly terminal: Terminal;
  /** The serdes of each topic that is read. */
  readonly serdes: ReadonlyMap<string, readonly { readonly serde: SerdeInfo; readonly isKey: boolean }[]>;
  readonly partition: number;
  readonly context: TaskContext;
}

/** Compiles the steps of a subtopology for one partition, with state of its own. */
export function createTask(options: TaskOptions): Task {
  const { plan, environment, boundaries, partition, context } = options;
  const current: Builder['current'] = { headers: [] };
  const builder: Builder = {
    plan,
    environment,
    context: {
      emit: (topic, to, key, value, timestamp) => context.emit(topic, to, key, value, timestamp, current.headers),
      emitRow: (row) => context.emitRow(row),
    },
    current,
    partition,
    boundaries,
    scope: {
      functions: environment.functions,
      environment: functionEnvironment(environment),
      functionFailed: (name, error) => {
        const message = error instanceof Error ? error.message : String(error);
        environment.report({
          kind: 'expression',
          queryId: plan.queryId,
          context: name,
          message: `${name}: ${message}`,
        });
      },
    },
    handlers: new Map(),
    stores: [],
    flushes: [],
    resumes: [],
    stream: (step, consumer) => stream(builder, step, consumer),
    table: (step) => table(builder, step),
  };
  const node = compile(builder, options.terminal);
  let resumed = false;
  const resume = (): void => {
    if (resumed) return;
    resumed = true;
    for (const each of builder.resumes) each();
  };
  return {
    missingSchemas: (topic, records) => missingSchemas(environment, options.serdes.get(topic) ?? [], records),
    process: (topic, records) => {
      resume();
      processRecords(builder, topic, records);
    },
    flush: () => {
      for (const flush of builder.flushes) flush();
    },
    drainChangelog: (write) => {
      for (const store of builder.stores) store.drain(write);
    },
    restore: (changelogTopic, records) => {
      for (const store of builder.stores) if (store.changelogTopic === changelogTopic) store.restore(records);
    },
    result: node === null ? null : resultTable(node),
  };
}

function hasHeaders(record: InputRecord): boolean {
  return record.headers !== undefined && record.headers.length > 0;
}

function processRecords(builder: Builder, topic: string, records: readonly InputRecord[]): void {
  const handlers = builder.handlers.get(topic) ?? [];
  if (records.some(hasHeaders)) {
    for (const record of records) {
      builder.current.headers = record.headers ?? [];
      for (const handler of handlers) handler([record]);
    }
    builder.current.headers = [];
    return;
  }
  const [only] = handlers;
  if (handlers.length === 1 && only !== undefined) {
    only(records);
    return;
  }
  // Two readers of one topic (a join of a stream with itself) must see each record in step.
  for (const record of records) for (const handler of handlers) handler([record]);
}

function resultTable(node: TableNode): ResultTable {
  return {
    get: (key) => [...node.lookup(node.pack(key), key)].filter((row) => row.value !== null),
    scan: () => node.scan(),
  };
}

function missingSchemas(
  environment: TopologyEnvironment,
  serdes: readonly { readonly serde: SerdeInfo; readonly isKey: boolean }[],
  records: readonly InputRecord[],
): readonly number[] {
  const missing = new Set<number>();
  for (const { serde, isKey } of serdes) {
    if (!isFramed(serde)) continue;
    let last = -1;
    for (const record of records) {
      const bytes = isKey ? record.key : record.value;
      const id = bytes === null ? undefined : schemaIdOf(bytes);
      if (id === undefined || id === last) continue;
      last = id;
      if (environment.schemas.byId(id) === undefined) missing.add(id);
    }
  }
  return [...missing];
}
