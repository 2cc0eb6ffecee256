import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const folder = resolve(import.meta.dirname, '../../../../../shared/peers/kafka');
const run = promisify(execFile);

/** Starts an Apache Kafka on free ports; nothing where the corpora are not. */
export const kafkaPeer = existsSync(`${folder}/start.sh`)
  ? async () => {
      const port = String(await freePort());
      await run(`${folder}/start.sh`, [port], { env: { ...process.env, KAFKA_FRESH: '1' } });
      return {
        address: `127.0.0.1:${port}`,
        close: async () => {
          await run(`${folder}/stop.sh`, [port]);
        },
      };
    }
  : undefined;

/** A port that is free now, and the one after it, which the controller takes. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((found) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      found(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  await new Promise((closed) => server.close(closed));
  return port;
}
