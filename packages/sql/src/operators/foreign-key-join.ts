import type { ForeignKeyJoinStep, PhysicalPlan, SerdeInfo, Step } from '../plan/physical-plan.ts';
import { sameValue } from '../types/compare.ts';
import type { SqlType } from '../types/sql-type.ts';
import { type Builder, encoderOf, failure, handle } from './builder.ts';
import { compileProjection } from './row-functions.ts';
import { decodeState, encodeState } from './state-codec.ts';
import { storeNode } from './store-node.ts';
import type { Row, TableListener, TableNode } from './table-node.ts';
import { type Entry, TableStore } from './table-store.ts';

/**
 * Left and right are partitioned differently. The left side subscribes to the right row of each foreign key; the right side, in
 * a subtopology of its own, remembers the subscriptions and answers: at once, and at each change of its row.
 */
interface Names {
  readonly subscription: string;
  readonly response: string;
  readonly subscriptions: string;
  readonly results: string;
}

export function foreignKeyNames(plan: PhysicalPlan, step: ForeignKeyJoinStep): Names {
  const base = `${plan.applicationId}-${step.context.replaceAll('/', '-')}`;
  const store = step.context.replaceAll('/', '-');
  return {
    subscription: `${base}-FK-JOIN-SUBSCRIPTION-REGISTRATION-topic`,
    response: `${base}-FK-JOIN-SUBSCRIPTION-RESPONSE-topic`,
    subscriptions: `${store}-FK-JOIN-SUBSCRIPTION-STATE-STORE`,
    results: `${store}-FK-JOIN-RESULT-STORE`,
  };
}

/** What the right side does with a subscription. */
const ANSWER_IF_PRESENT = 0;
const ANSWER_ALWAYS = 1;
const UNSUBSCRIBE = 2;
const UNSUBSCRIBE_AND_ANSWER = 3;

const INTEGER: SqlType = { kind: 'INTEGER' };
const BOOLEAN: SqlType = { kind: 'BOOLEAN' };

function types(columns: readonly { readonly type: SqlType }[]): SqlType[] {
  return columns.map((column) => column.type);
}

/** The serdes by which a table's rows found their partitions. */
function keySerdeOf(step: Step): SerdeInfo {
  switch (step.kind) {
    case 'source':
      return step.keySerde;
    case 'partitionBy':
      return step.repartition.keySerde;
    case 'groupBy':
      return step.repartition?.keySerde ?? keySerdeOf(step.input);
    case 'streamTableJoin':
    case 'streamStreamJoin':
    case 'tableTableJoin':
    case 'foreignKeyJoin':
      return keySerdeOf(step.left);
    case 'filter':
    case 'select':
    case 'flatMap':
    case 'aggregate':
      return keySerdeOf(step.input);
  }
}

/** The left side, and the table of the results. */
export function joinForeignKey(builder: Builder, step: ForeignKeyJoinStep): TableNode {
  const { subscription, response, results } = foreignKeyNames(builder.plan, step);
  const left = builder.table(step.left);
  const failed = failure(builder, 'expression', step.context, 'Error computing the foreign key: ');
  const project = compileProjection(builder.scope, [step.foreignKey], () => failed);
  const foreignKey = (key: Row, row: Row | null): unknown =>
    row === null ? null : (project(key, null, row, 0)[0] ?? null);
  const rightKey = step.right.schema.key;
  const encodeForeign = encoderOf(builder, {
    topic: subscription,
    serde: keySerdeOf(step.right),
    columns: rightKey,
    isKey: true,
  });
  const messageTypes = [INTEGER, ...types(step.left.schema.key), ...types(rightKey)];
  const send = (instruction: number, key: Row, foreign: unknown, timestamp: number): void =>
    builder.context.emit(
      subscription,
      undefined,
      encodeForeign([foreign]),
      encodeState([instruction, ...key, foreign], messageTypes),
      timestamp,
    );

  const store = new TableStore({
    changelogTopic: `${builder.plan.applicationId}-${results}-changelog`,
    changelogIsSource: false,
    keyTypes: types(step.schema.key),
    rowTypes: types(step.schema.value),
    windowed: false,
    unitMs: 1,
  });
  const node = storeNode({ store, emit: builder.environment.emit, windowed: false, output: (row) => row });
  builder.stores.push(store);
  const missing = step.right.schema.value.map(() => null);
  const tell = (key: Row, right: Row | null, timestamp: number): void => {
    const packed = store.pack(key);
    const row = left.row(packed, key);
    const joined = row === null || (right === null && step.type === 'INNER') ? null : [...row, ...(right ?? missing)];
    const entry = store.find(packed, 0) ?? store.create(packed, key, 0, 0);
    node.before(entry);
    entry.row = joined;
    entry.timestamp = timestamp;
    if (joined === null) store.remove(entry);
    node.after(entry);
  };
  left.listen(subscriber({ foreignKey, send, tell, outer: step.type === 'LEFT' }), true);
  builder.flushes.push(() => node.flush());

  const responseTypes = [
    ...types(step.left.schema.key),
    ...types(rightKey),
    BOOLEAN,
    ...types(step.right.schema.value),
  ];
  const keys = step.left.schema.key.length;
  handle(builder, response, (records) => {
    for (const { value, timestamp } of records) {
      if (value === null) continue;
      const message = decodeState(value, responseTypes);
      const key = message.slice(0, keys);
      const current = left.row(store.pack(key), key);
      // An answer about a foreign key that the row no longer has comes too late.
      if (current !== null && !sameValue(foreignKey(key, current), message[keys])) continue;
      tell(key, message[keys + 1] === true ? message.slice(keys + 2) : null, timestamp);
    }
  });
  return node;
}

interface Subscriber {
  readonly foreignKey: (key: Row, row: Row | null) => unknown;
  readonly send: (instruction: number, key: Row, foreign: unknown, timestamp: number) => void;
  readonly tell: (key: Row, right: Row | null, timestamp: number) => void;
  readonly outer: boolean;
}

function subscriber({ foreignKey, send, tell, outer }: Subscriber): TableListener {
  return (key, _window, next, previous, timestamp) => {
    const before = foreignKey(key, previous);
    const now = foreignKey(key, next);
    if (before !== null && now === null) {
      const answers = next === null || !outer;
      send(answers ? UNSUBSCRIBE_AND_ANSWER : UNSUBSCRIBE, key, before, timestamp);
    } else if (before !== null && !sameValue(before, now)) send(UNSUBSCRIBE, key, before, timestamp);
    if (now !== null) send(outer || before !== null ? ANSWER_ALWAYS : ANSWER_IF_PRESENT, key, now, timestamp);
    // Without a foreign key there is nobody to ask.
    else if (outer && (next !== null || before === null)) tell(key, null, timestamp);
  };
}

/** The right side: remembers who asked for which row, and answers. */
export function foreignKeyRight(builder: Builder, step: ForeignKeyJoinStep): void {
  const { subscription, response, subscriptions } = foreignKeyNames(builder.plan, step);
  const right = builder.table(step.right);
  const leftKey = step.left.schema.key;
  const rightKey = step.right.schema.key;
  const messageTypes = [INTEGER, ...types(leftKey), ...types(rightKey)];
  const responseTypes = [...types(leftKey), ...types(rightKey), BOOLEAN, ...types(step.right.schema.value)];
  const encodeLeft = encoderOf(builder, {
    topic: response,
    serde: keySerdeOf(step.left),
    columns: leftKey,
    isKey: true,
  });
  // One entry a pair of foreign key and left key; `byForeign` finds those of a foreign key.
  const store = new TableStore({
    changelogTopic: `${builder.plan.applicationId}-${subscriptions}-changelog`,
    changelogIsSource: false,
    keyTypes: [...types(rightKey), ...types(leftKey)],
    rowTypes: [BOOLEAN],
    windowed: false,
    unitMs: 1,
  });
  builder.stores.push(store);
  const byForeign = new Map<ReturnType<typeof right.pack>, Set<Entry>>();
  const remember = (entry: Entry): void => {
    const packed = right.pack(entry.key.slice(0, rightKey.length));
    const found = byForeign.get(packed);
    if (found === undefined) byForeign.set(packed, new Set([entry]));
    else found.add(entry);
  };
  builder.resumes.push(() => {
    for (const entry of store.entries()) remember(entry);
  });
  const answer = (key: Row, foreign: unknown, row: Row | null, timestamp: number): void => {
    const message = encodeState([...key, foreign, row !== null, ...(row ?? [])], responseTypes);
    builder.context.emit(response, undefined, encodeLeft(key), message, timestamp);
  };
  right.listen((key, _window, next, _previous, timestamp) => {
    for (const entry of byForeign.get(right.pack(key)) ?? [])
      answer(entry.key.slice(rightKey.length), key[0], next, timestamp);
  }, false);
  handle(builder, subscription, (records) => {
    for (const { value, timestamp } of records) {
      if (value === null) continue;
      const [instruction, ...rest] = decodeState(value, messageTypes);
      const key = rest.slice(0, leftKey.length);
      const foreign = rest.slice(leftKey.length);
      const packed = store.pack([...foreign, ...key]);
      const known = store.find(packed, 0);
      if (instruction === UNSUBSCRIBE || instruction === UNSUBSCRIBE_AND_ANSWER) {
        if (known !== undefined) {
          byForeign.get(right.pack(foreign))?.delete(known);
          store.remove(known);
        }
        if (instruction === UNSUBSCRIBE_AND_ANSWER) answer(key, foreign[0], null, timestamp);
        continue;
      }
      const entry = known ?? store.create(packed, [...foreign, ...key], 0, 0);
      entry.row = [true];
      entry.timestamp = timestamp;
      store.changed(entry);
      remember(entry);
      const rightPacked = right.pack(foreign);
      const row = right.row(rightPacked, foreign);
      const time = row === null ? timestamp : Math.max(timestamp, right.timestamp(rightPacked));
      if (row !== null || instruction === ANSWER_ALWAYS) answer(key, foreign[0], row, time);
    }
  });
}
