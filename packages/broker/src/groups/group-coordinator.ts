import type { Clock } from '@millrace/base';
import type { ErrorName } from '@millrace/kafka-wire';
import type { Journal } from '../storage/journal.ts';
import { expire, nextDeadlineMs } from './expire.ts';
import type { Answer, Group, JoinResult, Member, SyncResult, Token } from './group.ts';
import { emptyGroup, joinRefusal, refuseMember, syncRefusal } from './group.ts';
import { joinGroup } from './join.ts';
import type { JoinCommand, JoinLimits } from './join.ts';
import type { OffsetsRecord, OffsetsState } from './offsets-state.ts';
import { removeMember } from './rebalance.ts';
import { heartbeat, syncGroup } from './sync.ts';
import type { SyncCommand } from './sync.ts';

/** A timer that is set for longer fires at once. */
const timeoutMax = 0x7fff_ffff;

export interface MemberClaim {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly generation: number;
}

/** Runs the group machines: gives them the time, lets requests wait for their answers, writes offsets down. */
export class GroupCoordinator {
  readonly offsets: OffsetsState;
  readonly #journal: Journal<OffsetsRecord>;
  readonly #clock: Clock;
  readonly #limits: () => JoinLimits;
  readonly #groups = new Map<string, Group>();
  readonly #waiting = new Map<Token, { readonly kind: Answer['kind']; readonly resolve: (answer: Answer) => void }>();
  readonly #timers = new Map<string, { readonly atMs: number; readonly timer: NodeJS.Timeout }>();
  #lastToken = 0;

  constructor(options: {
    readonly offsets: OffsetsState;
    readonly journal: Journal<OffsetsRecord>;
    readonly clock: Clock;
    readonly limits: () => JoinLimits;
  }) {
    this.offsets = options.offsets;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#limits = options.limits;
  }

  /** Members and phase of a group; undefined for one that never had a member in this process. */
  group(id: string): Group | undefined {
    return this.#groups.get(id);
  }

  /** All groups that have members or offsets. */
  groupIds(): Set<string> {
    return new Set([...this.#groups.keys(), ...this.offsets.groups.keys()]);
  }

  join(groupId: string, command: Omit<JoinCommand, 'token'>): Promise<JoinResult> {
    const group = this.#groups.get(groupId) ?? emptyGroup(groupId);
    this.#groups.set(groupId, group);
    return new Promise((resolve) => {
      const token = this.#wait('join', (answer) => answer.kind === 'join' && resolve(answer.result));
      this.#deliver(group, joinGroup(group, { ...command, token }, this.#clock.now(), this.#limits()));
    });
  }

  sync(groupId: string, command: Omit<SyncCommand, 'token'>): Promise<SyncResult> | undefined {
    const group = this.#groups.get(groupId);
    if (group === undefined) return undefined;
    return new Promise((resolve) => {
      const token = this.#wait('sync', (answer) => answer.kind === 'sync' && resolve(answer.result));
      this.#deliver(group, syncGroup(group, { ...command, token }, this.#clock.now()));
    });
  }

  heartbeat(groupId: string, claim: MemberClaim): ErrorName {
    const group = this.#groups.get(groupId);
    return group === undefined ? 'UNKNOWN_MEMBER_ID' : heartbeat(group, claim, this.#clock.now());
  }

  /** Takes a member out at its own wish, or a static one at an operator's, who may know only the instance. */
  leave(groupId: string, leaving: { readonly memberId: string; readonly instanceId: string | null }): ErrorName {
    const group = this.#groups.get(groupId);
    if (group === undefined) return 'UNKNOWN_MEMBER_ID';
    const ofInstance = leaving.instanceId === null ? undefined : group.memberOfInstance.get(leaving.instanceId);
    if (leaving.instanceId !== null && ofInstance === undefined) return 'UNKNOWN_MEMBER_ID';
    if (ofInstance !== undefined && leaving.memberId !== '' && ofInstance !== leaving.memberId) {
      return 'FENCED_INSTANCE_ID';
    }
    const memberId = ofInstance ?? leaving.memberId;
    if (group.expected.delete(memberId)) return 'NONE';
    const member = group.members.get(memberId);
    if (member === undefined) return 'UNKNOWN_MEMBER_ID';
    this.#deliver(group, removeMember(group, member, this.#clock.now()));
    return 'NONE';
  }

  /** Whether these offsets may be committed: by a member of the present generation, or by anybody while there are none. */
  refuseCommit(groupId: string, claim: MemberClaim): ErrorName | undefined {
    const group = this.#groups.get(groupId);
    if (claim.generation < 0 && claim.memberId === '' && claim.instanceId === null) {
      return group === undefined || group.phase === 'Empty' ? undefined : 'UNKNOWN_MEMBER_ID';
    }
    if (group === undefined) return claim.generation >= 0 ? 'ILLEGAL_GENERATION' : 'UNKNOWN_MEMBER_ID';
    const refusal = refuseMember(group, claim);
    if (refusal !== undefined) return refusal;
    if (group.phase === 'CompletingRebalance') return 'REBALANCE_IN_PROGRESS';
    const member = group.members.get(claim.memberId);
    if (member !== undefined) member.lastSeenMs = this.#clock.now();
    return undefined;
  }

  /** Resolves when the records are durable. */
  record(...records: OffsetsRecord[]): Promise<void> {
    return this.#journal.record(records);
  }

  async deleteGroup(groupId: string): Promise<ErrorName> {
    const group = this.#groups.get(groupId);
    if (group === undefined && !this.offsets.groups.has(groupId)) return 'GROUP_ID_NOT_FOUND';
    if (group !== undefined && (group.members.size > 0 || group.phase !== 'Empty')) return 'NON_EMPTY_GROUP';
    this.#groups.delete(groupId);
    await this.record({ kind: 'group-deleted', group: groupId });
    return 'NONE';
  }

  members(groupId: string): Member[] {
    return [...(this.#groups.get(groupId)?.members.values() ?? [])];
  }

  /** Stops the timers, and sends those who wait to look for a coordinator again. */
  close(): void {
    for (const { timer } of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    for (const [token, { kind, resolve }] of this.#waiting) {
      const error = 'COORDINATOR_NOT_AVAILABLE';
      resolve(kind === 'join' ? joinRefusal(token, error, '') : syncRefusal(token, error));
    }
    this.#waiting.clear();
  }

  #wait(kind: Answer['kind'], resolve: (answer: Answer) => void): Token {
    this.#lastToken += 1;
    this.#waiting.set(this.#lastToken, { kind, resolve });
    return this.#lastToken;
  }

  #deliver(group: Group, answers: readonly Answer[]): void {
    for (const answer of answers) {
      this.#waiting.get(answer.token)?.resolve(answer);
      this.#waiting.delete(answer.token);
    }
    this.#arm(group);
  }

  /** One timer a group, set for its next deadline. A deadline that moved later is noticed when the timer fires. */
  #arm(group: Group): void {
    const atMs = nextDeadlineMs(group);
    const armed = this.#timers.get(group.id);
    if (armed !== undefined && armed.atMs <= atMs) return;
    clearTimeout(armed?.timer);
    this.#timers.delete(group.id);
    if (atMs === Number.POSITIVE_INFINITY) return;
    const timer = setTimeout(
      () => {
        this.#timers.delete(group.id);
        this.#deliver(group, expire(group, this.#clock.now()));
      },
      Math.min(timeoutMax, Math.max(0, atMs - this.#clock.now())),
    );
    this.#timers.set(group.id, { atMs, timer });
  }
}
