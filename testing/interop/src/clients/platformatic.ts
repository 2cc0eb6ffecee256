import { Admin, Consumer, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka';
import type { ForeignClient, Member } from '../foreign-client.ts';
import { waitUntil } from '../wait-until.ts';

export function platformatic(bootstrap: string): ForeignClient {
  const base = { clientId: 'interop', bootstrapBrokers: [bootstrap] };
  const read = async (group: string, topic: string, isolationLevel: number) => {
    const values: string[] = [];
    const consumer = new Consumer({ ...base, groupId: group, deserializers: stringDeserializers, isolationLevel });
    const stream = await consumer.consume({
      topics: [topic],
      mode: 'committed',
      fallbackMode: 'earliest',
      autocommit: 200,
      sessionTimeout: 6000,
      heartbeatInterval: 300,
      maxWaitTime: 200,
    });
    stream.on('data', ({ value }) => values.push(value));
    return { values, consumer, stream };
  };
  return {
    name: '@platformatic/kafka',
    async topics() {
      const admin = new Admin(base);
      const names = await admin.listTopics();
      await admin.close();
      return names;
    },
    async produce(topic, values) {
      const producer = new Producer({ ...base, serializers: stringSerializers });
      await producer.send({ messages: values.map((value) => ({ topic, value })) });
      await producer.close();
    },
    async join(group, topic): Promise<Member> {
      const { values, consumer, stream } = await read(group, topic, 0);
      return {
        values,
        get partitions() {
          return consumer.assignments?.find((each) => each.topic === topic)?.partitions ?? [];
        },
        async leave() {
          await stream.close();
          await consumer.close(true);
        },
      };
    },
    transactions: {
      async run(topic, transactionalId, values, outcome) {
        const producer = new Producer({ ...base, transactionalId, idempotent: true, serializers: stringSerializers });
        const transaction = await producer.beginTransaction();
        await transaction.send({ messages: values.map((value) => ({ topic, value })) });
        if (outcome === 'commit') await transaction.commit();
        else await transaction.abort();
        await producer.close();
      },
      async readCommitted(topic, last) {
        const { values, consumer, stream } = await read(`${topic}-committed`, topic, 1);
        await waitUntil(
          'the last committed value',
          () => values,
          (seen) => seen.includes(last),
        );
        await stream.close();
        await consumer.close(true);
        return values;
      },
    },
  };
}
