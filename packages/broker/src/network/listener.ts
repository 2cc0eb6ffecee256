import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import type { Logger } from '@millrace/base';
import { MillraceError } from '@millrace/base';
import { Connection } from './connection.ts';
import { RequestMemory } from './request-memory.ts';

/** How long close() waits for answers under way before it breaks connections off. */
const drainMs = 5000;

export interface ListenerLimits {
  readonly frameBytesMax: number;
  readonly requestBytesMax: number;
  readonly connectionsMax: number;
}

/** Accepts connections. Starts to listen at once and to answer when `serve` is called, so that the port is known before. */
export class Listener {
  readonly #server: Server;
  readonly #connections = new Set<Connection>();

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Raises ADDRESS_IN_USE when another program has the port. */
  static async open(host: string, port: number): Promise<Listener> {
    const server = createServer({ pauseOnConnect: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause: NodeJS.ErrnoException) => {
        const code = cause.code === 'EADDRINUSE' ? 'ADDRESS_IN_USE' : 'CONFIG_INVALID';
        reject(new MillraceError(code, `The broker cannot listen on ${host}:${port}: ${cause.message}`, { cause }));
      });
      server.listen({ host, port, backlog: 1024 }, resolve);
    });
    return new Listener(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  serve(
    handle: (frame: Uint8Array, connection: Connection) => Promise<readonly Uint8Array[] | undefined>,
    limits: ListenerLimits,
    logger: Logger,
  ): void {
    const memory = new RequestMemory(limits.requestBytesMax);
    this.#server.on('connection', (socket) => {
      if (this.#connections.size >= limits.connectionsMax) {
        logger.warn({ connectionsMax: limits.connectionsMax }, 'refused a connection: there are as many as may be');
        socket.destroy();
        return;
      }
      const connection = new Connection({ socket, frameBytesMax: limits.frameBytesMax, memory, logger, handle });
      this.#connections.add(connection);
      socket.on('close', () => this.#connections.delete(connection));
      socket.resume();
    });
  }

  /** Takes no more connections or requests, and waits for the answers that are under way. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    const connections = [...this.#connections];
    const breakOff = setTimeout(() => {
      for (const connection of connections) connection.destroy();
    }, drainMs);
    await Promise.all(connections.map((connection) => connection.close()));
    clearTimeout(breakOff);
    await closed;
  }
}
