import type { syncGroupApi } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { Handler } from '../context.ts';

/** The leader hands in what each member is to read; every member gets its own part when it has. */
export const syncGroup: Handler<typeof syncGroupApi> = async (context, request) => {
  const result = await context.groups.sync(request.groupId, {
    memberId: request.memberId,
    instanceId: request.groupInstanceId,
    generation: request.generationId,
    protocolType: request.protocolType,
    protocol: request.protocolName,
    assignments: request.assignments.map(({ memberId, assignment }) => ({
      memberId,
      assignment: new Uint8Array(assignment),
    })),
  });
  if (result === undefined) return { errorCode: ErrorCode.UNKNOWN_MEMBER_ID };
  const { error, protocolType, protocol: protocolName, assignment } = result;
  return { errorCode: ErrorCode[error], protocolType, protocolName, assignment };
};
