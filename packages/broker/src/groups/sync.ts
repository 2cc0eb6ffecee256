import type { ErrorName } from '@millrace/kafka-wire';
import type { Answer, Group, Token } from './group.ts';
import { noAssignment, refuseMember, syncRefusal } from './group.ts';

export interface SyncCommand {
  readonly token: Token;
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly generation: number;
  /** Null where the version has none. */
  readonly protocolType: string | null;
  readonly protocol: string | null;
  readonly assignments: readonly { readonly memberId: string; readonly assignment: Uint8Array }[];
}

/** The leader brings what each member is to read; everyone gets its own part once it has. */
export function syncGroup(group: Group, sync: SyncCommand, nowMs: number): Answer[] {
  const refusal = refuseMember(group, sync) ?? refuseSync(group, sync);
  const member = group.members.get(sync.memberId);
  if (refusal !== undefined || member === undefined) return [syncRefusal(sync.token, refusal ?? 'UNKNOWN_MEMBER_ID')];
  member.lastSeenMs = nowMs;
  member.syncing = sync.token;
  if (group.phase === 'CompletingRebalance' && member.id === group.leaderId) {
    const assignments = new Map(sync.assignments.map(({ memberId, assignment }) => [memberId, assignment]));
    for (const each of group.members.values()) each.assignment = assignments.get(each.id) ?? noAssignment;
    group.phase = 'Stable';
  }
  return group.phase === 'Stable' ? answerSyncs(group, nowMs) : [];
}

/** Tells a member whether it is still one, and whether it must join again. */
export function heartbeat(
  group: Group,
  claim: { readonly memberId: string; readonly instanceId: string | null; readonly generation: number },
  nowMs: number,
): ErrorName {
  const refusal = refuseMember(group, claim);
  if (refusal !== undefined) return refusal;
  const member = group.members.get(claim.memberId);
  if (member !== undefined) member.lastSeenMs = nowMs;
  return group.phase === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : 'NONE';
}

function refuseSync(group: Group, sync: SyncCommand): ErrorName | undefined {
  if (sync.protocolType !== null && sync.protocolType !== group.protocolType) return 'INCONSISTENT_GROUP_PROTOCOL';
  if (sync.protocol !== null && sync.protocol !== group.protocol) return 'INCONSISTENT_GROUP_PROTOCOL';
  return group.phase === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : undefined;
}

function answerSyncs(group: Group, nowMs: number): Answer[] {
  const answers: Answer[] = [];
  for (const member of group.members.values()) {
    if (member.syncing === undefined) continue;
    const { protocolType, protocol } = group;
    const result = { error: 'NONE', protocolType, protocol, assignment: member.assignment } as const;
    answers.push({ kind: 'sync', token: member.syncing, result });
    member.syncing = undefined;
    member.lastSeenMs = nowMs;
  }
  return answers;
}
