import type { initProducerIdApi } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { Handler } from '../context.ts';
import { codeForVersion } from './fenced.ts';

const fencedFrom = 4;

/**
 * Gives a producer its id and epoch. With a transactional id, fences all former producers of it and aborts what they left
 * open. A producer that goes on after an error names its present id and epoch (KIP-360).
 */
export const initProducerId: Handler<typeof initProducerIdApi> = async (context, request, call) => {
  const { transactionalId, transactionTimeoutMs, producerId, producerEpoch } = request;
  if (transactionalId === null) {
    const identity = await context.transactions.newProducer();
    return { errorCode: ErrorCode.NONE, producerId: identity.producerId, producerEpoch: identity.epoch };
  }
  if (transactionalId === '') return { errorCode: ErrorCode.INVALID_REQUEST, producerEpoch: -1 };
  const timeoutMax = Number(context.topics.brokerConfig('transaction.max.timeout.ms'));
  if (transactionTimeoutMs <= 0 || transactionTimeoutMs > timeoutMax) {
    return { errorCode: ErrorCode.INVALID_TRANSACTION_TIMEOUT, producerEpoch: -1 };
  }
  const claim = producerId >= 0 ? { producerId, epoch: producerEpoch } : undefined;
  const { error, identity } = await context.transactions.startProducer(transactionalId, transactionTimeoutMs, claim);
  return {
    errorCode: codeForVersion(error, call.version, fencedFrom),
    producerId: identity?.producerId ?? -1,
    producerEpoch: identity?.epoch ?? -1,
  };
};
