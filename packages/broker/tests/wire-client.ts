import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Api, RequestInput, ResponseOf } from '@millrace/kafka-wire';
import { decodeResponse, encodeRequest, readCorrelationId } from '@millrace/kafka-wire';

/** One connection that says exactly what a test wants it to. Answers come in the order of the requests. */
export class WireClient {
  readonly #socket: Socket;
  readonly #waiting: { readonly resolve: (frame: Buffer) => void; readonly reject: (error: Error) => void }[] = [];
  #rest: Buffer = Buffer.alloc(0);
  #correlationId = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error('the connection was closed'));
    });
  }

  static open(address: string): Promise<WireClient> {
    const [host, port] = address.split(':');
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), host ?? '', () => resolve(new WireClient(socket)));
      socket.once('error', reject);
    });
  }

  async call<A extends Api>(api: A, version: number, body: RequestInput<A>): Promise<ResponseOf<A>> {
    return decodeResponse(api, version, await this.send(api, version, body));
  }

  /** The answer's frame, its correlation id checked. */
  async send<A extends Api>(api: A, version: number, body: RequestInput<A>): Promise<Buffer> {
    this.#correlationId += 1;
    const correlationId = this.#correlationId;
    const frame = await this.raw(Buffer.concat(encodeRequest(api, version, { correlationId, clientId: 'test' }, body)));
    if (readCorrelationId(frame) !== correlationId) throw new Error('the answer is to another request');
    return frame;
  }

  raw(bytes: Uint8Array): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#socket.write(bytes);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= 4 && this.#rest.length >= this.#rest.readInt32BE(0) + 4) {
      const end = this.#rest.readInt32BE(0) + 4;
      const frame = this.#rest.subarray(4, end);
      this.#rest = this.#rest.subarray(end);
      this.#waiting.shift()?.resolve(frame);
    }
  }
}
