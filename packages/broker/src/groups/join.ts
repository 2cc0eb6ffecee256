import type { Answer, Group, GroupProtocol, Member, Token } from './group.ts';
import { joinRefusal, noAssignment, syncRefusal } from './group.ts';
import {
  chooseProtocol,
  commonProtocols,
  completeIfReady,
  joinResultFor,
  metadataOf,
  startRebalance,
} from './rebalance.ts';

export interface JoinCommand {
  readonly token: Token;
  /** Empty for a member that is new. */
  readonly memberId: string;
  /** The id that a new member gets: the clock and chance are the caller's. */
  readonly newMemberId: string;
  readonly instanceId: string | null;
  /** Whether a new member must take its id first and join with it (version 4 and up). */
  readonly mustKnowId: boolean;
  readonly canSkipAssignment: boolean;
  readonly clientId: string;
  readonly clientHost: string;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly protocolType: string;
  readonly protocols: readonly GroupProtocol[];
}

export interface JoinLimits {
  readonly initialDelayMs: number;
  readonly membersMax: number;
}

export function joinGroup(group: Group, join: JoinCommand, nowMs: number, limits: JoinLimits): Answer[] {
  const refuse = (error: Parameters<typeof joinRefusal>[1]): Answer[] => [
    joinRefusal(join.token, error, join.memberId),
  ];
  if (!fits(group, join)) return refuse('INCONSISTENT_GROUP_PROTOCOL');
  if (join.memberId === '') return joinAsNew(group, join, nowMs, limits);
  if (join.instanceId !== null) {
    const current = group.memberOfInstance.get(join.instanceId);
    if (current === undefined) return refuse('UNKNOWN_MEMBER_ID');
    if (current !== join.memberId) return refuse('FENCED_INSTANCE_ID');
  }
  const known = group.members.get(join.memberId);
  if (known !== undefined) return joinAgain(group, known, join, nowMs);
  if (!group.expected.delete(join.memberId)) return refuse('UNKNOWN_MEMBER_ID');
  return addMember(group, join, join.memberId, nowMs, limits);
}

function joinAsNew(group: Group, join: JoinCommand, nowMs: number, limits: JoinLimits): Answer[] {
  if (group.members.size + group.expected.size >= limits.membersMax) {
    return [joinRefusal(join.token, 'GROUP_MAX_SIZE_REACHED', '')];
  }
  const former = join.instanceId === null ? undefined : group.memberOfInstance.get(join.instanceId);
  const formerMember = former === undefined ? undefined : group.members.get(former);
  if (formerMember !== undefined) return replaceStatic(group, formerMember, join, nowMs);
  if (join.instanceId === null && join.mustKnowId) {
    group.expected.set(join.newMemberId, nowMs + join.sessionTimeoutMs);
    return [joinRefusal(join.token, 'MEMBER_ID_REQUIRED', join.newMemberId)];
  }
  return addMember(group, join, join.newMemberId, nowMs, limits);
}

function addMember(group: Group, join: JoinCommand, memberId: string, nowMs: number, limits: JoinLimits): Answer[] {
  const member = memberOf(join, memberId, nowMs);
  group.members.set(memberId, member);
  if (join.instanceId !== null) group.memberOfInstance.set(join.instanceId, memberId);
  group.leaderId ??= memberId;
  group.protocolType = join.protocolType;
  const answers = group.phase === 'PreparingRebalance' ? [] : startRebalance(group, nowMs, limits.initialDelayMs);
  answers.push(...completeIfReady(group, nowMs));
  return answers;
}

/** A restarted static member takes its former place; the group goes on as it was when that changes nothing (KIP-345). */
function replaceStatic(group: Group, former: Member, join: JoinCommand, nowMs: number): Answer[] {
  const answers: Answer[] = [];
  if (former.joining !== undefined) answers.push(joinRefusal(former.joining, 'FENCED_INSTANCE_ID', former.id));
  if (former.syncing !== undefined) answers.push(syncRefusal(former.syncing, 'FENCED_INSTANCE_ID'));
  const member = { ...memberOf(join, join.newMemberId, nowMs), assignment: former.assignment };
  group.members.delete(former.id);
  group.members.set(member.id, member);
  if (join.instanceId !== null) group.memberOfInstance.set(join.instanceId, member.id);
  const wasLeader = group.leaderId === former.id;
  if (wasLeader) group.leaderId = member.id;
  const goesOn = group.phase === 'Stable' && chooseProtocol(group.members.values()) === group.protocol;
  if (goesOn) {
    member.joining = undefined;
    const isLeader = wasLeader && join.canSkipAssignment;
    const result = { ...joinResultFor(group, member, isLeader), skipAssignment: isLeader };
    // A leader that cannot skip would share out anew: it is told that the member it was leads.
    const leaderId = wasLeader && !isLeader ? former.id : result.leaderId;
    return [...answers, { kind: 'join', token: join.token, result: { ...result, leaderId } }];
  }
  if (group.phase !== 'PreparingRebalance') answers.push(...startRebalance(group, nowMs, 0));
  return [...answers, ...completeIfReady(group, nowMs)];
}

function joinAgain(group: Group, member: Member, join: JoinCommand, nowMs: number): Answer[] {
  const isSame = sameProtocols(member.protocols, join.protocols);
  const answersAtOnce =
    (group.phase === 'Stable' && isSame && group.leaderId !== member.id) ||
    (group.phase === 'CompletingRebalance' && isSame);
  Object.assign(member, {
    clientId: join.clientId,
    clientHost: join.clientHost,
    sessionTimeoutMs: join.sessionTimeoutMs,
    rebalanceTimeoutMs: join.rebalanceTimeoutMs,
    protocols: join.protocols,
    lastSeenMs: nowMs,
  });
  if (answersAtOnce) {
    const result = joinResultFor(group, member, group.leaderId === member.id);
    return [{ kind: 'join', token: join.token, result }];
  }
  const answers: Answer[] = [];
  // A client that lost its connection asks again; the old request must not stay without an answer.
  if (member.joining !== undefined) answers.push(joinRefusal(member.joining, 'UNKNOWN_MEMBER_ID', member.id));
  member.joining = join.token;
  if (group.phase !== 'PreparingRebalance') answers.push(...startRebalance(group, nowMs, 0));
  return [...answers, ...completeIfReady(group, nowMs)];
}

/** A member fits when there is a way of sharing out that it and all others know. */
function fits(group: Group, join: JoinCommand): boolean {
  if (join.protocolType === '' || join.protocols.length === 0) return false;
  if (group.members.size === 0) return true;
  if (group.protocolType !== join.protocolType) return false;
  const others = [...group.members.values()].filter(
    (member) => member.id !== join.memberId && (join.instanceId === null || member.instanceId !== join.instanceId),
  );
  if (others.length === 0) return true;
  const common = commonProtocols(others);
  return join.protocols.some((protocol) => common.has(protocol.name));
}

function memberOf(join: JoinCommand, id: string, nowMs: number): Member {
  return {
    id,
    instanceId: join.instanceId,
    clientId: join.clientId,
    clientHost: join.clientHost,
    sessionTimeoutMs: join.sessionTimeoutMs,
    rebalanceTimeoutMs: join.rebalanceTimeoutMs,
    protocols: join.protocols,
    assignment: noAssignment,
    lastSeenMs: nowMs,
    joining: join.token,
    syncing: undefined,
  };
}

function sameProtocols(a: readonly GroupProtocol[], b: readonly GroupProtocol[]): boolean {
  return a.length === b.length && a.every(({ name, metadata }) => Buffer.compare(metadata, metadataOf(b, name)) === 0);
}
