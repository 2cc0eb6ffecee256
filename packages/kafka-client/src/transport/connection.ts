import type { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { Api, RequestInput, ResponseOf } from '@millrace/kafka-wire';
import {
  apiVersionsApi,
  decodeResponse,
  encodeRequest,
  ErrorCode,
  readCorrelationId,
  WireError,
} from '@millrace/kafka-wire';
import { throwOnError, unreachableBroker } from '../kafka-error.ts';
import { FrameSplitter } from './frame-splitter.ts';
import type { BrokerVersions } from './versions.ts';
import { brokerVersions, chooseVersion } from './versions.ts';

/** Beyond what any response of ours asks for, so a larger size means that the other side does not speak Kafka. */
const responseBytesMax = 512 * 1024 * 1024;

export interface ConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly clientId: string;
  readonly connectTimeoutMs: number;
}

interface Pending {
  readonly api: Api;
  readonly version: number;
  readonly resolve: (frame: Buffer) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** One socket to one broker: requests go out as they come, and responses find theirs by correlation id. */
export class Connection {
  readonly address: string;
  private readonly clientId: string;
  private readonly socket: Socket;
  private readonly pending = new Map<number, Pending>();
  private versions: BrokerVersions = new Map();
  private correlationId = 0;
  private corked = false;
  private failure: Error | null = null;

  private constructor(socket: Socket, options: ConnectionOptions) {
    this.address = `${options.host}:${options.port}`;
    this.clientId = options.clientId;
    this.socket = socket;
    const splitter = new FrameSplitter((frame) => this.receive(frame), responseBytesMax);
    socket.on('data', (chunk: Buffer) => {
      try {
        splitter.push(chunk);
      } catch (error) {
        this.fail(unreachableBroker(this.address, 'what came is not the Kafka protocol', error));
      }
    });
    socket.on('error', (error) => this.fail(unreachableBroker(this.address, 'the connection broke', error)));
    socket.on('close', () => this.fail(unreachableBroker(this.address, 'the connection was closed')));
  }

  /** Connects and agrees on versions. Raises UNREACHABLE. */
  static async open(options: ConnectionOptions): Promise<Connection> {
    const connection = new Connection(await openSocket(options), options);
    try {
      connection.versions = await connection.negotiate(options.connectTimeoutMs);
    } catch (error) {
      connection.close();
      throw error;
    }
    return connection;
  }

  get isOpen(): boolean {
    return this.failure === null;
  }

  versionOf(api: Api): number {
    return chooseVersion(api, this.versions, this.address);
  }

  supports(api: Api): boolean {
    return this.versions.has(api.key);
  }

  /** Sends a request and waits for its response. Raises UNREACHABLE when the connection breaks or time is up. */
  async send<A extends Api>(api: A, body: RequestInput<A>, timeoutMs: number): Promise<ResponseOf<A>> {
    const version = this.versionOf(api);
    const frame = await this.exchange(api, version, body, timeoutMs);
    return this.decode(api, version, frame);
  }

  /** Sends a request that has no response (Produce with acks 0). Resolves once the socket took it. */
  sendOneWay<A extends Api>(api: A, body: RequestInput<A>): Promise<void> {
    if (this.failure !== null) return Promise.reject(this.failure);
    const header = { correlationId: this.nextCorrelationId(), clientId: this.clientId };
    this.write(encodeRequest(api, this.versionOf(api), header, body));
    if (!this.socket.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        this.socket.off('drain', done);
        this.socket.off('close', done);
        resolve();
      };
      this.socket.on('drain', done);
      this.socket.on('close', done);
    });
  }

  close(): void {
    this.fail(unreachableBroker(this.address, 'the connection was closed'));
  }

  private decode<A extends Api>(api: A, version: number, frame: Buffer): ResponseOf<A> {
    try {
      return decodeResponse(api, version, frame);
    } catch (error) {
      if (error instanceof WireError)
        this.fail(unreachableBroker(this.address, 'a response that we cannot read', error));
      throw error;
    }
  }

  private exchange<A extends Api>(api: A, version: number, body: RequestInput<A>, timeoutMs: number): Promise<Buffer> {
    if (this.failure !== null) return Promise.reject(this.failure);
    const correlationId = this.nextCorrelationId();
    return new Promise<Buffer>((resolve, reject) => {
      const chunks = encodeRequest(api, version, { correlationId, clientId: this.clientId }, body);
      const timer = setTimeout(() => {
        this.fail(unreachableBroker(this.address, `no answer to ${api.name} within ${timeoutMs} ms`));
      }, timeoutMs);
      this.pending.set(correlationId, { api, version, resolve, reject, timer });
      this.write(chunks);
    });
  }

  /** What is sent in one turn of the event loop leaves in one system call. */
  private write(chunks: readonly Uint8Array[]): void {
    if (!this.corked) {
      this.corked = true;
      this.socket.cork();
      process.nextTick(() => {
        this.corked = false;
        this.socket.uncork();
      });
    }
    for (const chunk of chunks) this.socket.write(chunk);
  }

  private nextCorrelationId(): number {
    this.correlationId = (this.correlationId + 1) & 0x7fffffff;
    return this.correlationId;
  }

  private receive(frame: Buffer): void {
    const correlationId = readCorrelationId(frame);
    const pending = this.pending.get(correlationId);
    if (pending === undefined) throw new Error(`a response to request ${correlationId}, which nobody sent`);
    this.pending.delete(correlationId);
    clearTimeout(pending.timer);
    pending.resolve(frame);
  }

  private fail(error: Error): void {
    if (this.failure !== null) return;
    this.failure = error;
    this.socket.destroy();
    for (const pending of this.pending.values()) {
      clearTimeout(pending.timer);
      pending.reject(error);
    }
    this.pending.clear();
  }

  /** A broker that does not know our newest ApiVersions answers in version 0, and says there what it knows (KIP-511). */
  private async negotiate(timeoutMs: number): Promise<BrokerVersions> {
    const body = { clientSoftwareName: 'millrace', clientSoftwareVersion: '0.1.0' };
    let version = apiVersionsApi.versions.max;
    let frame = await this.exchange(apiVersionsApi, version, body, timeoutMs);
    if (errorCodeOf(frame) === ErrorCode.UNSUPPORTED_VERSION) {
      const answer = this.decode(apiVersionsApi, 0, frame);
      version = answer.apiKeys.find(({ apiKey }) => apiKey === apiVersionsApi.key)?.maxVersion ?? 0;
      version = Math.min(version, apiVersionsApi.versions.max);
      frame = await this.exchange(apiVersionsApi, version, body, timeoutMs);
    }
    const response = this.decode(apiVersionsApi, version, frame);
    throwOnError(response.errorCode, `ApiVersions at ${this.address}`);
    return brokerVersions(response);
  }
}

/** The error code stands right behind the correlation id, in all versions of ApiVersions. */
function errorCodeOf(frame: Buffer): number {
  return frame.length >= 6 ? frame.readInt16BE(4) : ErrorCode.NONE;
}

function openSocket({ host, port, connectTimeoutMs }: ConnectionOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true, keepAlive: true });
    const address = `${host}:${port}`;
    const timer = setTimeout(() => {
      socket.destroy();
      reject(unreachableBroker(address, `no connection within ${connectTimeoutMs} ms`));
    }, connectTimeoutMs);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(unreachableBroker(address, 'it cannot be reached', error));
    });
  });
}
