import { connect, type Socket } from 'node:net';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: string;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly p99Ms: number;
  /** Answers other than 2xx, and those that did not come. */
  readonly failed: number;
  readonly answers: number;
}

const connections = 16;

/** What is not answered until then has failed. */
const answerMsMax = 10_000;

/**
 * Requests over 16 connections, each waiting for its answer before the next, for a time. As bare as can be, since generator and
 * server share the machine.
 */
export async function load(url: string, milliseconds: number, next: () => HttpRequest): Promise<LoadResult> {
  const { hostname, port } = new URL(url);
  const latencies: number[] = [];
  let failed = 0;
  const end = performance.now() + milliseconds;
  const lane = async (): Promise<void> => {
    const connection = await Connection.open(hostname, Number(port));
    while (performance.now() < end) {
      const sent = performance.now();
      const status = await connection.call(next(), hostname);
      if (performance.now() < end) latencies.push(performance.now() - sent);
      if (status < 200 || status > 299) failed++;
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, lane));
  const p99Ms = latencies.toSorted((left, right) => left - right)[Math.floor(latencies.length * 0.99)] ?? 0;
  return { perSecond: (latencies.length * 1000) / milliseconds, p99Ms, failed, answers: latencies.length };
}

/** One kept-alive connection of HTTP/1.1. */
class Connection {
  readonly #socket: Socket;
  #received = '';
  #waiting: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.#take(text));
    socket.setTimeout(answerMsMax, () => this.#waiting?.resolve(0));
    socket.on('error', (error) => this.#waiting?.reject(error));
    socket.on('close', () => this.#waiting?.reject(new Error('the server closed a connection')));
  }

  static async open(host: string, port: number): Promise<Connection> {
    const socket = connect({ host, port, noDelay: true });
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new Connection(socket);
  }

  call({ method, path, body = '' }: HttpRequest, host: string): Promise<number> {
    const type = 'content-type: application/vnd.schemaregistry.v1+json\r\n';
    const length = `content-length: ${Buffer.byteLength(body)}\r\n`;
    this.#socket.write(`${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n${body === '' ? '' : type + length}\r\n${body}`);
    return new Promise((resolve, reject) => (this.#waiting = { resolve, reject }));
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #take(text: string): void {
    this.#received += text;
    const headEnd = this.#received.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const length = /\r\ncontent-length: *(\d+)/i.exec(this.#received)?.[1];
    const isWhole =
      length === undefined
        ? this.#received.endsWith('\r\n0\r\n\r\n')
        : this.#received.length >= headEnd + 4 + Number(length);
    if (!isWhole) return;
    const status = Number(this.#received.slice(9, 12));
    this.#received = '';
    this.#waiting?.resolve(status);
  }
}
