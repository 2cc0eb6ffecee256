import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { startBroker } from '@millrace/broker';
import { startRegistry } from '@millrace/registry';

const peer = resolve(import.meta.dirname, '../../../../../shared/peers/apicurio');
const run = promisify(execFile);

export interface BothRegistries {
  readonly ours: string;
  readonly theirs: string;
  close(): Promise<void>;
}

/** Starts our registry over our broker, and Apicurio, on free ports; undefined where the peers are not. */
export async function startBoth(): Promise<BothRegistries | undefined> {
  if (!existsSync(join(peer, 'start.sh'))) return undefined;
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-differential-'));
  const broker = await startBroker({ dataDir, host: '127.0.0.1', port: 0 });
  const registry = await startRegistry({ kafka: { bootstrap: broker.address }, host: '127.0.0.1', port: 0 });
  const port = String(await freePort());
  const close = async (): Promise<void> => {
    await registry.close();
    await broker.close();
    await rm(dataDir, { recursive: true });
    await run(join(peer, 'stop.sh'), [port]);
  };
  try {
    const { stdout } = await run(join(peer, 'start.sh'), [port]);
    return { ours: registry.url, theirs: stdout.trim().split('\n').at(-1) ?? '', close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A port that is free now, and so is the one 1000 above, which the management of the peer takes. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = await listenOnce(0);
    if (port + 1000 <= 65_535 && (await listenOnce(port + 1000).catch(() => 0)) !== 0) return port;
  }
}

async function listenOnce(wanted: number): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((found, failed) => {
    server.on('error', failed);
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      found(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  await new Promise((closed) => server.close(closed));
  return port;
}
