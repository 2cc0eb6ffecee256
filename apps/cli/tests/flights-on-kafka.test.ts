import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { ProductPage } from '@millrace/mesh';
import { expect, test } from 'vitest';
import { expectRightAnswers } from './flights-answers.ts';
import { Mesh, repository, temporaryFolder } from './millrace-process.ts';

const kafka = join(repository, '../shared/peers/kafka');

/** A port such that it and the next, which Kafka's controller takes, are free now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function script(name: string, port: number): string {
  const result = spawnSync(join(kafka, name), [String(port)], {
    encoding: 'utf8',
    env: { ...process.env, KAFKA_FRESH: '1', KAFKA_EXTRA: 'log.retention.ms=-1\nnum.partitions=6' },
  });
  if (result.status !== 0) throw new Error(`${name}: ${result.stdout}${result.stderr}`);
  return result.stdout.trim();
}

test(
  'a real Kafka in place of the embedded broker: the same example, the same right answers',
  { timeout: 600_000 },
  async ({ skip }) => {
    if (!existsSync(join(kafka, 'start.sh'))) {
      console.log('skipped: no shared corpus');
      skip('no shared corpus');
    }
    const port = await freePort();
    const bootstrap = script('start.sh', port).split('\n').at(-1) ?? '';
    try {
      await using folder = await temporaryFolder();
      const config = join(folder.path, 'millrace.yaml');
      await writeFile(config, `broker: { bootstrap: "${bootstrap}" }\n`);
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
      expect(services.broker).toBe(bootstrap);
      await mesh.event('next');
      await expectRightAnswers(services);
      const { items } = (await (await fetch(`${services.mesh}/api/v1/products`)).json()) as ProductPage;
      expect(items).toHaveLength(4);
      expect(await mesh.stop()).toBe(0);
    } finally {
      script('stop.sh', port);
    }
  },
);
