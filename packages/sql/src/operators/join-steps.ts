import type { JoinType, StreamStreamJoinStep, StreamTableJoinStep, TableTableJoinStep } from '../plan/physical-plan.ts';
import { isScalar } from '../types/compare.ts';
import type { Builder } from './builder.ts';
import { generator, PARAMETERS } from './row-functions.ts';
import { type Consumer, parameterEnv, type StreamEnv } from './stream-code.ts';
import { StreamStreamJoin } from './stream-stream-join.ts';
import type { Row, TableListener, TableNode } from './table-node.ts';
import type { PackedKey } from './packed-key.ts';
import type { ResultRow, Window } from './topology.ts';

/** Joins each record of a stream with the row that the table has for its key at that moment. */
export function joinStreamTable(step: StreamTableJoinStep, table: TableNode, consumer: Consumer): Consumer {
  const left = step.left.schema.value.length;
  const right = step.right.schema.value.length;
  const [keyColumn] = step.left.schema.key;
  const direct = step.left.schema.key.length === 1 && keyColumn !== undefined && isScalar(keyColumn.type);
  return {
    row: (env) => {
      const { generator: made } = env;
      const other = made.fresh('o');
      const packed = direct ? env.key(0) : `${made.code.constant(table.pack)}(${env.keyRow()})`;
      const present = direct ? `${env.key(0)} !== null` : `${env.keyRow()} !== null`;
      const value = (index: number): string => {
        if (index < left) return env.value(index);
        return step.type === 'INNER'
          ? `${other}[${index - left}]`
          : `(${other} === null ? null : ${other}[${index - left}])`;
      };
      const valueRow = (): string => `[${Array.from({ length: left + right }, (_, i) => value(i)).join(', ')}]`;
      const joined: StreamEnv = { ...env, value, valueRow, partition: 'null', offset: 'null', headers: 'null' };
      const found = step.type === 'INNER' ? `if (${other} !== null) ` : '';
      return `if (${present}) { const ${other} = ${made.code.constant(table.row)}(${packed}, ${env.keyRow()}); ${found}{ ${consumer.row(joined)} } }`;
    },
    tombstone: () => '',
  };
}

/** Compiles what follows a join into a function of the joined row. */
function continuation(
  builder: Builder,
  consumer: Consumer,
): (key: Row, window: Window | null, row: Row, timestamp: number) => void {
  const made = generator(builder.scope);
  const env = parameterEnv(made);
  return made.code.build(PARAMETERS, consumer.row(env)) as (
    key: Row,
    window: Window | null,
    row: Row,
    timestamp: number,
  ) => void;
}

/** Joins two streams; the join keeps the records of both for as long as others may meet them. */
export function joinStreams(builder: Builder, step: StreamStreamJoinStep, consumer: Consumer): void {
  const next = continuation(builder, consumer);
  const join = new StreamStreamJoin(step, next);
  builder.stores.push(...join.stores);
  builder.resumes.push(() => join.resume());
  const side = (isLeft: boolean): Consumer => ({
    row: (env) => {
      const target = env.generator.code.constant(join);
      return `if (${env.keyRow()} !== null) ${target}.process(${isLeft}, ${env.keyRow()}, ${env.window}, ${env.valueRow()}, ${env.timestamp});`;
    },
    tombstone: () => '',
  });
  builder.stream(step.left, side(true));
  builder.stream(step.right, side(false));
}

function joiner(left: number, right: number): (a: Row | null, b: Row | null) => Row {
  const noLeft = Array.from({ length: left }, () => null);
  const noRight = Array.from({ length: right }, () => null);
  return (a, b) => [...(a ?? noLeft), ...(b ?? noRight)];
}

function has(type: JoinType, left: boolean, right: boolean): boolean {
  return (
    (left && right) ||
    (left && (type === 'LEFT' || type === 'FULL')) ||
    (right && (type === 'RIGHT' || type === 'FULL'))
  );
}

/** Joins two tables on their keys; a change of either side is one of the result. */
export function joinTables(builder: Builder, step: TableTableJoinStep): TableNode {
  const [left, right] = [builder.table(step.left), builder.table(step.right)];
  const join = joiner(step.left.schema.value.length, step.right.schema.value.length);
  const result = (a: Row | null, b: Row | null): Row | null =>
    has(step.type, a !== null, b !== null) ? join(a, b) : null;
  const row = (packed: PackedKey, key: Row): Row | null => result(left.row(packed, key), right.row(packed, key));
  const timestamp = (packed: PackedKey): number => Math.max(left.timestamp(packed), right.timestamp(packed));
  const resultRow = (key: Row): ResultRow => {
    const packed = left.pack(key);
    return { key, window: null, value: row(packed, key), timestamp: timestamp(packed) };
  };
  return {
    pack: left.pack,
    row,
    timestamp,
    listen: (listener, needsPrevious) => listenBoth({ step, left, right, result, listener, needsPrevious }),
    *scan() {
      for (const { key } of left.scan()) if (key !== null) yield resultRow(key);
      for (const { key } of right.scan())
        if (key !== null && left.row(left.pack(key), key) === null) yield resultRow(key);
    },
    *lookup(_packed, key) {
      yield resultRow(key);
    },
  };
}

interface Sides {
  readonly step: TableTableJoinStep;
  readonly left: TableNode;
  readonly right: TableNode;
  readonly result: (a: Row | null, b: Row | null) => Row | null;
  readonly listener: TableListener;
  readonly needsPrevious: boolean;
}

function listenBoth({ step, left, right, result, listener, needsPrevious }: Sides): void {
  const needed = (other: boolean, mine: 'LEFT' | 'RIGHT'): boolean =>
    other || step.type === 'FULL' || step.type === mine;
  const side =
    (mine: 'LEFT' | 'RIGHT', other: TableNode): TableListener =>
    (key, _window, next, previous, timestamp) => {
      const packed = other.pack(key);
      const opposite = other.row(packed, key);
      // Without the other side an inner join never had a row to take back.
      if (!needed(opposite !== null, mine)) return;
      if (opposite === null && next === null && previous === null) return;
      const time = opposite === null ? timestamp : Math.max(timestamp, other.timestamp(packed));
      const now = mine === 'LEFT' ? result(next, opposite) : result(opposite, next);
      const before = mine === 'LEFT' ? result(previous, opposite) : result(opposite, previous);
      listener(key, null, now, needsPrevious ? before : null, time);
    };
  left.listen(side('LEFT', right), true);
  right.listen(side('RIGHT', left), true);
}
