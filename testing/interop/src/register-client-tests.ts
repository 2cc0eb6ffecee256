import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { brokerUnderTest } from './broker-under-test.ts';
import type { ForeignClient, Member } from './foreign-client.ts';
import { waitUntil } from './wait-until.ts';

/** The same claims for every client: what one of them can do with Apache Kafka, it can do here. */
export function registerClientTests(
  name: string,
  open: (bootstrap: string) => ForeignClient,
  options: { readonly isSkipped?: boolean; readonly hasTransactions?: boolean } = {},
): void {
  const { isSkipped = false, hasTransactions = true } = options;
  describe.skipIf(isSkipped)(name, () => {
    let broker: Awaited<ReturnType<typeof brokerUnderTest>>;
    let client: ForeignClient;
    const members: Member[] = [];

    beforeAll(async () => {
      broker = await brokerUnderTest();
      client = open(broker.bootstrap);
    });

    afterAll(async () => {
      await Promise.all(members.splice(0).map((member) => member.leave()));
      await broker.close();
    });

    const newTopic = (partitions: number): Promise<string> => createTopic(broker.bootstrap, partitions);
    const join = async (group: string, topic: string): Promise<Member> => {
      const member = await client.join(group, topic);
      members.push(member);
      return member;
    };
    const leave = async (member: Member): Promise<void> => {
      members.splice(members.indexOf(member), 1);
      await member.leave();
    };

    test('all topics are listed', async () => {
      const topics = [await newTopic(1), await newTopic(1)];
      expect(await client.topics()).toEqual(expect.arrayContaining(topics));
    });

    test('what is produced is consumed by a group, once and complete', async () => {
      const topic = await newTopic(3);
      const sent = numbered('first', 500);
      await client.produce(topic, sent);
      const member = await join(`${topic}-group`, topic);
      await waitUntil(
        'all values',
        () => member.values,
        ({ length }) => length >= sent.length,
      );
      expect(member.values.toSorted()).toEqual(sent.toSorted());
      await leave(member);
    });

    test('two members share the partitions, and one that leaves gives its own back', async () => {
      const topic = await newTopic(4);
      const group = `${topic}-group`;
      await client.produce(topic, numbered('before', 40));
      const first = await join(group, topic);
      await waitUntil(
        'the first member to have all partitions',
        () => first.partitions,
        ({ length }) => length === 4,
      );
      const second = await join(group, topic);
      await waitUntil(
        'two partitions each',
        () => [first.partitions, second.partitions],
        ([one, other]) => one?.length === 2 && other?.length === 2,
      );
      expect([...first.partitions, ...second.partitions].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
      await client.produce(topic, numbered('shared', 400));
      const shared = (): string[] => [...first.values, ...second.values].filter((value) => value.startsWith('shared'));
      await waitUntil(
        'all shared values',
        () => new Set(shared()).size,
        (count) => count === 400,
      );
      await leave(second);
      await waitUntil(
        'the first member to have all partitions again',
        () => first.partitions,
        ({ length }) => length === 4,
      );
      await leave(first);
    });

    test('a group goes on behind the offsets that it committed', async () => {
      const topic = await newTopic(2);
      const group = `${topic}-group`;
      await client.produce(topic, numbered('old', 100));
      const before = await join(group, topic);
      await waitUntil(
        'the old values',
        () => before.values,
        ({ length }) => length >= 100,
      );
      await leave(before);
      await client.produce(topic, numbered('new', 100));
      const after = await join(group, topic);
      await waitUntil(
        'the new values',
        () => after.values,
        ({ length }) => length >= 100,
      );
      expect(after.values.toSorted()).toEqual(numbered('new', 100).toSorted());
      await leave(after);
    });

    if (!hasTransactions) return;
    test('readers of committed records see what was committed, and nothing that was aborted', async () => {
      const { transactions } = client;
      expect(transactions).toBeDefined();
      const topic = await newTopic(1);
      await transactions?.run(topic, `${topic}-a`, ['one', 'two'], 'commit');
      await transactions?.run(topic, `${topic}-b`, ['never'], 'abort');
      await transactions?.run(topic, `${topic}-c`, ['three'], 'commit');
      expect(await transactions?.readCommitted(topic, 'three')).toEqual(['one', 'two', 'three']);
    });
  });
}

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
}

async function createTopic(bootstrap: string, numPartitions: number): Promise<string> {
  const topic = `interop-${randomUUID()}`;
  const admin = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions }], waitForLeaders: true });
  await admin.disconnect();
  return topic;
}
