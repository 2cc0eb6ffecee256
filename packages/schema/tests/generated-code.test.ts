import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schemaKind, type ParsedSchema, type SchemaType } from '../src/index.ts';
import { typesOf, type TypeLanguage } from '../src/generate/index.ts';

const parse = (type: SchemaType, text: string): ParsedSchema => {
  const parsed = schemaKind(type)?.parse(text);
  if (parsed === undefined) throw new Error(`${type} is not built`);
  return parsed;
};

const moment = { type: 'long', logicalType: 'timestamp-millis' };
const schemas = {
  avro: parse(
    'AVRO',
    JSON.stringify({
      type: 'record',
      name: 'Order',
      namespace: 'shop.orders',
      doc: 'An order */ of somebody.',
      fields: [
        { name: 'id', type: 'long', doc: 'Unique.\nFor ever.' },
        { name: 'status', type: { type: 'enum', name: 'Status', symbols: ['NEW', 'class'] } },
        { name: 'placed_at', type: ['null', moment] },
        { name: 'raw', type: 'bytes' },
        { name: 'either', type: ['null', 'int', 'string', { type: 'array', items: 'double' }] },
        {
          name: 'lines',
          type: { type: 'map', values: { type: 'record', name: 'Line', fields: [{ name: 'of', type: 'Order' }] } },
        },
      ],
    }),
  ),
  protobuf: parse(
    'PROTOBUF',
    'syntax = "proto3"; package shop; message Sale { optional string note = 1; repeated Line line = 2; oneof of { int64 a = 3; Sale b = 4; } message Line { bytes raw = 1; } }',
  ),
  json: parse(
    'JSON',
    JSON.stringify({
      title: 'Customer of ours',
      type: 'object',
      properties: {
        'e-mail': { type: 'string', format: 'email' },
        address: { $ref: '#/definitions/address' },
        pair: { type: 'array', items: [{ type: 'string' }, { type: 'integer' }], additionalItems: false },
        parts: { allOf: [{ $ref: '#/definitions/address' }, { properties: { floor: { type: ['integer', 'null'] } } }] },
        friends: { type: 'array', items: { $ref: '#' } },
      },
      required: ['e-mail'],
      definitions: {
        address: {
          type: 'object',
          properties: { street: { type: 'string' } },
          additionalProperties: { type: 'number' },
        },
      },
    }),
  ),
} satisfies Record<string, ParsedSchema>;

/** What a program that has the types writes. */
const use = `
import type { Order } from './avro.ts';
import type { Sale } from './protobuf.ts';
import type { CustomerOfOurs } from './json.ts';
export const order: Order = { id: 1n, status: 'class', placed_at: null, raw: new Uint8Array(1), either: [1.5], lines: {} };
export const sale: Sale = { line: [{ raw: new Uint8Array(0) }], a: 7 };
export const customer: CustomerOfOurs = { 'e-mail': 'a@b.c', pair: ['a', 1], parts: { street: 's', floor: null } };
// @ts-expect-error -- no such symbol
export const wrong: Order['status'] = 'OLD';
`;

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'millrace-types-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(language: TypeLanguage): Promise<readonly string[]> {
  const written: string[] = [];
  for (const [name, schema] of Object.entries(schemas)) {
    const files = await typesOf(schema, language);
    const into = join(folder, language, ...(language === 'typescript' ? [] : [name]));
    await mkdir(into, { recursive: true });
    for (const file of files) {
      const path = join(into, language === 'typescript' ? `${name}.ts` : file.name);
      await writeFile(path, file.text);
      written.push(path);
    }
  }
  return written;
}

function run(command: string, args: readonly string[]): { readonly status: number | null; readonly output: string } {
  const bin = fileURLToPath(new URL('../../../node_modules/.bin', import.meta.url));
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` };
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', env });
  return { status, output: `${stdout}${stderr}` };
}

const hasPython = run('python3', ['-c', 'import dataclasses']).status === 0;

describe('types made from a schema', () => {
  it('compile in TypeScript under its strictest settings, and fit what is read', async () => {
    const files = await write('typescript');
    const program = join(folder, 'typescript', 'use.ts');
    await writeFile(program, use);
    const settings = [
      '--strict',
      '--exactOptionalPropertyTypes',
      '--allowImportingTsExtensions',
      '--target',
      'es2022',
      '--ignoreConfig',
    ];
    const result = run('tsc', ['--noEmit', ...settings, '--module', 'nodenext', '--types', '', ...files, program]);
    expect(result).toEqual({ status: 0, output: '' });
  });

  it.skipIf(!hasPython)(
    `can be imported by Python${hasPython ? '' : ' (skipped: this machine has no python3)'}`,
    async () => {
      const files = await write('python');
      const load = 'import runpy, sys; [print(sorted(runpy.run_path(path))) for path in sys.argv[1:]]';
      const { status, output } = run('python3', ['-c', load, ...files]);
      expect(status, output).toBe(0);
      for (const name of ['Order', 'Sale', 'CustomerOfOurs']) expect(output).toContain(`'${name}'`);
    },
  );

  it('are named for the schema, in a package for its namespace, in Java, Go and C#', async () => {
    const java = await typesOf(schemas.avro, 'java');
    expect(java.map(({ name }) => name)).toEqual(expect.arrayContaining(['Order.java', 'Line.java', 'Status.java']));
    expect(java.find(({ name }) => name === 'Order.java')?.text).toMatch(
      /^package shop\.orders;[^]*public class Order \{/,
    );
    const [go] = await typesOf(schemas.protobuf, 'go');
    expect(go?.name).toBe('sale.go');
    expect(go?.text).toMatch(/package shop\n[^]*type Sale struct \{/);
    const [csharp] = await typesOf(schemas.json, 'csharp', { name: 'ignored' });
    expect(csharp?.text).toMatch(/namespace Model[^]*public partial class CustomerOfOurs/);
  });
});
