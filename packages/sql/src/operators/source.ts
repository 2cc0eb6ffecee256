import { readWindow, windowBytes } from '../formats/window-key.ts';
import type { Column, SerdeInfo, SourceStep, WindowInfo } from '../plan/physical-plan.ts';
import { dateParser } from '../functions/java-date.ts';
import { parseTimestamp } from '../types/text.ts';
import { type Builder, decoderOf, failure, handle, type RecordHandler } from './builder.ts';
import { generator } from './row-functions.ts';
import type { Consumer, StreamEnv } from './stream-code.ts';
import type { InputRecord, RecordHeader } from './topology.ts';

/** Where a stream's records come from: a topic of a source, or a repartition topic. */
export interface Origin {
  readonly context: string;
  readonly topic: string;
  readonly keySerde: SerdeInfo;
  readonly valueSerde: SerdeInfo;
  readonly key: readonly Column[];
  readonly value: readonly Column[];
  readonly window: WindowInfo | null;
  /** Gives a record's event time from its row; null: the record's timestamp. */
  readonly eventTime: ((key: readonly unknown[] | null, row: readonly unknown[]) => number) | null;
}

export function originOf(builder: Builder, step: SourceStep): Origin {
  const { context, topic, keySerde, valueSerde, window } = step;
  return {
    context,
    topic,
    keySerde,
    valueSerde,
    key: step.schema.key,
    value: step.schema.value,
    window,
    eventTime: eventTimeOf(builder, step),
  };
}

/** Reads the event time from a column: epoch milliseconds, a TIMESTAMP, or a text of the given format. */
export function timestampReader(format: string | null): (value: unknown) => number {
  const parse = format === null ? undefined : dateParser(format);
  return (value) => {
    if (value === null || value === undefined) throw new RangeError('the timestamp column is null');
    const time =
      typeof value === 'string' ? (parse === undefined ? parseTimestamp(value) : parse(value, 'UTC')) : Number(value);
    if (time < 0) throw new RangeError(`the timestamp ${time} is negative`);
    return time;
  };
}

function eventTimeOf(builder: Builder, step: SourceStep): Origin['eventTime'] {
  const { timestamp } = step;
  if (timestamp === null) return null;
  const read = timestampReader(timestamp.format);
  const inValue = step.schema.value.findIndex((column) => column.name === timestamp.column);
  const inKey = step.schema.key.findIndex((column) => column.name === timestamp.column);
  const strict = builder.environment.properties['ksql.timestamp.throw.on.invalid'] === 'true';
  return (key, row) => {
    try {
      return read(inValue >= 0 ? row[inValue] : key?.[inKey]);
    } catch (cause) {
      if (!strict) throw cause;
      throw new FatalError(`Fatal error: could not extract the timestamp of a record of ${step.topic}`, { cause });
    }
  };
}

/** What must end the query. */
export class FatalError extends Error {
  override readonly name = 'FatalError';
}

function headersAsArray(record: InputRecord): unknown[] {
  return (record.headers ?? []).map(([key, value]) => [key, value]);
}

function lastHeader(name: string): (record: InputRecord) => Uint8Array | null {
  return (record) => record.headers?.findLast(([key]: RecordHeader) => key === name)?.[1] ?? null;
}

/** Makes the reader of a header column. */
export function headerReader(column: Column): (record: InputRecord) => unknown {
  const key = column.headers?.key ?? null;
  return key === null ? headersAsArray : lastHeader(key);
}

/** Splits a windowed key's bytes, for generated code. */
export function keyBytes(bytes: Uint8Array | null, info: WindowInfo): Uint8Array | null {
  return bytes === null ? null : bytes.subarray(0, bytes.length - windowBytes(info));
}

interface Usage {
  readonly keys: Set<number>;
  readonly values: Set<number>;
  keyRow: boolean;
  all: boolean;
}

function sourceEnv(origin: Origin, usage: Usage, made: StreamEnv['generator'], partition: number): StreamEnv {
  const headers = origin.value.some((column) => column.headers !== undefined);
  const value = (index: number): string => {
    usage.values.add(index);
    return `v${index}_`;
  };
  return {
    generator: made,
    key: (index) => {
      usage.keys.add(index);
      return `kc${index}_`;
    },
    value,
    keyRow: () => {
      usage.keyRow = true;
      return 'kr';
    },
    valueRow: () => {
      if (headers) return `[${origin.value.map((_, i) => value(i)).join(', ')}]`;
      usage.all = true;
      return 'v';
    },
    window: origin.window === null ? 'null' : 'w',
    timestamp: 'ts',
    partition: String(partition),
    offset: 'r.offset',
    headers: `${made.code.constant(headersAsArray)}(r)`,
    rawKey: { code: 'r.key', serde: origin.keySerde, columns: origin.key },
  };
}

/** Reads records, and gives each row to code that the consumer generates. Only the columns that it uses are decoded. */
export function streamSource(builder: Builder, origin: Origin, consumer: Consumer): void {
  const made = generator(builder.scope);
  const usage: Usage = { keys: new Set(), values: new Set(), keyRow: false, all: false };
  const env = sourceEnv(origin, usage, made, builder.partition);
  const row = consumer.row(env);
  const tombstone = consumer.tombstone({ ...env, value: () => 'null', valueRow: () => 'null' });
  const { code } = made;
  const failed = code.constant(failure(builder, 'deserialization', origin.context));
  const payload = origin.value.filter((column) => column.headers === undefined);
  const wanted = payload.map(
    (column) => usage.all || origin.eventTime !== null || usage.values.has(origin.value.indexOf(column)),
  );
  const decodeValue = decoderOf(
    builder,
    { topic: origin.topic, serde: origin.valueSerde, columns: payload, isKey: false },
    wanted,
  );
  const decodeKey = decoderOf(builder, {
    topic: origin.topic,
    serde: origin.keySerde,
    columns: origin.key,
    isKey: true,
  });
  const needsKey = usage.keyRow || usage.keys.size > 0 || origin.eventTime !== null;
  const keyOf = origin.window === null ? 'r.key' : `${code.constant(keyBytes)}(r.key, ${code.constant(origin.window)})`;
  const windowOf =
    origin.window === null
      ? 'null'
      : `r.key === null ? null : ${code.constant(readWindow)}(r.key, ${code.constant(origin.window)})`;
  const keys = [...usage.keys].map((i) => `const kc${i}_ = kr === null ? null : kr[${i}];`).join(' ');
  const values = [...usage.values].map((i) => `const v${i}_ = ${valueCode(origin, payload, i, code)};`).join(' ');
  const time = origin.eventTime === null ? '' : `if (v !== null) ts = ${code.constant(origin.eventTime)}(kr, v);`;
  const rethrow = code.constant(FatalError);
  const body = `for (let i = 0; i < records.length; i++) {
    const r = records[i]; let kr = null, v = null, w = null, ts = r.timestamp;
    try {
      ${needsKey ? `kr = ${code.constant(decodeKey)}(${keyOf});` : ''}
      w = ${windowOf};
      v = ${code.constant(decodeValue)}(r.value);
      ${time}
    } catch (e) { if (e instanceof ${rethrow}) throw e; ${failed}(e); continue; }
    ${keys}
    if (v === null) { ${tombstone} continue; }
    ${values}
    ${row}
  }`;
  handle(builder, origin.topic, code.build(['records'], body) as RecordHandler);
}

function valueCode(
  origin: Origin,
  payload: readonly Column[],
  index: number,
  code: StreamEnv['generator']['code'],
): string {
  const column = origin.value[index];
  if (column?.headers !== undefined) return `${code.constant(headerReader(column))}(r)`;
  return `v[${column === undefined ? index : payload.indexOf(column)}]`;
}
