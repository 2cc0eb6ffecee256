import type { ServerResponse } from 'node:http';
import type { LiveState, StreamMessage } from '@millrace/mesh';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { MeshContext } from '../../context.ts';
import type { Routes } from '../route.ts';
import { StreamQuery } from '../shapes/requests.ts';
import { auditEntry, firstFrom } from './audit.ts';

const heartbeatMs = 10_000;
const statusMs = 5_000;
/** Live states are gathered for this long before they are sent. */
const gatherMs = 100;
/** A client that does not read gets no more than this buffered; then it is cut off, and resumes. */
const bufferedBytesMax = 4 * 1024 * 1024;

/** Server-sent events: every fact with its offset as id, live states of products as they change, status. */
export class Streams {
  readonly #context: MeshContext;
  readonly #clients = new Set<Client>();
  #stop: (() => void) | undefined;

  constructor(context: MeshContext) {
    this.#context = context;
  }

  get size(): number {
    return this.#clients.size;
  }

  open(raw: ServerResponse, actor: string, lastEventId: string | undefined): void {
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      connection: 'keep-alive',
      'x-accel-buffering': 'no',
    });
    const client: Client = { raw, actor };
    this.#clients.add(client);
    raw.on('close', () => this.#leave(client));
    raw.write('retry: 1000\n\n');
    if (lastEventId !== undefined && /^\d+$/.test(lastEventId)) this.#resume(client, Number(lastEventId) + 1);
    void this.#sendStatus([client]);
    this.#stop ??= this.#follow();
  }

  close(): void {
    for (const { raw } of this.#clients) raw.end();
    this.#clients.clear();
    this.#stop?.();
  }

  #resume(client: Client, from: number): void {
    const { store, url } = this.#context;
    for (const accepted of store.accepted.slice(firstFrom(store.accepted, from)))
      send([client], { kind: 'fact', entry: auditEntry(accepted, url()) }, accepted.offset);
  }

  #leave(client: Client): void {
    this.#clients.delete(client);
    if (this.#clients.size > 0) return;
    this.#stop?.();
    this.#stop = undefined;
  }

  /** One set of listeners and timers serves all clients, and none remains when the last has left. */
  #follow(): () => void {
    const { store, live, url } = this.#context;
    const changed = new Map<string, LiveState>();
    const stopFacts = store.onFact((accepted) =>
      send(this.#clients, { kind: 'fact', entry: auditEntry(accepted, url()) }, accepted.offset),
    );
    const stopLive = live.watch((topic, state) => {
      const product = store.state.productByTopic.get(topic);
      if (product !== undefined) changed.set(product, state);
    });
    const flush = setInterval(() => {
      for (const [product, state] of changed) send(this.#clients, { kind: 'live', product, live: state });
      changed.clear();
    }, gatherMs);
    const status = setInterval(() => void this.#sendStatus(this.#clients), statusMs);
    const heartbeat = setInterval(() => {
      for (const { raw } of this.#clients) raw.write('event: heartbeat\ndata: {}\n\n');
    }, heartbeatMs);
    return () => {
      stopFacts();
      stopLive();
      for (const timer of [flush, status, heartbeat]) clearInterval(timer);
    };
  }

  async #sendStatus(clients: Iterable<Client>): Promise<void> {
    for (const client of clients)
      send([client], { kind: 'status', status: await this.#context.status.status(client.actor) });
  }
}

interface Client {
  readonly raw: ServerResponse;
  readonly actor: string;
}

function send(clients: Iterable<Client>, message: StreamMessage, id?: number): void {
  const text = `${id === undefined ? '' : `id: ${id}\n`}event: ${message.kind}\ndata: ${JSON.stringify(message)}\n\n`;
  for (const { raw } of clients) {
    if (raw.writableLength > bufferedBytesMax) raw.destroy();
    else raw.write(text);
  }
}

export function streamRoutes(routes: Routes, streams: Streams): void {
  routes.add(
    {
      method: 'GET',
      path: '/stream',
      summary: 'Facts, live states and status as server-sent events. Last-Event-ID (an offset) resumes after a fact.',
      tag: 'status',
      query: StreamQuery,
      answer: Type.String(),
      contentType: 'text/event-stream',
    },
    ({ query, request, reply, actor }) => {
      reply.hijack();
      const as = query.as?.trim() ?? '';
      streams.open(reply.raw, as === '' ? actor : as, lastEventId(request));
      return reply;
    },
  );
}

const lastEventId = (request: FastifyRequest): string | undefined => {
  const header = request.headers['last-event-id'];
  return Array.isArray(header) ? header[0] : header;
};
