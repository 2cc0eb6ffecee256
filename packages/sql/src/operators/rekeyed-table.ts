import type { GroupByStep, PartitionByStep } from '../plan/physical-plan.ts';
import { type Builder, decoderOf, failure, handle } from './builder.ts';
import { decodeChange } from './change-codec.ts';
import { storeNode } from './store-node.ts';
import type { TableListener, TableNode } from './table-node.ts';
import { TableStore } from './table-store.ts';

/** A step that writes into a topic, from which another subtopology reads. */
export type Repartition = (GroupByStep | PartitionByStep) & {
  readonly repartition: NonNullable<GroupByStep['repartition']>;
};

/** Reads the changes of a table from its repartition topic. */
export function changeSource(builder: Builder, step: Repartition, change: TableListener): void {
  const { topic, keySerde, valueSerde } = step.repartition;
  const decodeKey = decoderOf(builder, { topic, serde: keySerde, columns: step.schema.key, isKey: true });
  const decodeValue = decoderOf(builder, { topic, serde: valueSerde, columns: step.schema.value, isKey: false });
  const failed = failure(builder, 'deserialization', step.context);
  const read = (key: Uint8Array | null, value: Uint8Array): Parameters<TableListener> | null => {
    try {
      const decoded = decodeKey(key);
      const { next, previous } = decodeChange(value);
      return decoded === null ? null : [decoded, null, decodeValue(next), decodeValue(previous), 0];
    } catch (error) {
      failed(error);
      return null;
    }
  };
  handle(builder, topic, (records) => {
    for (const record of records) {
      const found = record.value === null ? null : read(record.key, record.value);
      if (found !== null) change(found[0], null, found[2], found[3], record.timestamp);
    }
  });
}

/** A table under new keys: kept where the repartition topic is read, so that it can be joined. */
export function rekeyedTable(builder: Builder, step: PartitionByStep): TableNode {
  const store = new TableStore({
    changelogTopic: step.store?.changelogTopic ?? `${step.repartition.topic}-changelog`,
    changelogIsSource: false,
    keyTypes: step.schema.key.map((column) => column.type),
    rowTypes: step.schema.value.map((column) => column.type),
    windowed: false,
    unitMs: 1,
  });
  const node = storeNode({ store, emit: builder.environment.emit, windowed: false, output: (row) => row });
  builder.stores.push(store);
  builder.flushes.push(() => node.flush());
  changeSource(builder, step, (key, _window, next, _previous, timestamp) => {
    const packed = store.pack(key);
    const entry = store.find(packed, 0) ?? store.create(packed, key, 0, 0);
    node.before(entry);
    entry.row = next === null ? null : [...next];
    entry.timestamp = timestamp;
    if (next === null) store.remove(entry);
    node.after(entry);
  });
  return node;
}
