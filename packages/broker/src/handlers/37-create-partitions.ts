import type { createPartitionsApi } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { Handler } from '../context.ts';

/** Gives topics more partitions; `count` is the number that they have afterwards. */
export const createPartitions: Handler<typeof createPartitionsApi> = async (context, request) => {
  const results = request.topics.map(async ({ name, count }) => {
    const decision = context.topics.decideAddPartitions(name, count);
    if (decision.kind === 'refused') {
      return { name, errorCode: ErrorCode[decision.code], errorMessage: decision.message };
    }
    if (!request.validateOnly) await context.topics.record(decision.records);
    return { name, errorCode: ErrorCode.NONE };
  });
  return { results: await Promise.all(results) };
};
