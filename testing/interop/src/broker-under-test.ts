import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '@millrace/broker';

/**
 * The broker that the clients are pointed at: ours in a folder of its own, or with MILLRACE_INTEROP_BOOTSTRAP any other,
 * so that the tests themselves can be checked against Apache Kafka.
 */
export async function brokerUnderTest(): Promise<{ readonly bootstrap: string; close(): Promise<void> }> {
  const foreign = process.env['MILLRACE_INTEROP_BOOTSTRAP'];
  if (foreign !== undefined) return { bootstrap: foreign, close: () => Promise.resolve() };
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-interop-'));
  const broker = await startBroker({ dataDir, host: '127.0.0.1', port: 0 });
  return {
    bootstrap: broker.address,
    async close() {
      await broker.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
