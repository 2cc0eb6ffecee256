import type { endTxnApi } from '@millrace/kafka-wire';
import type { Handler } from '../context.ts';
import { codeForVersion } from './fenced.ts';

const fencedFrom = 2;

/** Commits or aborts a transaction; when it is answered, readers of committed records see the outcome. */
export const endTxn: Handler<typeof endTxnApi> = async (context, request, call) => {
  const { transactionalId, producerId, producerEpoch: epoch, committed } = request;
  const error = await context.transactions.end(transactionalId, { producerId, epoch }, committed);
  return { errorCode: codeForVersion(error, call.version, fencedFrom) };
};
