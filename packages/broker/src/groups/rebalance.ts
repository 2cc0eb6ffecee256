import type { Answer, Group, GroupProtocol, JoinResult, Member } from './group.ts';
import { joinRefusal, noAssignment, syncRefusal } from './group.ts';

/** Asks all members to join again; those that have a sync waiting are told so. */
export function startRebalance(group: Group, nowMs: number, initialDelayMs: number): Answer[] {
  const answers: Answer[] = [];
  for (const member of group.members.values()) {
    member.assignment = noAssignment;
    if (member.syncing === undefined) continue;
    answers.push(syncRefusal(member.syncing, 'REBALANCE_IN_PROGRESS'));
    member.syncing = undefined;
  }
  group.holdUntilMs = group.phase === 'Empty' ? nowMs + initialDelayMs : nowMs;
  group.phase = 'PreparingRebalance';
  group.rebalanceDeadlineMs = Math.max(nowMs + longestRebalance(group), group.holdUntilMs);
  return answers;
}

/** Ends the joining when all members are there, or at its deadline without those that are not. */
export function completeIfReady(group: Group, nowMs: number): Answer[] {
  if (group.phase !== 'PreparingRebalance') return [];
  const isLate = nowMs >= group.rebalanceDeadlineMs;
  const isComplete =
    group.expected.size === 0 && [...group.members.values()].every((member) => member.joining !== undefined);
  if (!isLate && (!isComplete || nowMs < group.holdUntilMs)) return [];
  for (const member of group.members.values()) {
    // A static member keeps its place until its session ends: it may be restarting.
    if (member.joining === undefined && member.instanceId === null) forgetMember(group, member);
  }
  group.expected.clear();
  return group.members.size === 0 ? becomeEmpty(group) : beginGeneration(group, nowMs);
}

/** Takes a member out. The group shares out again among those that stay. */
export function removeMember(group: Group, member: Member, nowMs: number): Answer[] {
  const answers: Answer[] = [];
  if (member.joining !== undefined) answers.push(joinRefusal(member.joining, 'UNKNOWN_MEMBER_ID', member.id));
  if (member.syncing !== undefined) answers.push(syncRefusal(member.syncing, 'UNKNOWN_MEMBER_ID'));
  forgetMember(group, member);
  if (group.phase === 'Stable' || group.phase === 'CompletingRebalance') {
    answers.push(...startRebalance(group, nowMs, 0));
  }
  answers.push(...completeIfReady(group, nowMs));
  return answers;
}

export function joinResultFor(group: Group, member: Member, isLeader: boolean): JoinResult {
  return {
    error: 'NONE',
    generation: group.generation,
    protocolType: group.protocolType,
    protocol: group.protocol,
    leaderId: group.leaderId ?? '',
    memberId: member.id,
    members: isLeader ? Array.from(group.members.values(), (each) => describe(each, group.protocol)) : [],
    skipAssignment: false,
  };
}

/** Names of protocols that every member knows. */
export function commonProtocols(members: readonly Member[]): Set<string> {
  const [first, ...others] = members;
  const names = first?.protocols.map(({ name }) => name) ?? [];
  return new Set(names.filter((name) => others.every(({ protocols }) => protocols.some((each) => each.name === name))));
}

/** Each member votes for the first it names of those that all know; the most votes win. */
export function chooseProtocol(members: Iterable<Member>): string | null {
  const all = [...members];
  const common = commonProtocols(all);
  const votes = new Map<string, number>();
  for (const member of all) {
    const choice = member.protocols.find((protocol) => common.has(protocol.name));
    if (choice !== undefined) votes.set(choice.name, (votes.get(choice.name) ?? 0) + 1);
  }
  let best: string | null = null;
  for (const [name, count] of votes) if (best === null || count > (votes.get(best) ?? 0)) best = name;
  return best;
}

export function metadataOf(protocols: readonly GroupProtocol[], name: string | null): Uint8Array {
  return protocols.find((protocol) => protocol.name === name)?.metadata ?? noAssignment;
}

function beginGeneration(group: Group, nowMs: number): Answer[] {
  group.generation += 1;
  group.phase = 'CompletingRebalance';
  group.protocol = chooseProtocol(group.members.values());
  group.rebalanceDeadlineMs = nowMs + longestRebalance(group);
  const leader = group.members.get(group.leaderId ?? '');
  // A static member that has not come back cannot lead: it would not hear of it.
  if (leader?.joining === undefined) {
    const present = [...group.members.values()].find((member) => member.joining !== undefined);
    group.leaderId = present?.id ?? group.leaderId;
  }
  const answers: Answer[] = [];
  for (const member of group.members.values()) {
    if (member.joining === undefined) continue;
    const result = joinResultFor(group, member, member.id === group.leaderId);
    answers.push({ kind: 'join', token: member.joining, result });
    member.joining = undefined;
    member.lastSeenMs = nowMs;
  }
  return answers;
}

function becomeEmpty(group: Group): Answer[] {
  group.phase = 'Empty';
  group.generation += 1;
  group.protocol = null;
  group.leaderId = null;
  return [];
}

function forgetMember(group: Group, member: Member): void {
  group.members.delete(member.id);
  if (member.instanceId !== null && group.memberOfInstance.get(member.instanceId) === member.id) {
    group.memberOfInstance.delete(member.instanceId);
  }
  if (group.leaderId === member.id) group.leaderId = group.members.keys().next().value ?? null;
}

function longestRebalance(group: Group): number {
  let longest = 0;
  for (const member of group.members.values()) longest = Math.max(longest, member.rebalanceTimeoutMs);
  return longest;
}

function describe(member: Member, protocol: string | null): JoinResult['members'][number] {
  return { id: member.id, instanceId: member.instanceId, metadata: metadataOf(member.protocols, protocol) };
}
