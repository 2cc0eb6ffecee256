import type { addOffsetsToTxnApi } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { Handler } from '../context.ts';
import { codeForVersion } from './fenced.ts';

const fencedFrom = 2;

/** Makes a group's offsets part of a producer's transaction. */
export const addOffsetsToTxn: Handler<typeof addOffsetsToTxnApi> = async (context, request, call) => {
  if (request.groupId === '') return { errorCode: ErrorCode.INVALID_GROUP_ID };
  const identity = { producerId: request.producerId, epoch: request.producerEpoch };
  const error = await context.transactions.extend(request.transactionalId, identity, { groups: [request.groupId] });
  return { errorCode: codeForVersion(error, call.version, fencedFrom) };
};
