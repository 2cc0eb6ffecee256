import { isScalar } from '../types/compare.ts';
import type { AggregateCall, AggregateStep, GroupByStep } from '../plan/physical-plan.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { Aggregator } from '../functions/function.ts';
import { Code } from '../expressions/code.ts';
import { Aggregation, FinalResults } from './aggregation.ts';
import { type Builder, failure } from './builder.ts';
import { compileProjection } from './row-functions.ts';
import { SessionAggregation } from './session-aggregation.ts';
import { storeNode } from './store-node.ts';
import { assignAll, type Consumer, type StreamEnv, withKeys, withValues } from './stream-code.ts';
import type { Row, TableListener, TableNode } from './table-node.ts';
import { TableStore } from './table-store.ts';

/** The aggregators of a step, and the types of what they keep. */
interface Aggregators {
  readonly calls: readonly { readonly call: AggregateCall; readonly aggregator: Aggregator }[];
  readonly rowTypes: readonly SqlType[];
  /** The row that the states stand for. */
  readonly output: (state: unknown[]) => Row;
  readonly initialize: () => unknown[];
}

function aggregatorsOf(builder: Builder, step: AggregateStep): Aggregators {
  const { functions } = builder.environment;
  const rowTypes: SqlType[] = step.input.schema.value.slice(0, step.nonAggregates).map((column) => column.type);
  const calls = step.functions.map((call) => {
    const types = call.args.map((arg) => arg.type);
    const variant = functions.aggregateVariant(call.name, call.overload);
    const made = variant.make({ parameters: types, returns: call.type }, call.initial, builder.environment);
    rowTypes.push(functions.aggregateState(call.name, call.overload, types));
    return { call, aggregator: made };
  });
  const code = new Code();
  const nulls = Array.from({ length: step.nonAggregates }, () => 'null');
  const initial = [...nulls, ...calls.map(({ aggregator }) => `${code.constant(aggregator.initialize)}()`)];
  const initialize = code.build([], `return [${initial.join(', ')}];`) as () => unknown[];
  const mapCode = new Code();
  const mapped = calls.map(({ aggregator }, i) => {
    const slot = `s[${step.nonAggregates + i}]`;
    return aggregator.map === undefined ? slot : `${mapCode.constant(aggregator.map)}(${slot})`;
  });
  const output = mapCode.build(['s'], `return [${[...nulls.map((_, i) => `s[${i}]`), ...mapped].join(', ')}];`);
  return { calls, rowTypes, output: output as (state: unknown[]) => Row, initialize };
}

function storeOf(builder: Builder, step: AggregateStep, rowTypes: readonly SqlType[]): TableStore {
  const store = new TableStore({
    changelogTopic: step.store.changelogTopic ?? step.store.name,
    changelogIsSource: false,
    keyTypes: step.schema.key.map((column) => column.type),
    rowTypes,
    windowed: step.windowing !== null,
    unitMs: step.windowing === null || step.windowing.type === 'SESSION' ? 1 : step.windowing.advanceMs,
  });
  builder.stores.push(store);
  return store;
}

/** Code that brings the states of `s` up to date with a row. */
function updateCode(
  env: StreamEnv,
  step: AggregateStep,
  aggregators: Aggregators,
  args: readonly (readonly string[])[],
): string {
  const { code } = env.generator;
  const copies = Array.from({ length: step.nonAggregates }, (_, i) => `s[${i}] = ${env.value(i)};`);
  const updates = aggregators.calls.map(({ aggregator }, i) => {
    const slot = `s[${step.nonAggregates + i}]`;
    return `${slot} = ${code.constant(aggregator.aggregate)}(${[slot, ...(args[i] ?? [])].join(', ')});`;
  });
  return [...copies, ...updates].join(' ');
}

function argumentCode(builder: Builder, env: StreamEnv, step: AggregateStep): { code: string; args: string[][] } {
  const failed = (name: string) => () =>
    failure(builder, 'expression', step.context, `Error computing an argument of ${name}: `);
  const statements: string[] = [];
  const args = step.functions.map((call) => {
    const { names, code } = assignAll(env, call.args, failed(call.name));
    statements.push(code);
    return names;
  });
  return { code: statements.join('\n'), args };
}

/** The packed key of generated code, and the key row unless packing loses nothing. */
function packCode(env: StreamEnv, step: AggregateStep, store: TableStore): { packed: string; key: string } {
  const [only] = step.schema.key;
  if (step.schema.key.length === 1 && only !== undefined && isScalar(only.type))
    return { packed: env.key(0), key: 'null' };
  return { packed: `${env.generator.code.constant(store.pack)}(${env.keyRow()})`, key: env.keyRow() };
}

/** Aggregates a stream; gives the table of the results. */
export function aggregateStream(builder: Builder, step: AggregateStep): TableNode {
  const aggregators = aggregatorsOf(builder, step);
  const store = storeOf(builder, step, aggregators.rowTypes);
  const final = step.emit === 'final';
  const windowed = step.windowing !== null;
  const emit = final ? 'never' : builder.environment.emit;
  const node = storeNode({ store, emit, windowed, output: aggregators.output });
  const late = (timestamp: number): void =>
    failure(
      builder,
      'late-record',
      step.context,
    )(new Error(`Skipping record for expired window: timestamp ${timestamp}`));
  if (step.windowing?.type === 'SESSION') {
    const sessions = new SessionAggregation({ store, node, windowing: step.windowing, ...aggregators, late, final });
    builder.stream(step.input, sessionConsumer(builder, step, aggregators, store, sessions));
    builder.resumes.push(() => sessions.resume());
    if (!final) builder.flushes.push(() => node.flush());
    return final ? { ...node, listen: (listener) => sessions.listen(listener) } : node;
  }
  const results: { final: FinalResults | null } = { final: null };
  const closed = (closeTime: number): void => results.final?.close(closeTime);
  const { initialize, output } = aggregators;
  const aggregation = new Aggregation({ store, node, windowing: step.windowing, initialize, closed, late });
  builder.stream(step.input, aggregateConsumer(builder, step, aggregators, store, aggregation));
  builder.resumes.push(() => {
    aggregation.resume();
    results.final?.resume(aggregation.closeTime);
  });
  if (final) {
    const listen = (listener: TableListener): void => {
      results.final = new FinalResults(store, output, listener, -1);
    };
    return { ...node, listen };
  }
  builder.flushes.push(() => node.flush());
  return node;
}

function aggregateConsumer(
  builder: Builder,
  step: AggregateStep,
  aggregators: Aggregators,
  store: TableStore,
  aggregation: Aggregation,
): Consumer {
  return {
    row: (env) => {
      const constants = env.generator.code;
      const { code, args } = argumentCode(builder, env, step);
      const { packed, key } = packCode(env, step, store);
      const target = constants.constant(aggregation);
      const entry = env.generator.fresh('e');
      return `${code}
        for (let ${entry} = ${target}.first(${packed}, ${key}, ${env.timestamp}); ${entry} !== null; ${entry} = ${target}.next()) {
          const s = ${entry}.row; ${updateCode(env, step, aggregators, args)} ${target}.done(${entry});
        }`;
    },
    tombstone: () => '',
  };
}

function sessionConsumer(
  builder: Builder,
  step: AggregateStep,
  aggregators: Aggregators,
  store: TableStore,
  sessions: SessionAggregation,
): Consumer {
  return {
    row: (env) => {
      const { code, args } = argumentCode(builder, env, step);
      const { packed } = packCode(env, step, store);
      const update = `(s) => { ${updateCode(env, step, aggregators, args)} }`;
      return `${code}\n${env.generator.code.constant(sessions)}.process(${packed}, ${env.keyRow()}, ${env.timestamp}, ${update});`;
    },
    tombstone: () => '',
  };
}

/** Computes keys and values of a group; a row with a null key column goes no further. */
export function groupStream(builder: Builder, step: GroupByStep, consumer: Consumer): Consumer {
  const failed = (index: number) =>
    failure(builder, 'expression', step.context, `Error calculating group-by field ${index}: `);
  return {
    row: (env) => {
      const keys = assignAll(env, step.keys, failed);
      const values = assignAll(env, step.values, failed);
      const row = env.generator.fresh('k');
      const present = keys.names.map((name) => `${name} !== null`).join(' && ') || 'true';
      const inner = withValues(withKeys(env, keys.names, row), values.names);
      return `${keys.code}\nif (${present}) { ${values.code}\nconst ${row} = [${keys.names.join(', ')}]; ${consumer.row(inner)} }`;
    },
    tombstone: () => '',
  };
}

/** Aggregates a table: each change takes the old row back and adds the new one. */
export function aggregateTable(builder: Builder, step: AggregateStep): { node: TableNode; change: TableListener } {
  const aggregators = aggregatorsOf(builder, step);
  const store = storeOf(builder, step, aggregators.rowTypes);
  const node = storeNode({ store, emit: builder.environment.emit, windowed: false, output: aggregators.output });
  builder.flushes.push(() => node.flush());
  const failed = (index: number) =>
    failure(builder, 'expression', step.context, `Error computing argument ${index + 1}: `);
  const calls = aggregators.calls.map(({ call, aggregator }) => ({
    aggregator,
    args: compileProjection(builder.scope, call.args, failed),
  }));
  const apply = (state: unknown[], key: Row, row: Row, timestamp: number, undo: boolean): void => {
    for (let i = 0; i < step.nonAggregates; i += 1) state[i] = row[i] ?? null;
    for (const [i, { aggregator, args }] of calls.entries()) {
      const slot = step.nonAggregates + i;
      const change = undo ? aggregator.undo : aggregator.aggregate;
      state[slot] = change?.(state[slot], ...args(key, null, row, timestamp)) ?? null;
    }
  };
  const change: TableListener = (key, _window, next, previous, timestamp) => {
    const packed = store.pack(key);
    const entry = store.find(packed, 0) ?? store.create(packed, key, 0, 0);
    node.before(entry);
    if (previous !== null && entry.row !== null) apply(entry.row, key, previous, timestamp, true);
    if (next !== null) apply((entry.row ??= aggregators.initialize()), key, next, timestamp, false);
    entry.timestamp = Math.max(entry.timestamp, timestamp);
    node.after(entry);
  };
  return { node, change };
}
