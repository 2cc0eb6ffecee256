import { builtins, type DataSource, type EngineChange, NO_CHANGE, type PhysicalPlan } from '@millrace/sql';
import { expect, test } from 'vitest';
import { runtimeActions } from './reconcile.ts';
import { applyCommand, initialState } from './server-state.ts';

const serde = { format: 'JSON', properties: {}, features: [] } as const;
const source = (name: string): DataSource => ({
  name,
  kind: 'stream',
  schema: { key: [], value: [] },
  topic: name.toLowerCase(),
  keySerde: serde,
  valueSerde: serde,
  window: null,
  timestamp: null,
  readOnly: false,
  derived: false,
  statement: '',
});
const plan = { queryId: 'CSAS_B_1' } as PhysicalPlan;
const command = (decidedOn: number, outcome: Partial<EngineChange>) => ({
  id: `stream/\`X\`/create/${decidedOn}`,
  streamsProperties: { 'auto.offset.reset': 'earliest' },
  decidedOn,
  outcome: { ...NO_CHANGE, ...outcome },
});

test('a command adds its source and starts its query', () => {
  const before = initialState(builtins);
  const after = applyCommand(before, 0, command(-1, { sources: [source('B')], started: plan, message: 'made' }));
  expect([...after.metastore.sources.keys()]).toEqual(['B']);
  expect(after.queries.get('CSAS_B_1')?.properties).toEqual({ 'auto.offset.reset': 'earliest' });
  expect([...after.statuses.values()]).toEqual([{ status: 'SUCCESS', message: 'made', queryId: 'CSAS_B_1' }]);
  expect(runtimeActions(before.queries, after.queries)).toMatchObject([{ kind: 'start' }]);
});

test('a command that was decided on an older state changes nothing', () => {
  const first = applyCommand(initialState(builtins), 0, command(-1, { sources: [source('A')] }));
  expect(applyCommand(first, 1, command(-1, { sources: [source('B')] }))).toBe(first);
});

test('replay of create, pause and terminate leaves nothing to run', () => {
  let state = initialState(builtins);
  const empty = state.queries;
  state = applyCommand(state, 0, command(-1, { sources: [source('B')], started: plan }));
  const running = state.queries;
  state = applyCommand(state, 3, command(0, { paused: ['CSAS_B_1'] }));
  expect(runtimeActions(running, state.queries)).toEqual([{ kind: 'pause', queryId: 'CSAS_B_1' }]);
  state = applyCommand(state, 5, command(3, { terminated: ['CSAS_B_1'], dropped: ['B'] }));
  expect(state.metastore.sources.size).toBe(0);
  expect(runtimeActions(running, state.queries)).toEqual([{ kind: 'stop', queryId: 'CSAS_B_1' }]);
  expect(runtimeActions(empty, state.queries)).toEqual([]);
});
