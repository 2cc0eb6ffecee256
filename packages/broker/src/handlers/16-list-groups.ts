import type { listGroupsApi } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { Handler } from '../context.ts';

/** All groups with members or offsets, by state (case does not matter) and type when asked. All are classic. */
export const listGroups: Handler<typeof listGroupsApi> = (context, request) => {
  const states = request.statesFilter.map((state) => state.toLowerCase());
  const types = request.typesFilter.map((type) => type.toLowerCase());
  const groups = Array.from(context.groups.groupIds(), (groupId) => {
    const group = context.groups.group(groupId);
    const protocolType = group?.protocolType ?? '';
    return { groupId, protocolType, groupState: group?.phase ?? 'Empty', groupType: 'classic' };
  });
  return {
    errorCode: ErrorCode.NONE,
    groups: groups.filter(
      ({ groupState }) =>
        (states.length === 0 || states.includes(groupState.toLowerCase())) &&
        (types.length === 0 || types.includes('classic')),
    ),
  };
};
