import type { describeGroupsApi } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { Handler } from '../context.ts';
import { metadataOf } from '../groups/rebalance.ts';

const nothing = new Uint8Array(0);
/** From this version on a group that is not there is an error, not a state (KIP-1043). */
const notFoundFrom = 6;

/** Phase and members of groups. A group that has only offsets is Empty; one that has nothing is Dead. */
export const describeGroups: Handler<typeof describeGroupsApi> = (context, request, call) => ({
  groups: request.groups.map((groupId) => {
    const group = context.groups.group(groupId);
    const isKnown = group !== undefined || context.groups.offsets.groups.has(groupId);
    if (!isKnown) {
      const isError = call.version >= notFoundFrom;
      return {
        errorCode: isError ? ErrorCode.GROUP_ID_NOT_FOUND : ErrorCode.NONE,
        ...(isError ? { errorMessage: `Group ${groupId} not found.` } : {}),
        groupId,
        groupState: 'Dead',
      };
    }
    return {
      errorCode: ErrorCode.NONE,
      groupId,
      groupState: group?.phase ?? 'Empty',
      protocolType: group?.protocolType ?? '',
      protocolData: group?.phase === 'Stable' ? (group.protocol ?? '') : '',
      members: context.groups.members(groupId).map((member) => ({
        memberId: member.id,
        groupInstanceId: member.instanceId,
        clientId: member.clientId,
        clientHost: member.clientHost,
        memberMetadata: group?.phase === 'Stable' ? metadataOf(member.protocols, group.protocol) : nothing,
        memberAssignment: member.assignment,
      })),
    };
  }),
});
