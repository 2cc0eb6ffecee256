import { createServer } from 'node:net';

/**
 * A port that is free now, as are those at the given distances above it, for a server that cannot be told to take port 0.
 * They lie below the ports that kernels give to outgoing connections, one of which would else come between look and start.
 */
export async function freePorts(distances: readonly number[]): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const taken = await Promise.all([0, ...distances].map((distance) => isTaken(port + distance)));
    if (!taken.includes(true)) return port;
  }
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(true));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
  });
}
