import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silent } from '@millrace/base';
import { startBroker } from '@millrace/broker';
import { hashToken, startRegistry, type RegistryAuth } from '@millrace/registry';
import { RegistryClient } from '@millrace/registry-client';
import { expect, test } from 'vitest';
import { schemaAgeMsMax, SchemaCatalog } from '../src/catalog/schema-catalog.ts';

interface Ground extends AsyncDisposable {
  readonly url: string;
}

async function registryOn(auth?: RegistryAuth): Promise<Ground> {
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-catalog-'));
  const broker = await startBroker({ dataDir, host: '127.0.0.1', port: 0 });
  const where = { kafka: { bootstrap: broker.address }, host: '127.0.0.1', port: 0 };
  const registry = await startRegistry(auth === undefined ? where : { ...where, auth });
  return {
    url: registry.url,
    async [Symbol.asyncDispose]() {
      await registry.close();
      await broker.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** In front of a registry: answers 503 in its place to what `isDown` says. */
async function failing(url: string, isDown: (path: string) => boolean): Promise<Ground> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (isDown(path)) return response.writeHead(503).end('{}');
    return void fetch(url + path).then(async (answer) => response.writeHead(answer.status).end(await answer.text()));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function register(url: string, subject: string, schema: object, references: readonly object[] = []) {
  const response = await fetch(`${url}/subjects/${subject}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema: JSON.stringify(schema), references }),
  });
  expect(response.status).toBe(200);
}

test('a registry that refuses the mesh is a service out of reach to people, not a right that they lack', async () => {
  const tokens = [{ principal: 'User:other', hash: hashToken('other') }];
  await using registry = await registryOn({ users: [], tokens, superUsers: [], rules: [] });
  const catalog = new SchemaCatalog(new RegistryClient({ url: registry.url }), Date, silent);
  const refused = {
    code: 'UNREACHABLE',
    message: expect.stringContaining('answered 401 to GET /subjects/') as string,
  };
  await expect(catalog.valueSchema('orders')).rejects.toMatchObject(refused);
  await expect(catalog.decode(Uint8Array.of(0, 0, 0, 0, 1, 7), [], 'value')).rejects.toMatchObject({
    code: 'UNREACHABLE',
  });
});

test('a schema whose references could not be read for a moment is whole the next time', async () => {
  await using registry = await registryOn();
  await register(registry.url, 'money', { type: 'fixed', name: 'Money', size: 8 });
  const order = { type: 'record', name: 'Order', fields: [{ name: 'price', type: 'Money' }] };
  await register(registry.url, 'orders-value', order, [{ name: 'Money', subject: 'money', version: 1 }]);
  let isDown = true;
  await using front = await failing(registry.url, (path) => isDown && path.startsWith('/subjects/money'));
  const catalog = new SchemaCatalog(new RegistryClient({ url: front.url }), Date, silent);
  await expect(catalog.valueSchema('orders')).rejects.toMatchObject({ code: 'UNREACHABLE' });
  isDown = false;
  expect((await catalog.valueSchema('orders'))?.fields.map(({ name }) => name)).toEqual(['price']);
});

test('a schema that data names before it is registered decodes the data soon after', async () => {
  await using registry = await registryOn();
  let now = 0;
  const clock = { now: () => now };
  const catalog = new SchemaCatalog(new RegistryClient({ url: registry.url }), clock, silent);
  const seven = Uint8Array.of(0, 0, 0, 0, 1, 14);
  expect(await catalog.decode(seven, [], 'value')).toBe('undecoded');
  await register(registry.url, 'numbers', { type: 'int' });
  now += schemaAgeMsMax + 1;
  expect(await catalog.decode(seven, [], 'value')).toEqual({ value: 7 });
});
