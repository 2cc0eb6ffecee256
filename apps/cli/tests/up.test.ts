import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { Mesh, millrace, temporaryFolder } from './millrace-process.ts';

test('an empty folder becomes a mesh whose services all answer, and SIGTERM drains it', async () => {
  await using folder = await temporaryFolder();
  await using mesh = Mesh.start(folder.path);
  const { services } = await mesh.event('ready');
  expect(Object.keys(services).toSorted()).toEqual(['broker', 'ksql', 'mesh', 'registry']);
  expect(await (await fetch(`${services.registry}/subjects`)).json()).toEqual([]);
  expect(await (await fetch(`${services.ksql}/info`)).json()).toHaveProperty('KsqlServerInfo');
  expect((await fetch(`${services.mesh}/readyz`)).status).toBe(200);
  expect(await mesh.stop()).toBe(0);
  expect(mesh.events.at(-1)).toEqual({ event: 'stopped' });
});

test('a port that was asked for is never exchanged; the message names it', async () => {
  await using folder = await temporaryFolder();
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  const result = await millrace(['up', '--data', folder.path, '--only', 'broker', '--kafka-port', String(port)]);
  other.close();
  expect(result.status).toBe(3);
  expect(result.stderr).toContain(`Port ${port}, chosen for the broker, is taken`);
});

test('a data directory that is in use is refused, and the first mesh goes on', async () => {
  await using folder = await temporaryFolder();
  await using first = Mesh.start(folder.path);
  const { services } = await first.event('ready');
  const second = await millrace(['up', '--data', folder.path, '--only', 'broker', '--kafka-port', '0']);
  expect(second.status).toBe(3);
  expect(second.stderr).toMatch(/is used by .*process/);
  expect((await fetch(`${services.mesh}/healthz`)).status).toBe(200);
  await first.stop();
});

test('an address that others can reach is refused while nobody has to sign in', async () => {
  await using folder = await temporaryFolder();
  const result = await millrace([
    'up',
    '--data',
    folder.path,
    '--host',
    '0.0.0.0',
    '--port',
    '0',
    '--kafka-port',
    '0',
    '--registry-port',
    '0',
    '--ksql-port',
    '0',
  ]);
  expect(result.status).toBe(2);
  expect(result.stderr).toMatch(/sign/i);
});

test('wrong usage exits 2, an absent mesh 3', async () => {
  expect((await millrace(['up', '--no-such-flag'])).status).toBe(2);
  expect((await millrace(['no-such-command'])).status).toBe(2);
  const unreachable = await millrace(['product', 'list', '--url', 'http://127.0.0.1:1']);
  expect(unreachable.status).toBe(3);
  expect(unreachable.stderr).toContain('No mesh answers at http://127.0.0.1:1');
});

test('completion scripts name every command', async () => {
  const bash = await millrace(['completion', 'bash']);
  expect(bash.status).toBe(0);
  for (const word of ['product', 'publish', '--acknowledge-sla', 'consumer', 'audit'])
    expect(bash.stdout).toContain(word);
  expect((await millrace(['completion', 'tcsh'])).status).toBe(2);
});
