import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '@millrace/broker';
import { startApicurio } from '@millrace/peers';
import { startRegistry } from '@millrace/registry';

export interface BothRegistries {
  readonly ours: string;
  readonly theirs: string;
  close(): Promise<void>;
}

/** Starts our registry over our broker, and Apicurio, on free ports; undefined where the peers are not. */
export async function startBoth(): Promise<BothRegistries | undefined> {
  if (startApicurio === undefined) return undefined;
  const theirs = await startApicurio();
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-differential-'));
  const broker = await startBroker({ dataDir, host: '127.0.0.1', port: 0 });
  const registry = await startRegistry({ kafka: { bootstrap: broker.address }, host: '127.0.0.1', port: 0 });
  const close = async (): Promise<void> => {
    await registry.close();
    await broker.close();
    await rm(dataDir, { recursive: true });
    await theirs.close();
  };
  return { ours: registry.url, theirs: theirs.address, close };
}
