import { createServer as createHttp1, type IncomingHttpHeaders } from 'node:http';
import { createServer as createHttp2 } from 'node:http2';
import { createServer as createTcp, type AddressInfo, type Socket } from 'node:net';
import { MillraceError } from '@millrace/base';

/** What the requests of both versions have in common. */
export interface HttpRequest extends AsyncIterable<unknown> {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** What the responses of both versions have in common. */
export interface HttpResponse {
  readonly headersSent: boolean;
  writeHead(status: number, headers: Readonly<Record<string, string | number>>): unknown;
  /** False when what was written waits in memory: go on at `drain`. */
  write(text: string): boolean;
  end(payload?: string | Uint8Array): unknown;
  once(event: 'close' | 'drain', listener: () => void): unknown;
}

export interface Listener {
  readonly port: number;
  /** Takes no new connection, ends those that are open within 500 ms. */
  close(): Promise<void>;
}

/** What every HTTP/2 connection begins with when the client knows that the server speaks it (RFC 9113 §3.4). */
const http2Preface = Buffer.from('PRI * HTTP/2.0');

/**
 * Serves HTTP/1.1 and HTTP/2 without TLS on one port, told apart by the first bytes: ksqlDB's Java client insists on
 * HTTP/2, while `curl` and most others speak HTTP/1.1.
 *
 * @throws MillraceError `ADDRESS_IN_USE` when another program listens there.
 */
export async function listen(
  host: string,
  port: number,
  handle: (request: HttpRequest, response: HttpResponse) => void,
): Promise<Listener> {
  const http1 = createHttp1({ keepAliveTimeout: 65_000, requestTimeout: 0 }, handle);
  const http2 = createHttp2(handle);
  const sockets = new Set<Socket>();
  const tcp = createTcp({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      const isHttp2 = first.subarray(0, http2Preface.length).equals(http2Preface.subarray(0, first.length));
      (isHttp2 ? http2 : http1).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
  await new Promise<void>((resolve, reject) => {
    tcp.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'EADDRINUSE'
          ? new MillraceError('ADDRESS_IN_USE', `${host}:${port} is taken by another program`, { cause })
          : cause,
      ),
    );
    tcp.listen(port, host, resolve);
  });
  return {
    port: (tcp.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        tcp.close(() => resolve());
        http1.closeIdleConnections();
        for (const socket of sockets) socket.end();
        setTimeout(() => sockets.forEach((socket) => socket.destroy()), 500).unref();
      }),
  };
}
