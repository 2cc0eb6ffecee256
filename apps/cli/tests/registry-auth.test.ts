import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Mesh, millrace, temporaryFolder } from './millrace-process.ts';

const password = 'open sesame';
const alice = `Basic ${Buffer.from(`alice:${password}`).toString('base64')}`;

/** A file in which alice may do everything with subjects, and bob nothing. */
async function writeAuth(folder: string): Promise<string> {
  const { hash } = JSON.parse(
    (await millrace(['registry', 'hash-password', '--json'], { input: `${password}\n` })).stdout,
  ) as { hash: string };
  const file = join(folder, 'auth.yaml');
  await writeFile(
    file,
    `users:
  - { name: alice, password: "${hash}" }
  - { name: bob, password: "${hash}" }
rules:
  - { principal: "User:alice", permission: allow, operations: [ALL], subject: "*" }
  - { principal: "User:alice", permission: allow, operations: [ALL], kek: "*" }
`,
  );
  return file;
}

async function status(url: string, authorization?: string): Promise<number> {
  return (await fetch(url, authorization === undefined ? {} : { headers: { authorization } })).status;
}

/** Makes an event in Avro, by way of a schema that streaming SQL registers and the worker of the query reads. */
async function countSpent(ksql: string): Promise<void> {
  const statement = `CREATE STREAM orders (id STRING KEY, amount INT) WITH (KAFKA_TOPIC='orders', VALUE_FORMAT='AVRO', PARTITIONS=1);
    CREATE TABLE spent WITH (KAFKA_TOPIC='spent', VALUE_FORMAT='AVRO') AS SELECT id, SUM(amount) AS total FROM orders GROUP BY id;
    INSERT INTO orders (id, amount) VALUES ('1', 5);`;
  const answer = await fetch(`${ksql}/ksql`, { method: 'POST', body: JSON.stringify({ ksql: statement }) });
  expect(answer.status, await answer.text()).toBe(200);
}

async function isServed(mesh: string, subject: string, registry: string): Promise<void> {
  const { services } = (await (await fetch(`${mesh}/api/v1/status`)).json()) as {
    services: { registry: { reachable: boolean } };
  };
  expect(services.registry.reachable).toBe(true);
  await expect.poll(() => status(`${registry}/subjects/${subject}/versions`, alice), { timeout: 30_000 }).toBe(200);
}

test('a registry with sign-in lets in who may, and the services of its own process', async () => {
  await using folder = await temporaryFolder();
  const auth = await writeAuth(folder.path);
  const kmsSecret = join(folder.path, 'kms-secret');
  await writeFile(kmsSecret, 'the miller keeps it\n');
  const settings = { registry: { auth, kms: { local: `file:${kmsSecret}` } }, log: { level: 'debug' } };
  await writeFile(join(folder.path, 'millrace.yaml'), JSON.stringify(settings));
  await using mesh = Mesh.start(folder.path);
  const { services } = await mesh.event('ready');
  const { registry = '', ksql = '', mesh: url = '' } = services;
  expect(await status(`${registry}/subjects`)).toBe(401);
  expect(await status(`${registry}/subjects`, alice)).toBe(200);
  const bob = `Basic ${Buffer.from(`bob:${password}`).toString('base64')}`;
  expect(await status(`${registry}/subjects/orders-value/versions`, bob)).toBe(403);
  await countSpent(ksql);
  await isServed(url, 'spent-value', registry);
  const shared = await fetch(`${registry}/dek-registry/v1/keks?testSharing=true`, {
    method: 'POST',
    headers: { authorization: alice },
    body: JSON.stringify({ name: 'cards', kmsType: 'local-kms', kmsKeyId: 'key', shared: true }),
  });
  expect(shared.status, await shared.text()).toBe(200);

  const listed = await millrace(['schema', 'list', '--url', url]);
  expect(listed.status).toBe(1);
  expect(listed.stderr).toContain('Unauthorized');
  const signedIn = { MILLRACE_REGISTRY_BASIC: 'env:LOGIN', LOGIN: `alice:${password}` };
  expect((await millrace(['schema', 'list', '--url', url], { env: signedIn })).stdout).toContain('spent-value');

  expect(await mesh.stop()).toBe(0);
  expect(mesh.stderr).not.toContain(password);
  expect(mesh.stderr).not.toContain(alice);
  expect(mesh.stderr).not.toContain('miller');
  expect(mesh.stderr.toLowerCase()).not.toContain('bearer');
});

test('a mesh signs in at the registry of others', async () => {
  await using folder = await temporaryFolder();
  await using own = await temporaryFolder();
  const auth = await writeAuth(folder.path);
  await writeFile(join(folder.path, 'millrace.yaml'), `registry: { auth: ${auth} }\n`);
  await using theirs = Mesh.start(folder.path, ['--only', 'broker,registry']);
  const { broker = '', registry = '' } = (await theirs.event('ready')).services;
  const secret = join(own.path, 'registry-sign-in');
  await writeFile(secret, `alice:${password}\n`);
  const settings = { broker: { bootstrap: broker }, registry: { url: registry, basic: `file:${secret}` } };
  await writeFile(join(own.path, 'millrace.yaml'), JSON.stringify(settings));
  await using ours = Mesh.start(own.path);
  const { ksql = '', mesh = '' } = (await ours.event('ready')).services;
  await countSpent(ksql);
  await isServed(mesh, 'spent-value', registry);
});

test('a secret in the configuration is refused without being repeated', async () => {
  await using folder = await temporaryFolder();
  await writeFile(
    join(folder.path, 'millrace.yaml'),
    `registry: { url: "http://127.0.0.1:1", basic: "alice:${password}" }\n`,
  );
  const refused = await millrace(['up', '--data', folder.path], { cwd: folder.path });
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain('registry.basic names where the secret is');
  expect(refused.stderr).not.toContain(password);
});
