import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '@millrace/broker';
import { startRegistry } from '@millrace/registry';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

interface Specification {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const folder = new URL('../../../../../shared/conformance/schema-registry/openapi/', import.meta.url);
const methods = ['get', 'post', 'put', 'delete'];
/** Where a word will not do. */
const parameters: Readonly<Record<string, string>> = { id: '1', version: '1', algorithm: 'AES256_GCM' };

test('every operation of the published specifications is answered', async ({ skip }) => {
  if (!existsSync(folder)) return skip('skipped: no shared corpus');
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-openapi-'));
  const broker = await startBroker({ dataDir, host: '127.0.0.1', port: 0 });
  const registry = await startRegistry({ kafka: { bootstrap: broker.address }, host: '127.0.0.1', port: 0 });
  let operations = 0;
  try {
    for (const name of ['schema-registry', 'dek-registry']) {
      const { paths } = parse(readFileSync(new URL(`${name}-api-spec.yaml`, folder), 'utf8')) as Specification;
      for (const [path, operationsOf] of Object.entries(paths)) {
        for (const method of methods.filter((each) => each in operationsOf)) {
          const filled = path.replaceAll(/\{(\w+)\}/g, (_, parameter: string) => parameters[parameter] ?? 'any');
          const answer = await fetch(registry.url + filled, {
            method,
            headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
            ...(method === 'post' || method === 'put' ? { body: '{}' } : {}),
          });
          // 40401 and its like say what was not found; 404 alone says that no such path is known.
          const { error_code: code } = JSON.parse((await answer.text()) || '{}') as { error_code?: number };
          expect([404, 405, 500], `${method} ${path}`).not.toContain(code);
          expect(answer.status, `${method} ${path}`).toBeLessThan(500);
          operations++;
        }
      }
    }
  } finally {
    await registry.close();
    await broker.close();
    await rm(dataDir, { recursive: true });
  }
  expect(operations).toBe(64);
});
