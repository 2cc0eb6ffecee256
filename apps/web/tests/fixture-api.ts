import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { StreamMessage } from '@millrace/mesh';
import { answer } from './fixture-answers.ts';
import { fixtureState, type FixtureState } from './fixture-state.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export interface FixtureApi {
  readonly url: string;
  readonly state: FixtureState;
  /** Sends a message to every page that listens. */
  readonly tell: (message: StreamMessage) => void;
  /** Cuts every event stream, as a server that dies would. */
  readonly cut: () => void;
  /** Answers that take the place of the usual ones, by `METHOD /path`. */
  readonly override: Map<string, () => { readonly status: number; readonly body: unknown }>;
  readonly close: () => Promise<void>;
}

async function serveFile(
  root: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const name = types[extname(path)] === undefined ? 'index.html' : normalize(path).replace(/^\/+/, '');
  const gzip = /\bgzip\b/.test(String(request.headers['accept-encoding']));
  const headers = { 'content-type': types[extname(name)] ?? 'application/octet-stream' };
  if (gzip) {
    const packed = await readFile(join(root, `${name}.gz`)).catch(() => undefined);
    if (packed !== undefined) {
      response.writeHead(200, { ...headers, 'content-encoding': 'gzip' }).end(packed);
      return;
    }
  }
  const content = await readFile(join(root, name)).catch(() => undefined);
  response.writeHead(content === undefined ? 404 : 200, headers).end(content);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? undefined : JSON.parse(text);
}

/** Serves the built UI and, from memory, the shapes of the API over a few real flights and airports. */
export async function startFixtureApi(root: string): Promise<FixtureApi> {
  const state = await fixtureState();
  const listeners = new Set<ServerResponse>();
  const override: FixtureApi['override'] = new Map();
  const tell = (message: StreamMessage): void => {
    for (const listener of listeners) listener.write(`event: ${message.kind}\ndata: ${JSON.stringify(message)}\n\n`);
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (!url.pathname.startsWith('/api/v1/')) return serveFile(root, url.pathname, request, response);
    const path = url.pathname.slice('/api/v1'.length);
    if (path === '/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`event: status\ndata: ${JSON.stringify({ kind: 'status', status: state.status })}\n\n`);
      listeners.add(response);
      request.on('close', () => listeners.delete(response));
      return undefined;
    }
    const instead = override.get(`${request.method} ${path}`)?.();
    const { status, body } =
      instead ?? answer(state, request.method ?? 'GET', path, url.searchParams, await readBody(request), tell);
    if (Array.isArray(body)) {
      response.writeHead(status, { 'content-type': 'application/x-ndjson' });
      response.end(body.map((line) => `${JSON.stringify(line)}\n`).join(''));
    } else {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }
    return undefined;
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    tell,
    override,
    cut: () => {
      for (const listener of listeners) listener.destroy();
      listeners.clear();
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
