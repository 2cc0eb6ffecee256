import { KafkaClient, Producer } from '@millrace/kafka-client';
import { expect, test } from 'vitest';
import { Mesh, millrace, temporaryFolder } from './millrace-process.ts';

test('a topic is closed to what does not keep its schema, and opened again, by command', async () => {
  await using folder = await temporaryFolder();
  await using mesh = Mesh.start(folder.path, []);
  const { services } = await mesh.event('ready');
  const client = await KafkaClient.connect({ bootstrap: services.broker ?? '', clientId: 'tests' });
  await client.createTopics([{ name: 'orders', partitions: 1 }]);
  const write = async (): Promise<void> => {
    const producer = new Producer(client);
    producer.send('orders', { key: null, value: Buffer.from('{"id":1}') });
    try {
      await producer.flush();
    } finally {
      await producer.close().catch(() => undefined);
    }
  };
  const enforce = (topic: string, level: string) =>
    millrace(['schema', 'enforce', topic, '--level', level, '--url', services.mesh ?? '']);

  await write();
  expect(await enforce('orders', 'full')).toMatchObject({
    status: 0,
    stdout: 'orders takes only events that fit a schema registered for it\n',
  });
  await expect(write()).rejects.toThrow('Topic "orders" takes values of registered schemas only');
  expect((await enforce('orders', 'strict')).status).toBe(2);
  expect(await enforce('nowhere', 'id')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('There is no topic "nowhere"') as string,
  });
  expect((await enforce('orders', 'none')).status).toBe(0);
  await write();
  const audit = await millrace(['audit', '--url', services.mesh ?? '']);
  expect(audit.stdout).toContain('set orders to take events of any form');
  await client.close();
});
