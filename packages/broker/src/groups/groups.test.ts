import { expect, test } from 'vitest';
import { expire, nextDeadlineMs } from './expire.ts';
import type { Answer, Group, JoinResult } from './group.ts';
import { emptyGroup } from './group.ts';
import type { JoinCommand } from './join.ts';
import { joinGroup } from './join.ts';
import { removeMember } from './rebalance.ts';
import type { SyncCommand } from './sync.ts';
import { heartbeat, syncGroup } from './sync.ts';

const limits = { initialDelayMs: 0, membersMax: 10 };
let lastToken = 0;

function joinOf(memberId: string, more: Partial<JoinCommand> = {}): JoinCommand {
  return {
    token: ++lastToken,
    memberId: '',
    newMemberId: memberId,
    instanceId: null,
    mustKnowId: false,
    canSkipAssignment: true,
    clientId: 'client',
    clientHost: '/127.0.0.1',
    sessionTimeoutMs: 1000,
    rebalanceTimeoutMs: 5000,
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: Buffer.from(memberId) }],
    ...more,
  };
}

const join = (group: Group, memberId: string, more: Partial<JoinCommand> = {}, nowMs = 0): Answer[] =>
  joinGroup(group, joinOf(memberId, more), nowMs, limits);
const again = (group: Group, memberId: string, nowMs = 0): Answer[] => join(group, memberId, { memberId }, nowMs);

function sync(group: Group, memberId: string, more: Partial<SyncCommand> = {}, nowMs = 0): Answer[] {
  const { generation } = group;
  const command = { memberId, instanceId: null, generation, protocolType: null, protocol: null, assignments: [] };
  return syncGroup(group, { ...command, token: ++lastToken, ...more }, nowMs);
}

const joined = (answers: readonly Answer[]): JoinResult[] =>
  answers.flatMap((answer) => (answer.kind === 'join' ? [answer.result] : []));
const errors = (answers: readonly Answer[]): string[] => answers.map(({ result }) => result.error);

/** A group of members `a`, `b`, … that share out already. */
function stable(...ids: string[]): Group {
  const group = emptyGroup('g');
  for (const id of ids) join(group, id);
  for (const id of ids.slice(0, -1)) again(group, id);
  const assignments = ids.map((memberId) => ({ memberId, assignment: Buffer.from(`part of ${memberId}`) }));
  for (const id of ids) sync(group, id, { assignments });
  expect(group.phase).toBe('Stable');
  return group;
}

test('the first member leads a generation of one at once', () => {
  const group = emptyGroup('g');
  expect(joined(join(group, 'a'))).toMatchObject([
    { error: 'NONE', generation: 1, leaderId: 'a', memberId: 'a', protocol: 'range', members: [{ id: 'a' }] },
  ]);
  expect(group.phase).toBe('CompletingRebalance');
});

test('a new member is told its id first when the client can handle that', () => {
  const group = emptyGroup('g');
  expect(errors(join(group, 'a', { mustKnowId: true }))).toEqual(['MEMBER_ID_REQUIRED']);
  expect(joined(again(group, 'a'))).toMatchObject([{ error: 'NONE', memberId: 'a' }]);
  expect(errors(again(group, 'stranger'))).toEqual(['UNKNOWN_MEMBER_ID']);
});

test('an id that nobody comes back with does not hold up the others', () => {
  const group = stable('a');
  join(group, 'b', { mustKnowId: true, sessionTimeoutMs: 300 });
  expect(again(group, 'a')).toEqual([]);
  expect(joined(expire(group, 300))).toMatchObject([{ memberId: 'a', generation: 2 }]);
});

test('a second member makes the first join again; the leader learns of both', () => {
  const group = stable('a');
  expect(join(group, 'b')).toEqual([]);
  expect(heartbeat(group, { memberId: 'a', instanceId: null, generation: 1 }, 0)).toBe('REBALANCE_IN_PROGRESS');
  const results = joined(again(group, 'a'));
  expect(results.map(({ memberId, generation, members }) => [memberId, generation, members.length])).toEqual([
    ['a', 2, 2],
    ['b', 2, 0],
  ]);
});

test('members get their parts when the leader has handed them in', () => {
  const group = emptyGroup('g');
  join(group, 'a');
  join(group, 'b');
  again(group, 'a');
  expect(sync(group, 'b')).toEqual([]);
  const assignments = [{ memberId: 'b', assignment: Buffer.from('for b') }];
  const answers = sync(group, 'a', { assignments });
  expect(
    answers.map(({ result }) => ('assignment' in result ? Buffer.from(result.assignment).toString() : '')),
  ).toEqual(['', 'for b']);
  expect(group.phase).toBe('Stable');
});

test('a member that does not come back in time is left out', () => {
  const group = stable('a', 'b');
  join(group, 'c', {}, 100);
  again(group, 'a', 200);
  expect(expire(group, 900).length).toBe(0);
  // The session of b ends first, and with it the wait.
  expect(
    joined(expire(group, 1000))
      .map(({ memberId }) => memberId)
      .toSorted(),
  ).toEqual(['a', 'c']);
});

test('a rebalance ends at its deadline without those that keep their session but do not join', () => {
  const group = stable('a', 'b');
  join(group, 'c', {}, 0);
  again(group, 'a', 0);
  for (let nowMs = 500; nowMs < 5000; nowMs += 500) {
    expect(heartbeat(group, { memberId: 'b', instanceId: null, generation: group.generation }, nowMs)).not.toBe('NONE');
    expect(expire(group, nowMs)).toEqual([]);
  }
  expect(
    joined(expire(group, 5000))
      .map(({ memberId }) => memberId)
      .toSorted(),
  ).toEqual(['a', 'c']);
});

test('a session ends when its member is silent, and the others share out again', () => {
  const group = stable('a', 'b');
  heartbeat(group, { memberId: 'a', instanceId: null, generation: group.generation }, 900);
  expect(nextDeadlineMs(group)).toBe(1000);
  expire(group, 1000);
  expect([...group.members.keys()]).toEqual(['a']);
  expect(group.phase).toBe('PreparingRebalance');
});

test('members that join and then do not ask for their part are left out', () => {
  const group = emptyGroup('g');
  join(group, 'a', { sessionTimeoutMs: 60_000 });
  join(group, 'b', { sessionTimeoutMs: 60_000 });
  again(group, 'a');
  expect(sync(group, 'b')).toEqual([]);
  const answers = expire(group, 5000);
  expect(errors(answers)).toContain('REBALANCE_IN_PROGRESS');
  expect([...group.members.keys()]).toEqual(['b']);
});

test('one who leaves gives its part to the others; the last leaves the group empty', () => {
  const group = stable('a', 'b');
  const leave = (id: string): void => {
    const member = group.members.get(id);
    if (member !== undefined) removeMember(group, member, 0);
  };
  leave('a');
  expect(group.phase).toBe('PreparingRebalance');
  expect(group.leaderId).toBe('b');
  leave('b');
  expect(group).toMatchObject({ phase: 'Empty', leaderId: null });
});

test('requests of another generation or of strangers are refused', () => {
  const group = stable('a');
  expect(heartbeat(group, { memberId: 'a', instanceId: null, generation: 0 }, 0)).toBe('ILLEGAL_GENERATION');
  expect(heartbeat(group, { memberId: 'x', instanceId: null, generation: 1 }, 0)).toBe('UNKNOWN_MEMBER_ID');
  expect(errors(sync(group, 'a', { generation: 9 }))).toEqual(['ILLEGAL_GENERATION']);
  expect(errors(join(group, 'b', { protocolType: 'connect' }))).toEqual(['INCONSISTENT_GROUP_PROTOCOL']);
  expect(errors(join(group, 'b', { protocols: [{ name: 'other', metadata: Buffer.alloc(0) }] }))).toEqual([
    'INCONSISTENT_GROUP_PROTOCOL',
  ]);
});

test('the way of sharing out is one that all know, by the most votes', () => {
  const ways = (...names: string[]) => ({ protocols: names.map((name) => ({ name, metadata: Buffer.from(name) })) });
  const group = emptyGroup('g');
  join(group, 'a', ways('x', 'y'));
  join(group, 'b', ways('y', 'z'));
  expect(joined(join(group, 'a', { memberId: 'a', ...ways('x', 'y') }))[0]?.protocol).toBe('y');
});

test('a static member that restarts takes its former place without a rebalance, and the former one is fenced', () => {
  const group = emptyGroup('g');
  join(group, 'a', { instanceId: 'i' });
  sync(group, 'a', { instanceId: 'i', assignments: [{ memberId: 'a', assignment: Buffer.from('part') }] });
  const answers = joined(join(group, 'a2', { instanceId: 'i' }));
  expect(answers).toMatchObject([
    { error: 'NONE', memberId: 'a2', generation: 1, leaderId: 'a2', skipAssignment: true },
  ]);
  expect(group.phase).toBe('Stable');
  const [answer] = sync(group, 'a2', { instanceId: 'i' });
  expect(answer?.kind === 'sync' ? Buffer.from(answer.result.assignment).toString() : '').toBe('part');
  expect(heartbeat(group, { memberId: 'a', instanceId: 'i', generation: 1 }, 0)).toBe('FENCED_INSTANCE_ID');
});

test('a group that waits for its first members shares one rebalance among those that come in time', () => {
  const group = emptyGroup('g');
  const held = { initialDelayMs: 100, membersMax: 10 };
  expect(joinGroup(group, joinOf('a'), 0, held)).toEqual([]);
  expect(joinGroup(group, joinOf('b'), 50, held)).toEqual([]);
  expect(nextDeadlineMs(group)).toBe(100);
  expect(joined(expire(group, 100)).map(({ generation }) => generation)).toEqual([1, 1]);
});

test('a full group takes nobody more', () => {
  const group = emptyGroup('g');
  for (let i = 0; i < limits.membersMax; i++) join(group, `m${i}`);
  expect(errors(join(group, 'one more'))).toEqual(['GROUP_MAX_SIZE_REACHED']);
});
