import { ErrorCode, produceApi } from '@millrace/kafka-wire';
import type { KafkaClient } from '../client.ts';
import { KafkaError, throwOnError } from '../kafka-error.ts';

const timeoutMs = 30_000;

/** Appends one batch and answers the offset of its first record, -1 for acks 0. */
export async function produceBatch(
  client: KafkaClient,
  request: {
    readonly topic: string;
    readonly partition: number;
    readonly batch: Uint8Array;
    readonly acks?: -1 | 0 | 1;
  },
): Promise<{ baseOffset: number }> {
  const { topic, partition, batch, acks = -1 } = request;
  const target = { leader: { topic, partition } };
  const what = `produce to ${topic}-${partition}`;
  const body = { acks, timeoutMs, topicData: [{ name: topic, partitionData: [{ index: partition, records: batch }] }] };
  return client.attempt(target, async () => {
    if (acks === 0) {
      const connection = await client.connectionTo(target);
      await connection.sendOneWay(produceApi, body);
      return { baseOffset: -1 };
    }
    const response = await client.request(target, produceApi, body);
    const answer = response.responses[0]?.partitionResponses[0];
    if (answer === undefined) throw new KafkaError(ErrorCode.UNKNOWN_SERVER_ERROR, what, 'the answer is empty');
    throwOnError(answer.errorCode, what, answer.errorMessage);
    return { baseOffset: answer.baseOffset };
  });
}
