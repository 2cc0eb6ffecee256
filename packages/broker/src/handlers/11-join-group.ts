import type { joinGroupApi } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { ErrorName } from '@millrace/kafka-wire';
import { randomUUID } from 'node:crypto';
import type { BrokerContext, Handler } from '../context.ts';

/** From this version on a new member is given its id first and joins with it (KIP-394). */
const memberIdRequiredFrom = 4;
/** From this version on a leader can be told that nothing is to be shared out (KIP-814). */
const skipAssignmentFrom = 9;

/** Joins a group, and waits until all members have joined: the answer begins a generation. The leader learns of them all. */
export const joinGroup: Handler<typeof joinGroupApi> = async (context, request, call) => {
  const refusal = refuse(context, request.groupId, request.sessionTimeoutMs);
  if (refusal !== undefined) {
    return { errorCode: ErrorCode[refusal], protocolName: '', memberId: request.memberId };
  }
  const result = await context.groups.join(request.groupId, {
    memberId: request.memberId,
    newMemberId: `${request.groupInstanceId ?? call.clientId}-${randomUUID()}`,
    instanceId: request.groupInstanceId,
    mustKnowId: call.version >= memberIdRequiredFrom,
    canSkipAssignment: call.version >= skipAssignmentFrom,
    clientId: call.clientId,
    clientHost: call.clientHost,
    sessionTimeoutMs: request.sessionTimeoutMs,
    rebalanceTimeoutMs: request.rebalanceTimeoutMs < 0 ? request.sessionTimeoutMs : request.rebalanceTimeoutMs,
    protocolType: request.protocolType,
    protocols: request.protocols.map(({ name, metadata }) => ({ name, metadata: new Uint8Array(metadata) })),
  });
  return {
    errorCode: ErrorCode[result.error],
    generationId: result.generation,
    protocolType: result.protocolType,
    protocolName: result.protocol ?? (call.version >= 7 ? null : ''),
    leader: result.leaderId,
    skipAssignment: result.skipAssignment,
    memberId: result.memberId,
    members: result.members.map(({ id, instanceId, metadata }) => ({
      memberId: id,
      groupInstanceId: instanceId,
      metadata,
    })),
  };
};

function refuse(context: BrokerContext, groupId: string, sessionTimeoutMs: number): ErrorName | undefined {
  if (groupId === '') return 'INVALID_GROUP_ID';
  const min = Number(context.topics.brokerConfig('group.min.session.timeout.ms'));
  const max = Number(context.topics.brokerConfig('group.max.session.timeout.ms'));
  return sessionTimeoutMs < min || sessionTimeoutMs > max ? 'INVALID_SESSION_TIMEOUT' : undefined;
}
