import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silent } from '@millrace/base';
import { startBroker } from '@millrace/broker';
import { hashToken, startRegistry } from '@millrace/registry';
import { RegistryClient } from '@millrace/registry-client';
import { expect, test } from 'vitest';
import { SchemaCatalog } from '../src/catalog/schema-catalog.ts';

test('a registry that refuses the mesh is a service out of reach to people, not a right that they lack', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-refused-'));
  const broker = await startBroker({ dataDir, host: '127.0.0.1', port: 0 });
  const tokens = [{ principal: 'User:other', hash: hashToken('other') }];
  const auth = { users: [], tokens, superUsers: [], rules: [] };
  const registry = await startRegistry({ kafka: { bootstrap: broker.address }, host: '127.0.0.1', port: 0, auth });
  try {
    const catalog = new SchemaCatalog(new RegistryClient({ url: registry.url }), Date, silent);
    const refused = {
      code: 'UNREACHABLE',
      message: expect.stringContaining('answered 401 to GET /subjects/') as string,
    };
    await expect(catalog.valueSchema('orders')).rejects.toMatchObject(refused);
    await expect(catalog.decode(Uint8Array.of(0, 0, 0, 0, 1, 7), [], 'value')).rejects.toMatchObject({
      code: 'UNREACHABLE',
    });
  } finally {
    await registry.close();
    await broker.close();
    await rm(dataDir, { recursive: true });
  }
});
