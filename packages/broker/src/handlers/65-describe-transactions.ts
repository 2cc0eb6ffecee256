import type { describeTransactionsApi } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { Handler } from '../context.ts';

/** Where transactions stand, and which partitions they hold (KIP-664). */
export const describeTransactions: Handler<typeof describeTransactionsApi> = (context, request) => ({
  transactionStates: request.transactionalIds.map((transactionalId) => {
    const known = context.transactions.state.byId.get(transactionalId);
    if (known === undefined) {
      return { errorCode: ErrorCode.TRANSACTIONAL_ID_NOT_FOUND, transactionalId, producerId: -1, producerEpoch: -1 };
    }
    const byTopic = Map.groupBy(known.partitions.values(), ({ topic }) => topic);
    return {
      errorCode: ErrorCode.NONE,
      transactionalId,
      transactionState: known.phase,
      transactionTimeoutMs: known.timeoutMs,
      transactionStartTimeMs: known.startedAtMs,
      producerId: known.producerId,
      producerEpoch: known.epoch,
      topics: Array.from(byTopic, ([topic, each]) => ({ topic, partitions: each.map(({ partition }) => partition) })),
    };
  }),
});
