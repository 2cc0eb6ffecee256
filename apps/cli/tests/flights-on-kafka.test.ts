import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProductPage } from '@millrace/mesh';
import { startKafka } from '@millrace/peers';
import { expect, test } from 'vitest';
import { expectRightAnswers } from './flights-answers.ts';
import { Mesh, temporaryFolder } from './millrace-process.ts';

test(
  'a real Kafka in place of the embedded broker: the same example, the same right answers',
  { timeout: 600_000 },
  async ({ skip }) => {
    if (startKafka === undefined) {
      console.log('skipped: no shared corpus');
      return skip('no shared corpus');
    }
    const kafka = await startKafka(['log.retention.ms=-1', 'num.partitions=6']);
    try {
      await using folder = await temporaryFolder();
      const config = join(folder.path, 'millrace.yaml');
      await writeFile(config, `broker: { bootstrap: "${kafka.address}" }\n`);
      await using mesh = Mesh.startWith(folder.path, [
        '--config',
        config,
        '--example',
        'flights',
        '--port',
        '0',
        '--registry-port',
        '0',
        '--ksql-port',
        '0',
      ]);
      const { services } = await mesh.event('ready');
      expect(services.broker).toBe(kafka.address);
      await mesh.event('next');
      await expectRightAnswers(services);
      const { items } = (await (await fetch(`${services.mesh}/api/v1/products`)).json()) as ProductPage;
      expect(items).toHaveLength(4);
      expect(await mesh.stop()).toBe(0);
    } finally {
      await kafka.close();
    }
  },
);
