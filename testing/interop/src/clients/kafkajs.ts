import { Kafka, logLevel, Partitioners } from 'kafkajs';
import type { ForeignClient, Member } from '../foreign-client.ts';
import { waitUntil } from '../wait-until.ts';

export function kafkajs(bootstrap: string): ForeignClient {
  const kafka = new Kafka({ clientId: 'interop', brokers: [bootstrap], logLevel: logLevel.NOTHING });
  const createPartitioner = Partitioners.DefaultPartitioner;
  return {
    name: 'KafkaJS',
    async topics() {
      const admin = kafka.admin();
      await admin.connect();
      const names = await admin.listTopics();
      await admin.disconnect();
      return names;
    },
    async produce(topic, values) {
      const producer = kafka.producer({ createPartitioner });
      await producer.connect();
      await producer.send({ topic, messages: values.map((value) => ({ value })) });
      await producer.disconnect();
    },
    async join(group, topic): Promise<Member> {
      const values: string[] = [];
      let partitions: number[] = [];
      const consumer = kafka.consumer({
        groupId: group,
        sessionTimeout: 6000,
        heartbeatInterval: 300,
        maxWaitTimeInMs: 200,
      });
      consumer.on('consumer.group_join', ({ payload }) => {
        partitions = payload.memberAssignment[topic] ?? [];
      });
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      await consumer.run({
        eachMessage: async ({ message }) => {
          values.push(message.value?.toString() ?? '');
        },
      });
      return {
        values,
        get partitions() {
          return partitions;
        },
        leave: () => consumer.disconnect(),
      };
    },
    transactions: {
      async run(topic, transactionalId, values, outcome) {
        const producer = kafka.producer({
          createPartitioner,
          transactionalId,
          idempotent: true,
          maxInFlightRequests: 1,
        });
        await producer.connect();
        const transaction = await producer.transaction();
        await transaction.send({ topic, messages: values.map((value) => ({ value })) });
        if (outcome === 'commit') await transaction.commit();
        else await transaction.abort();
        await producer.disconnect();
      },
      async readCommitted(topic, last) {
        const values: string[] = [];
        const consumer = kafka.consumer({
          groupId: `${topic}-committed`,
          readUncommitted: false,
          maxWaitTimeInMs: 200,
        });
        await consumer.connect();
        await consumer.subscribe({ topics: [topic], fromBeginning: true });
        await consumer.run({
          eachMessage: async ({ message }) => {
            values.push(message.value?.toString() ?? '');
          },
        });
        await waitUntil(
          'the last committed value',
          () => values,
          (seen) => seen.includes(last),
        );
        await consumer.disconnect();
        return values;
      },
    },
  };
}
