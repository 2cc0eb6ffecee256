import type { Answer, Group, Member } from './group.ts';
import { completeIfReady, removeMember } from './rebalance.ts';

/** Does what time asks for: ends sessions, gives up ids that nobody came back with, ends a rebalance at its deadline. */
export function expire(group: Group, nowMs: number): Answer[] {
  const answers: Answer[] = [];
  for (const [memberId, deadlineMs] of group.expected) if (deadlineMs <= nowMs) group.expected.delete(memberId);
  for (const member of group.members.values()) {
    if (sessionEndMs(member) <= nowMs) answers.push(...removeMember(group, member, nowMs));
  }
  if (group.phase === 'CompletingRebalance' && group.rebalanceDeadlineMs <= nowMs) {
    // Members that joined and then did not ask for their part hold everyone up.
    const silent = [...group.members.values()].filter((member) => member.syncing === undefined);
    for (const member of silent) answers.push(...removeMember(group, member, nowMs));
  }
  answers.push(...completeIfReady(group, nowMs));
  return answers;
}

/** When `expire` may next have something to do; Infinity when never. */
export function nextDeadlineMs(group: Group): number {
  let next = Number.POSITIVE_INFINITY;
  for (const deadlineMs of group.expected.values()) next = Math.min(next, deadlineMs);
  for (const member of group.members.values()) next = Math.min(next, sessionEndMs(member));
  if (group.phase === 'PreparingRebalance') {
    const isComplete = [...group.members.values()].every((member) => member.joining !== undefined);
    next = Math.min(next, isComplete && group.expected.size === 0 ? group.holdUntilMs : group.rebalanceDeadlineMs);
  }
  if (group.phase === 'CompletingRebalance') next = Math.min(next, group.rebalanceDeadlineMs);
  return next;
}

/** Who waits for an answer of ours is alive as far as we know. */
function sessionEndMs(member: Member): number {
  if (member.joining !== undefined || member.syncing !== undefined) return Number.POSITIVE_INFINITY;
  return member.lastSeenMs + member.sessionTimeoutMs;
}
