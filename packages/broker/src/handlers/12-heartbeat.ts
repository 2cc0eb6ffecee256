import type { heartbeatApi } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { Handler } from '../context.ts';

/** Keeps a member's session alive, and tells it when it must join again. */
export const heartbeat: Handler<typeof heartbeatApi> = (context, request) => {
  const { memberId, groupInstanceId: instanceId, generationId: generation } = request;
  return { errorCode: ErrorCode[context.groups.heartbeat(request.groupId, { memberId, instanceId, generation })] };
};
