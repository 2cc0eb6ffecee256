import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Api, RequestInput } from '@millrace/kafka-wire';
import { decodeResponse, encodeRequest } from '@millrace/kafka-wire';

/** One connection; answers come in the order of the requests. */
export class Client {
  readonly #socket: Socket;
  readonly #waiting: ((frame: Uint8Array) => void)[] = [];
  #chunks: Buffer[] = [];
  #have = 0;
  #need = 4;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
  }

  static open(port: number): Promise<Client> {
    return new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new Client(socket)));
    });
  }

  send(request: Uint8Array): Promise<Uint8Array> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#socket.write(request);
    });
  }

  async call<A extends Api>(api: A, version: number, body: RequestInput<A>) {
    const request = Buffer.concat(encodeRequest(api, version, { correlationId: 1, clientId: 'bench' }, body));
    return decodeResponse(api, version, await this.send(request));
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#have += chunk.length;
    while (this.#have >= this.#need) {
      const all = this.#chunks.length === 1 ? (this.#chunks[0] ?? chunk) : Buffer.concat(this.#chunks);
      const size = all.readInt32BE(0) + 4;
      this.#need = size;
      this.#chunks = [all];
      if (this.#have < size) return;
      this.#waiting.shift()?.(all.subarray(4, size));
      this.#chunks = [all.subarray(size)];
      this.#have -= size;
      this.#need = 4;
    }
  }
}
