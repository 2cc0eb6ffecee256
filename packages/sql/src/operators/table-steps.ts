import type { FilterStep, GroupByStep, PartitionByStep, SelectStep, SourceStep } from '../plan/physical-plan.ts';
import { type Builder, encoderOf, failure, handle, decoderOf } from './builder.ts';
import { encodeChange } from './change-codec.ts';
import { compilePredicate, compileProjection } from './row-functions.ts';
import { headerReader, keyBytes, originOf } from './source.ts';
import { storeNode } from './store-node.ts';
import { filterTable, type Row, selectTable, type TableListener, type TableNode } from './table-node.ts';
import { TableStore } from './table-store.ts';
import type { InputRecord, Window } from './topology.ts';
import { readWindow } from '../formats/window-key.ts';

interface TableRecord {
  readonly key: unknown[] | null;
  readonly window: Window | null;
  readonly row: unknown[] | null;
  readonly timestamp: number;
}

/** Reads the records of a table's topic. Header columns are filled in; a record that cannot be read is reported, and null. */
function recordReader(builder: Builder, step: SourceStep): (record: InputRecord) => TableRecord | null {
  const origin = originOf(builder, step);
  const payload = origin.value.filter((column) => column.headers === undefined);
  const decodeKey = decoderOf(builder, { topic: step.topic, serde: step.keySerde, columns: origin.key, isKey: true });
  const decodeValue = decoderOf(builder, { topic: step.topic, serde: step.valueSerde, columns: payload, isKey: false });
  const failed = failure(builder, 'deserialization', step.context);
  const readers = origin.value.map((column) => (column.headers === undefined ? null : headerReader(column)));
  const { window: info } = origin;
  return (record) => {
    try {
      const key = decodeKey(info === null ? record.key : keyBytes(record.key, info));
      const values = decodeValue(record.value);
      const window = info === null || record.key === null ? null : readWindow(record.key, info);
      const row =
        values === null || payload.length === readers.length
          ? values
          : readers.map((read, i) =>
              read === null
                ? values[payload.indexOf(origin.value[i] ?? payload[0] ?? (origin.key[0] as never))]
                : read(record),
            );
      const timestamp = row === null || origin.eventTime === null ? record.timestamp : origin.eventTime(key, row);
      return { key, window, row, timestamp };
    } catch (error) {
      failed(error);
      return null;
    }
  };
}

/** A table of a topic: keeps the last row of each key. */
export function tableSource(builder: Builder, step: SourceStep): TableNode {
  const windowed = step.window !== null;
  const own = step.store?.changelogTopic ?? null;
  const store = new TableStore({
    changelogTopic: own ?? step.topic,
    changelogIsSource: own === null,
    keyTypes: step.schema.key.map((column) => column.type),
    rowTypes: step.schema.value.map((column) => column.type),
    windowed,
    unitMs: 1,
  });
  const node = storeNode({ store, emit: builder.environment.emit, windowed, output: (row) => row });
  const read = recordReader(builder, step);
  const apply = (record: InputRecord, restoring: boolean): void => {
    const found = read(record);
    if (found === null || found.key === null) return;
    const start = found.window?.start ?? 0;
    const packed = store.pack(found.key);
    const entry = store.find(packed, start) ?? store.create(packed, found.key, start, found.window?.end ?? 0);
    if (!restoring) node.before(entry);
    entry.row = found.row;
    entry.timestamp = found.timestamp;
    if (found.row === null) store.remove(entry);
    if (!restoring) node.after(entry);
  };
  handle(builder, step.topic, (records) => {
    for (const record of records) apply(record, false);
  });
  builder.stores.push(
    own === null
      ? {
          changelogTopic: step.topic,
          drain: (write) => store.drain(write),
          restore: (records) => {
            for (const record of records) apply(record, true);
            store.drain(() => undefined);
          },
        }
      : store,
  );
  builder.flushes.push(() => node.flush());
  return node;
}

export function filterTableStep(builder: Builder, step: FilterStep): TableNode {
  const failed = failure(builder, 'expression', step.context, `Error in ${step.clause} expression: `);
  return filterTable(builder.table(step.input), compilePredicate(builder.scope, step.predicate, failed));
}

export function selectTableStep(builder: Builder, step: SelectStep): TableNode {
  const failed = (index: number) =>
    failure(
      builder,
      'expression',
      step.context,
      `Error computing expression for column ${step.schema.value[index]?.name ?? index}: `,
    );
  return selectTable(builder.table(step.input), compileProjection(builder.scope, step.values, failed));
}

type Regroup = (key: Row, window: Window | null, row: Row, timestamp: number) => { key: Row; row: Row } | null;

/** Computes the group of a table's row; null where a key column is null. */
export function regroup(builder: Builder, step: GroupByStep | PartitionByStep): Regroup {
  const failed = (index: number) =>
    failure(builder, 'expression', step.context, `Error calculating group-by field ${index}: `);
  const keys = compileProjection(builder.scope, step.keys, failed);
  const values = compileProjection(builder.scope, step.values, failed);
  return (key, window, row, timestamp) => {
    const group = keys(key, window, row, timestamp);
    return group.includes(null) ? null : { key: group, row: values(key, window, row, timestamp) };
  };
}

/** Sends each change of a table to the repartition topic of its groups. */
export function regroupOutput(builder: Builder, step: GroupByStep | PartitionByStep): TableListener {
  const target = regroup(builder, step);
  const { repartition } = step;
  if (repartition === null) throw new TypeError('a table is grouped through a repartition topic');
  const { topic, keySerde, valueSerde } = repartition;
  const encodeKey = encoderOf(builder, { topic, serde: keySerde, columns: step.schema.key, isKey: true });
  const encodeValue = encoderOf(builder, { topic, serde: valueSerde, columns: step.schema.value, isKey: false });
  const failed = failure(builder, 'serialization', step.context);
  const pack = (bytes: Uint8Array | null): string => (bytes === null ? '' : bytes.join());
  return (key, window, next, previous, timestamp) => {
    try {
      const to = next === null ? null : target(key, window, next, timestamp);
      const from = previous === null ? null : target(key, window, previous, timestamp);
      const toKey = to === null ? null : encodeKey(to.key);
      const fromKey = from === null ? null : encodeKey(from.key);
      const added = to === null ? null : encodeValue(to.row);
      const removed = from === null ? null : encodeValue(from.row);
      if (fromKey !== null && toKey !== null && pack(fromKey) === pack(toKey)) {
        builder.context.emit(topic, undefined, toKey, encodeChange(added, removed), timestamp);
        return;
      }
      if (fromKey !== null) builder.context.emit(topic, undefined, fromKey, encodeChange(null, removed), timestamp);
      if (toKey !== null) builder.context.emit(topic, undefined, toKey, encodeChange(added, null), timestamp);
    } catch (error) {
      failed(error);
    }
  };
}
