import type { Socket } from 'node:net';
import type { Logger } from '@millrace/base';
import { FrameReader } from './frame-reader.ts';
import type { RequestMemory } from './request-memory.ts';

/** Requests of one connection that may be under way at a time; the socket is not read beyond. */
const pipelinedMax = 256;
/** Answers that the client has not taken yet; the socket is not read beyond. */
const unsentBytesMax = 16 * 1024 * 1024;

interface Exchange {
  readonly frameBytes: number;
  /** Undefined until the answer is known; empty when there is none. */
  answer: readonly Uint8Array[] | undefined;
}

/** One client: requests are begun in the order in which they come, and answered in it too. */
export class Connection {
  readonly #socket: Socket;
  readonly #reader: FrameReader;
  readonly #memory: RequestMemory;
  readonly #handle: (frame: Uint8Array, connection: Connection) => Promise<readonly Uint8Array[] | undefined>;
  readonly #logger: Logger;
  readonly #gone = new AbortController();
  readonly #exchanges: Exchange[] = [];
  #drained: PromiseWithResolvers<void> | undefined;

  constructor(options: {
    readonly socket: Socket;
    readonly frameBytesMax: number;
    readonly memory: RequestMemory;
    readonly logger: Logger;
    readonly handle: (frame: Uint8Array, connection: Connection) => Promise<readonly Uint8Array[] | undefined>;
  }) {
    this.#socket = options.socket;
    this.#reader = new FrameReader(options.frameBytesMax);
    this.#memory = options.memory;
    this.#logger = options.logger;
    this.#handle = options.handle;
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    this.#socket.on('drain', () => this.#resumeIfRoom());
    this.#socket.on('error', (error) => this.#logger.debug({ error }, 'a connection broke'));
    this.#socket.on('close', () => this.#closed());
  }

  get clientHost(): string {
    return `/${this.#socket.remoteAddress ?? ''}`;
  }

  /** The address of ours by which the client has reached us. */
  get localHost(): string {
    return (this.#socket.localAddress ?? '').replace(/^::ffff:/, '');
  }

  /** Aborted when the client is gone. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Takes no more requests; resolves when those under way are answered and the socket is closed. */
  async close(): Promise<void> {
    this.#socket.pause();
    if (this.#exchanges.length > 0) {
      this.#drained = Promise.withResolvers();
      await this.#drained.promise;
    }
    await new Promise<void>((resolve) => {
      if (this.#socket.destroyed) resolve();
      else this.#socket.once('close', resolve).end(() => this.#socket.destroy());
    });
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    try {
      for (const frame of this.#reader.push(chunk)) this.#begin(frame);
    } catch (error) {
      // The stream cannot be read on: nobody knows where the next request starts.
      this.#logger.warn({ error, clientHost: this.clientHost }, 'closed a connection that sent what is no request');
      this.#socket.destroy();
      return;
    }
    if (!this.#hasRoom() && !this.#reader.isWithinFrame) {
      this.#socket.pause();
      this.#memory.onRoom(() => this.#resumeIfRoom());
    }
  }

  #begin(frame: Buffer): void {
    const exchange: Exchange = { frameBytes: frame.length, answer: undefined };
    const answered = this.#handle(frame, this);
    this.#exchanges.push(exchange);
    this.#memory.take(frame.length);
    answered.then(
      (chunks) => this.#answer(exchange, chunks ?? []),
      (error: unknown) => {
        this.#logger.error({ error }, 'a request was left without an answer');
        this.#socket.destroy();
      },
    );
  }

  #answer(exchange: Exchange, chunks: readonly Uint8Array[]): void {
    exchange.answer = chunks;
    if (this.#exchanges[0] !== exchange) return;
    this.#socket.cork();
    while (this.#exchanges[0]?.answer !== undefined) {
      const first = this.#exchanges.shift();
      for (const chunk of first?.answer ?? []) this.#socket.write(chunk);
      this.#memory.give(first?.frameBytes ?? 0);
    }
    this.#socket.uncork();
    if (this.#exchanges.length === 0) this.#drained?.resolve();
    this.#resumeIfRoom();
  }

  #hasRoom(): boolean {
    return (
      !this.#memory.isFull && this.#exchanges.length < pipelinedMax && this.#socket.writableLength < unsentBytesMax
    );
  }

  #resumeIfRoom(): void {
    if (this.#socket.isPaused() && this.#drained === undefined && this.#hasRoom()) this.#socket.resume();
  }

  #closed(): void {
    this.#gone.abort();
    for (const { frameBytes } of this.#exchanges.splice(0)) this.#memory.give(frameBytes);
    this.#drained?.resolve();
  }
}
