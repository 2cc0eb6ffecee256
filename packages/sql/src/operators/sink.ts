import type { Column, PhysicalPlan, SerdeInfo } from '../plan/physical-plan.ts';
import { sameType } from '../types/format-type.ts';
import { writeWindow } from '../formats/window-key.ts';
import { type Builder, encoderOf, failure } from './builder.ts';
import { timestampReader } from './source.ts';
import type { Consumer, StreamEnv } from './stream-code.ts';
import type { Row, TableListener } from './table-node.ts';
import type { Window } from './topology.ts';

type Output = (key: Row | null, window: Window | null, row: Row | null, timestamp: number) => void;

function eventTime(plan: PhysicalPlan): (key: Row | null, row: Row | null, timestamp: number) => number {
  const column = plan.sink?.timestamp;
  if (column === undefined || column === null) return (_key, _row, timestamp) => timestamp;
  const read = timestampReader(column.format);
  const inValue = plan.root.schema.value.findIndex((each) => each.name === column.column);
  const inKey = plan.root.schema.key.findIndex((each) => each.name === column.column);
  return (key, row, timestamp) =>
    row === null && inValue >= 0 ? timestamp : read(inValue >= 0 ? row?.[inValue] : key?.[inKey]);
}

/** What a query does with its results: writes them to the sink's topic, or hands them to the client. */
export function output(builder: Builder): Output {
  const { plan, context } = builder;
  const { sink, root } = plan;
  if (sink === null) {
    return (key, window, value, timestamp) => context.emitRow({ key, window, value, timestamp });
  }
  const encodeKey = encoderOf(builder, {
    topic: sink.topic,
    serde: sink.keySerde,
    columns: root.schema.key,
    isKey: true,
  });
  const encodeValue = encoderOf(builder, {
    topic: sink.topic,
    serde: sink.valueSerde,
    columns: root.schema.value,
    isKey: false,
  });
  const failed = failure(builder, 'serialization', root.context);
  const time = eventTime(plan);
  const info = root.window;
  return (key, window, row, timestamp) => {
    try {
      const bytes = encodeKey(key);
      const full = bytes === null || window === null || info === null ? bytes : writeWindow(bytes, window, info);
      context.emit(sink.topic, undefined, full, encodeValue(row), time(key, row, timestamp));
    } catch (error) {
      failed(error);
    }
  };
}

/** The same value has the same bytes on any topic. */
function sameSide(a: SerdeInfo, aColumns: readonly Column[], b: SerdeInfo, bColumns: readonly Column[]): boolean {
  if (a.format !== 'KAFKA' || b.format !== 'KAFKA' || aColumns.length !== bColumns.length) return false;
  return aColumns.every((column, i) => {
    const other = bColumns[i];
    return other !== undefined && sameType(column.type, other.type);
  });
}

function rawKeyOf(builder: Builder, env: StreamEnv): string | null {
  const { sink, root } = builder.plan;
  const raw = env.rawKey;
  if (raw === null || sink === null || sink.timestamp !== null) return null;
  return sameSide(raw.serde, raw.columns, sink.keySerde, root.schema.key) ? raw.code : null;
}

/** The end of a stream. */
export function streamOutput(builder: Builder): Consumer {
  const write = output(builder);
  const { sink, root } = builder.plan;
  const encode =
    sink === null
      ? null
      : encoderOf(builder, { topic: sink.topic, serde: sink.valueSerde, columns: root.schema.value, isKey: false });
  const code = (env: StreamEnv, row: string): string => {
    const { code } = env.generator;
    const raw = rawKeyOf(builder, env);
    if (raw === null || sink === null || encode === null) {
      return `${code.constant(write)}(${env.keyRow()}, ${env.window}, ${row}, ${env.timestamp});`;
    }
    const emit = code.constant(builder.context.emit.bind(builder.context));
    const failed = code.constant(failure(builder, 'serialization', root.context));
    return `try { ${emit}(${code.constant(sink.topic)}, undefined, ${raw}, ${code.constant(encode)}(${row}), ${env.timestamp}); } catch (e) { ${failed}(e); }`;
  };
  return { row: (env) => code(env, env.valueRow()), tombstone: (env) => code(env, 'null') };
}

/** The end of a table. */
export function tableOutput(builder: Builder): TableListener {
  const write = output(builder);
  return (key, window, next, _previous, timestamp) => write(key, window, next, timestamp);
}
