import type { deleteGroupsApi } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { Handler } from '../context.ts';

/** Forgets groups that have no members, with all their offsets. */
export const deleteGroups: Handler<typeof deleteGroupsApi> = async (context, request) => {
  const results = request.groupsNames.map(async (groupId) => ({
    groupId,
    errorCode: ErrorCode[await context.groups.deleteGroup(groupId)],
  }));
  return { results: await Promise.all(results) };
};
