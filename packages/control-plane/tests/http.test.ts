import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silent } from '@millrace/base';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MemoryFactTopic } from '../src/log/memory-fact-log.ts';
import { startControlPlane } from '../src/index.ts';
import { startOn } from '../src/start.ts';
import { MemoryCluster } from './support/memory-cluster.ts';
import { client, config } from './support/mesh.ts';

const options = {
  kafka: { bootstrap: '127.0.0.1:1' },
  registryUrl: 'http://127.0.0.1:1',
  ksqlUrl: 'http://127.0.0.1:1',
  host: '127.0.0.1',
  port: 0,
  version: '1.2.3',
};
const ground = () => ({
  cluster: new MemoryCluster(),
  openLog: new MemoryFactTopic().open,
  logger: silent,
  clock: { now: () => Date.now() },
});

let plane: Awaited<ReturnType<typeof startOn>>;
let api: ReturnType<typeof client>;

beforeAll(async () => {
  const webRoot = await mkdtemp(join(tmpdir(), 'millrace-web-'));
  await mkdir(join(webRoot, 'assets'));
  await writeFile(join(webRoot, 'index.html'), '<!doctype html><title>Mesh</title>');
  await writeFile(join(webRoot, 'assets', 'app-abc123.js'), 'plain');
  await writeFile(join(webRoot, 'assets', 'app-abc123.js.br'), 'brotli');
  plane = await startOn({ ...options, webRoot }, config, ground());
  api = client(plane.url);
});
afterAll(() => plane.close());

const get = (path: string, headers: Record<string, string> = {}) => fetch(plane.url + path, { headers });

test('the document names every operation with its parameters, and resolves all that it refers to', async () => {
  const { body } = await api.call('GET', '/api/openapi.json');
  expect(body.openapi).toBe('3.1.0');
  for (const path of ['products', 'products:check', 'products/{id}/lineage', 'stream', 'sql/queries', 'queries/{id}'])
    expect(body.paths).toHaveProperty([`/api/v1/${path}`]);
  const text = JSON.stringify(body);
  for (const [, name] of text.matchAll(/#\/components\/schemas\/(\w+)/g))
    expect(body.components.schemas, name).toHaveProperty(name ?? '');
  const ids = Object.values(body.paths).flatMap((path) =>
    Object.values(path as Record<string, { operationId: string }>).map(({ operationId }) => operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
  const list = body.paths['/api/v1/products'].get.parameters.map((parameter: { name: string }) => parameter.name);
  expect(list).toEqual(['q', 'domain', 'owner', 'quality', 'sla', 'tag', 'format', 'limit', 'cursor', 'X-Millrace-As']);
  expect(body.paths['/api/v1/products'].post.requestBody.content['application/json'].schema.required).toEqual([
    'topic',
    'domain',
  ]);
});

test('health, readiness and metrics are told', async () => {
  expect((await get('/healthz')).status).toBe(200);
  expect((await get('/readyz')).status).toBe(200);
  const metrics = await (await get('/metrics')).text();
  expect(metrics).toMatch(/^millrace_facts 2$/m);
  expect(metrics).toMatch(/^millrace_http_requests_total\{method="GET",route="\/healthz",status="200"\} 1$/m);
});

test('the UI is served with its page at every address of its own, and what is hashed is kept for ever', async () => {
  for (const path of ['/', '/products/operations.flights', '/create']) {
    const page = await get(path);
    expect(await page.text(), path).toContain('<title>Mesh</title>');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  }
  const script = await get('/assets/app-abc123.js', { 'accept-encoding': 'identity' });
  expect(script.headers.get('cache-control')).toContain('immutable');
  expect(await script.text()).toBe('plain');
  expect((await get('/assets/app-000.js')).status).toBe(404);
  expect((await get('/api/v1/nothing', { accept: 'text/html' })).headers.get('content-type')).toContain('problem+json');
  expect((await get('/..%2f..%2fetc/passwd.txt')).status).toBe(404);
});

test('a browser that asks for brotli gets the file that was compressed before', async () => {
  const headers = await new Promise((found, failed) => {
    request(`${plane.url}/assets/app-abc123.js`, { headers: { 'accept-encoding': 'gzip, br' } }, (response) => {
      response.resume();
      found(response.headers);
    })
      .on('error', failed)
      .end();
  });
  expect(headers).toMatchObject({ 'content-encoding': 'br', 'content-length': '6', vary: 'accept-encoding' });
});

test('a name of another host that leads here is not answered', async () => {
  const status = await new Promise((found, failed) => {
    request(`${plane.url}/api/v1/status`, { headers: { host: 'evil.example:8080' } }, (response) => {
      response.resume();
      found(response.statusCode);
    })
      .on('error', failed)
      .end();
  });
  expect(status).toBe(403);
});

test('an address that others can reach is refused while nobody signs in', async () => {
  await expect(startControlPlane({ ...options, host: '0.0.0.0' })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
});

test('a file that is wrong is refused with its place', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-file-'));
  const meshFile = join(folder, 'mesh.yaml');
  await writeFile(meshFile, 'domains:\n  - name: Big Words\n');
  await expect(startControlPlane({ ...options, meshFile })).rejects.toThrow(`${meshFile}: the domain "Big Words" must`);
  await writeFile(meshFile, 'domains: [\n');
  await expect(startControlPlane({ ...options, meshFile })).rejects.toThrow(/mesh\.yaml: .* at line 2/);
});

test('a taken port is told', async () => {
  await expect(startOn({ ...options, port: plane.port }, config, ground())).rejects.toMatchObject({
    code: 'ADDRESS_IN_USE',
  });
});
