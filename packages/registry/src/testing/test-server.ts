import { silent } from '@millrace/base';
import type { FastifyInstance } from 'fastify';
import { buildServer } from '../http/server.ts';
import { openRegistryStore } from '../registry-store.ts';
import { MemoryLog } from './memory-log.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

interface Answer {
  readonly status: number;
  /** Parsed; undefined when there is none. */
  readonly body: unknown;
  /** The `error_code` of a refusal. */
  readonly code: unknown;
}

/** A registry's REST API on a log in memory, without a socket. */
export class TestServer {
  readonly log: MemoryLog;
  readonly app: FastifyInstance;

  private constructor(log: MemoryLog, app: FastifyInstance) {
    this.log = log;
    this.app = app;
  }

  static async start(log = new MemoryLog()): Promise<TestServer> {
    const store = await openRegistryStore(log.open, silent);
    let now = 1_700_000_000_000;
    return new TestServer(
      log,
      buildServer(store, { version: '1.2.3', clusterId: 'abc' }, silent, { now: () => now++ }),
    );
  }

  /** `full` asks as newer clients do. */
  async call(method: Method, url: string, body?: unknown, full = false): Promise<Answer> {
    const answer = await this.app.inject({
      method,
      url,
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      headers: full ? { 'confluent-accept-unknown-properties': 'true' } : {},
    });
    const parsed = answer.body === '' ? undefined : answer.json<unknown>();
    const { error_code: code } = (parsed ?? {}) as { error_code?: unknown };
    return { status: answer.statusCode, body: parsed, code };
  }

  async get(url: string): Promise<unknown> {
    return (await this.call('GET', url)).body;
  }

  register(subject: string, schema: string, more: object = {}): Promise<Answer> {
    return this.call('POST', `/subjects/${encodeURIComponent(subject)}/versions`, { schema, ...more });
  }
}

/** A record of Avro with these fields. */
export function record(...fields: object[]): string {
  return JSON.stringify({ type: 'record', name: 'Order', namespace: 'shop', fields });
}

/** A schema unlike all of other names. */
export function fixed(name: string): string {
  return JSON.stringify({ type: 'fixed', name, size: 4 });
}
