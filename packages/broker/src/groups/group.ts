import type { ErrorName } from '@millrace/kafka-wire';

/**
 * The classic group protocol (KIP-62, KIP-345, KIP-394) as a state machine. Membership lives in memory only, as members
 * renew it all the time; what must outlive the broker is in offsets-state.ts. Each function takes a command and the time,
 * changes the group, and returns the answers that are now due, which may be to requests that have waited.
 */
export interface Group {
  readonly id: string;
  phase: 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable';
  generation: number;
  protocolType: string | null;
  /** The way of sharing out that all members know, chosen at the last rebalance. */
  protocol: string | null;
  leaderId: string | null;
  readonly members: Map<string, Member>;
  /** Member ids that were given out and must come back before a time (KIP-394). */
  readonly expected: Map<string, number>;
  readonly memberOfInstance: Map<string, string>;
  /** While members rejoin: when those that have not are left out. Once they have: when those without a sync are. */
  rebalanceDeadlineMs: number;
  /** A new group is not completed before, so that members that start together share one rebalance. */
  holdUntilMs: number;
}

export interface Member {
  readonly id: string;
  readonly instanceId: string | null;
  clientId: string;
  clientHost: string;
  sessionTimeoutMs: number;
  rebalanceTimeoutMs: number;
  protocols: readonly GroupProtocol[];
  assignment: Uint8Array;
  lastSeenMs: number;
  /** The request that waits for the group to be complete. */
  joining: Token | undefined;
  /** The request that waits for the leader's assignment. */
  syncing: Token | undefined;
}

export interface GroupProtocol {
  readonly name: string;
  readonly metadata: Uint8Array;
}

/** Names a request that waits for its answer. */
export type Token = number;

export interface JoinResult {
  readonly error: ErrorName;
  readonly generation: number;
  readonly protocolType: string | null;
  readonly protocol: string | null;
  readonly leaderId: string;
  readonly memberId: string;
  /** For the leader, who shares out; empty for the others. */
  readonly members: readonly {
    readonly id: string;
    readonly instanceId: string | null;
    readonly metadata: Uint8Array;
  }[];
  /** The leader came back to a group that goes on as it is (KIP-814). */
  readonly skipAssignment: boolean;
}

export interface SyncResult {
  readonly error: ErrorName;
  readonly protocolType: string | null;
  readonly protocol: string | null;
  readonly assignment: Uint8Array;
}

export type Answer =
  | { readonly kind: 'join'; readonly token: Token; readonly result: JoinResult }
  | { readonly kind: 'sync'; readonly token: Token; readonly result: SyncResult };

export const noAssignment = new Uint8Array(0);

export function emptyGroup(id: string): Group {
  return {
    id,
    phase: 'Empty',
    generation: 0,
    protocolType: null,
    protocol: null,
    leaderId: null,
    members: new Map(),
    expected: new Map(),
    memberOfInstance: new Map(),
    rebalanceDeadlineMs: 0,
    holdUntilMs: 0,
  };
}

export function joinRefusal(token: Token, error: ErrorName, memberId: string): Answer {
  const result = { error, generation: -1, protocolType: null, protocol: null, leaderId: '', memberId, members: [] };
  return { kind: 'join', token, result: { ...result, skipAssignment: false } };
}

export function syncRefusal(token: Token, error: ErrorName): Answer {
  return { kind: 'sync', token, result: { error, protocolType: null, protocol: null, assignment: noAssignment } };
}

/** Checks that a request comes from a member as the group knows it now. */
export function refuseMember(
  group: Group,
  claim: { readonly memberId: string; readonly instanceId: string | null; readonly generation: number },
): ErrorName | undefined {
  if (claim.instanceId !== null) {
    const memberId = group.memberOfInstance.get(claim.instanceId);
    if (memberId === undefined) return 'UNKNOWN_MEMBER_ID';
    if (memberId !== claim.memberId) return 'FENCED_INSTANCE_ID';
  }
  if (!group.members.has(claim.memberId)) return 'UNKNOWN_MEMBER_ID';
  return claim.generation === group.generation ? undefined : 'ILLEGAL_GENERATION';
}
