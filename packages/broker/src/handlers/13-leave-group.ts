import type { leaveGroupApi } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { Handler } from '../context.ts';

/** Takes members out of a group. From version 3 several at once, each with its own answer (KIP-345). */
export const leaveGroup: Handler<typeof leaveGroupApi> = (context, request, call) => {
  if (call.version < 3) {
    const { memberId } = request;
    return { errorCode: ErrorCode[context.groups.leave(request.groupId, { memberId, instanceId: null })] };
  }
  return {
    errorCode: ErrorCode.NONE,
    members: request.members.map(({ memberId, groupInstanceId }) => ({
      memberId,
      groupInstanceId,
      errorCode: ErrorCode[context.groups.leave(request.groupId, { memberId, instanceId: groupInstanceId })],
    })),
  };
};
