import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Mesh, millrace, temporaryFolder } from './millrace-process.ts';

const avro = (...fields: object[]): string => JSON.stringify({ type: 'record', name: 'shop.Order', fields });
const id = { name: 'id', type: 'long', doc: 'Unique.' };
const email = { name: 'email', type: 'string' };

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}

test('a change is judged in the language of its files, and the exit status is the verdict', async () => {
  await using folder = await temporaryFolder();
  const { path: cwd } = folder;
  await write(cwd, {
    'old.avsc': avro(id),
    'new.avsc': avro(id, email),
    'old.proto': 'syntax = "proto3"; message Order { int64 id = 1; }',
    'new.proto': 'syntax = "proto3"; message Order { string id = 1; }',
    'old.json': '{"type":"object","properties":{"id":{"type":"integer"}},"additionalProperties":false}',
    'new.json': '{"type":"object","properties":{"id":{"type":"number"}},"additionalProperties":false}',
    'default.avsc': avro({ ...id, default: 'none' }),
  });
  const check = (...args: string[]) => millrace(['schema', 'check', ...args], { cwd });
  const broken = await check('old.avsc', 'new.avsc');
  expect(broken).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('READER_FIELD_MISSING_DEFAULT_VALUE') as string,
  });
  expect(await check('old.avsc', 'new.avsc', '--level', 'forward')).toMatchObject({ status: 0 });
  expect(await check('old.proto', 'new.proto')).toMatchObject({ status: 1 });
  expect(await check('old.json', 'new.json')).toMatchObject({ status: 0 });
  expect(JSON.parse((await check('new.json', 'old.json', '--json')).stdout)).toMatchObject({ compatible: false });
  expect((await check('old.avsc', 'default.avsc')).status).toBe(0);
  const wrong = await check('old.avsc', 'default.avsc', '--defaults');
  expect(wrong).toMatchObject({ status: 1, stderr: expect.stringContaining('/fields/0/default is no long') as string });
  expect((await check('old.avsc', 'new.avsc', '--type', 'xml')).status).toBe(2);
  expect((await check('old.avsc', 'nowhere.avsc')).status).toBe(2);
});

test('examples, documentation and types are made of a file, with what it refers to', async () => {
  await using folder = await temporaryFolder();
  const { path: cwd } = folder;
  await mkdir(join(cwd, 'common'));
  await write(cwd, {
    'order.avsc': avro(id, email),
    'sale.proto':
      'syntax = "proto3"; package shop; import "common/money.proto"; message Sale { common.Money price = 1; }',
    'common/money.proto': 'syntax = "proto3"; package common; message Money { string currency = 1; int64 amount = 2; }',
  });
  const schema = (...args: string[]) => millrace(['schema', ...args], { cwd });
  const three = await schema('example', 'order.avsc', '--count', '3', '--seed', '7');
  expect(
    three.stdout
      .trim()
      .split('\n')
      .map((line) => Object.keys(JSON.parse(line) as object)),
  ).toEqual(Array.from({ length: 3 }, () => ['id', 'email']));
  expect(three.stdout).toBe((await schema('example', 'order.avsc', '--count', '3', '--seed', '7')).stdout);
  const sale = await schema('example', 'sale.proto', '--reference', 'common/money.proto=common/money.proto', '--json');
  expect(JSON.parse(sale.stdout)).toMatchObject({ items: [{ price: { amount: expect.any(Number) as number } }] });
  expect((await schema('docs', 'order.avsc', '--out', 'order.md')).stdout).toBe('');
  expect(await readFile(join(cwd, 'order.md'), 'utf8')).toContain('| `id` | long | Unique. |');
  expect((await schema('types', 'order.avsc', '--language', 'typescript')).stdout).toContain(
    'export interface Order {',
  );
  expect((await schema('types', 'order.avsc', '--language', 'java', '--out', 'java')).status).toBe(0);
  expect(await readdir(join(cwd, 'java'))).toContain('Order.java');
  expect((await schema('types', 'order.avsc', '--language', 'cobol')).status).toBe(2);
  expect((await schema('example', 'order.avsc', '--count', 'many')).status).toBe(2);
});

test('a subject of the registry is shown as it is written, and serves like a file', async () => {
  await using folder = await temporaryFolder();
  await using mesh = Mesh.start(folder.path);
  const { services } = await mesh.event('ready');
  const register = async (subject: string, body: object): Promise<void> => {
    const url = `${services.registry}/subjects/${encodeURIComponent(subject)}/versions`;
    const headers = { 'content-type': 'application/vnd.schemaregistry.v1+json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(response.status, await response.text()).toBe(200);
  };
  const line = '{"type":"record","name":"shop.Line","fields":[{"name":"sku","type":"string"}]}';
  await register('lines', { schema: line });
  const reference = { name: 'shop.Line', subject: 'lines', version: 1 };
  await register('orders-value', { schema: avro(id, { name: 'line', type: 'shop.Line' }), references: [reference] });
  await register('sales-value', {
    schema: 'syntax = "proto3"; message Sale { int64 id = 1; }',
    schemaType: 'PROTOBUF',
  });
  await register('big-value', { schema: '{"type":"integer","maximum":9223372036854775807}', schemaType: 'JSON' });
  const schema = (...args: string[]) => millrace(['schema', ...args, '--url', services.mesh ?? '']);

  expect((await schema('show', 'sales-value')).stdout).toContain('message Sale {\n  int64 id = 1;\n}');
  expect((await schema('show', 'big-value')).stdout).toContain('\n  "maximum": 9223372036854775807\n');
  const example = await schema('example', 'orders-value');
  expect(JSON.parse(example.stdout)).toMatchObject({ line: { sku: expect.any(String) as string } });
  expect((await schema('docs', 'orders-value')).stdout).toContain('| `line.sku` | string |');
  expect((await schema('types', 'sales-value', '--language', 'python')).stdout).toContain('class Sale:');
  expect(await schema('docs', 'nothing-value')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("'nothing-value' not found") as string,
  });
});
