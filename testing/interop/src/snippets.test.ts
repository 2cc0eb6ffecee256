import { spawn } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startBroker } from '@millrace/broker';
import { ensureTopics } from '@millrace/example-kit';
import { KafkaClient, Producer } from '@millrace/kafka-client';
import { snippets } from '@millrace/mesh';
import type { SchemaType, Snippet } from '@millrace/mesh';
import { startRegistry } from '@millrace/registry';
import { compileEncoder, frame, parseAvro } from '@millrace/schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasKcat } from './clients/kcat.ts';
import { preparePython } from './python.ts';
import { skipUnless } from './skip-unless.ts';
import { waitUntil } from './wait-until.ts';

const day = Date.UTC(2001, 0, 1);

interface Case {
  readonly type: SchemaType;
  readonly topic: string;
  readonly schema: string;
  /** The message of Protobuf. */
  readonly name?: string;
  /** A flight that was `delay` minutes late. */
  readonly encode: (delay: number) => Uint8Array;
  /** What the last flight looks like in each program's output. */
  readonly last: { readonly typescript: RegExp; readonly python: RegExp };
}

const avro = JSON.stringify({
  type: 'record',
  name: 'Flight',
  fields: [
    { name: 'date', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'delay', type: 'int' },
    { name: 'origin', type: 'string' },
  ],
});
const encodeAvro = compileEncoder(parseAvro(avro));
const json = JSON.stringify({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Flight',
  type: 'object',
  properties: {
    date: { type: 'string', format: 'date-time' },
    delay: { type: 'integer' },
    origin: { type: 'string' },
  },
});
const protobuf = `syntax = "proto3";
package operations;

import "google/protobuf/timestamp.proto";

message Flight {
  google.protobuf.Timestamp date = 1;
  sint32 delay = 2;
  string origin = 3;
}
`;

const cases: readonly Case[] = [
  {
    type: 'AVRO',
    topic: 'operations.flights',
    schema: avro,
    encode: (delay) => encodeAvro({ date: day, delay, origin: 'SFO' }),
    last: { typescript: /SFO Flight \{[^}]*delay: 19/, python: /SFO \{'date': datetime.*'delay': 19/ },
  },
  {
    type: 'JSON',
    topic: 'operations.flights-json',
    schema: json,
    encode: (delay) => Buffer.from(JSON.stringify({ date: new Date(day).toISOString(), delay, origin: 'SFO' })),
    last: { typescript: /SFO \{[^}]*delay: 19/, python: /SFO \{.*'delay': 19/ },
  },
  {
    type: 'PROTOBUF',
    topic: 'operations.flights-protobuf',
    schema: protobuf,
    name: 'operations.Flight',
    // The message index, then the fields by hand: who wrote them does not matter here.
    encode: (delay) => Buffer.from([0, 10, 4, 8, 128, 137, 61, 16, delay * 2, 26, 3, 83, 70, 79]),
    last: { typescript: /SFO \{[\s\S]*delay: 19/, python: /delay: 19\s+origin: "SFO"/ },
  },
];

let folder: string;
let broker: Awaited<ReturnType<typeof startBroker>>;
let registry: Awaited<ReturnType<typeof startRegistry>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-snippets-'));
  await symlink(resolve(import.meta.dirname, '../../../node_modules'), join(folder, 'node_modules'));
  broker = await startBroker({ dataDir: join(folder, 'broker'), host: '127.0.0.1', port: 0 });
  registry = await startRegistry({ kafka: { bootstrap: broker.address }, host: '127.0.0.1', port: 0 });
  await ensureTopics(
    broker.address,
    cases.map(({ topic: name }) => ({ name, partitions: 2 })),
  );
  const client = await KafkaClient.connect({ bootstrap: broker.address, clientId: 'tests' });
  const producer = new Producer(client);
  for (const { topic, type, schema, encode } of cases) {
    const id = await register(`${topic}-value`, type, schema);
    for (let delay = 0; delay < 20; delay++) {
      producer.send(topic, { key: Buffer.from('SFO'), value: frame(id, encode(delay)) });
    }
  }
  await producer.close();
  await client.close();
});

async function register(subject: string, schemaType: SchemaType, schema: string): Promise<number> {
  const body = JSON.stringify({ schemaType, schema });
  const answer = await fetch(`${registry.url}/subjects/${subject}/versions`, { method: 'POST', body });
  return ((await answer.json()) as { id: number }).id;
}

afterAll(async () => {
  await registry.close();
  await broker.close();
  await rm(folder, { recursive: true });
});

/** Saves the snippet as a newcomer would, runs it, and gives what it printed by the time `enough` is satisfied. */
async function run(
  { topic, type, name }: Case,
  language: Snippet['language'],
  command: string,
  enough: RegExp,
): Promise<string> {
  const given = {
    bootstrap: broker.address,
    registry: registry.url,
    topic,
    group: `try.${topic}.${language}`,
    value: { type, subject: `${topic}-value`, ...(name === undefined ? {} : { name }) },
  };
  const file = `${topic}-${files[language]}`;
  await writeFile(join(folder, file), snippets(given).find((snippet) => snippet.language === language)?.code ?? '');
  const child = spawn(command, [file], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  try {
    await waitUntil(
      `the events that ${file} prints`,
      () => output,
      (seen) => enough.test(seen),
    );
  } catch (cause) {
    throw new Error(`${command} ${file} printed ${output} and ${errors}`, { cause });
  } finally {
    child.kill();
  }
  return output;
}

const files = { kcat: 'read.sh', typescript: 'consume.ts', python: 'consume.py', java: 'Consume.java' } as const;
const prepared = preparePython();
const isPythonMissing = skipUnless('python' in prepared, 'why' in prepared ? prepared.why : '');
const isKcatMissing = skipUnless(hasKcat(), 'this machine has no kcat (Debian: apt-get install kcat)');

describe.each(cases)('of a product in $type', (each) => {
  test.skipIf(isKcatMissing)('the kcat snippet reads events', async () => {
    const output = await run(each, 'kcat', 'bash', /(?:.*\n){5}/);
    const shown = each.type === 'JSON' ? String.raw`0\d+\{.*"origin":"SFO"\}` : String.raw`\d+ bytes`;
    expect(output).toMatch(new RegExp(String.raw`^operations\.flights\S* \[\d\] @\d+ {2}SFO {2}${shown}$`, 'm'));
  });

  test('the TypeScript snippet reads and decodes events', async () => {
    expect(await run(each, 'typescript', process.execPath, each.last.typescript)).toContain('SFO');
  });

  test.skipIf(isPythonMissing)('the Python snippet reads and decodes events', async () => {
    const python = 'python' in prepared ? prepared.python : '';
    expect(await run(each, 'python', python, each.last.python)).toContain('SFO');
  });
});
