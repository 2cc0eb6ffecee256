import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  AvroDeserializer,
  AvroSerializer,
  SchemaRegistryClient,
  SerdeType,
  type Client,
} from '@confluentinc/schemaregistry';
import type { RegistryAuth } from '@millrace/registry';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGround, type Ground } from './ground.ts';

const sqlClient = fileURLToPath(new URL('../../../../../shared/peers/flink/sql.sh', import.meta.url));
const isThere = existsSync(sqlClient) && ['java', 'mvn'].every((name) => spawnSync(name, ['-version']).status === 0);
/** The first run fetches 200 MB of jars. */
const timeoutMs = 600_000;

const password = 'through the mill';
let ground: Ground;
beforeAll(async () => {
  const auth: RegistryAuth = {
    users: [{ name: 'flink', password: { kind: 'plain', password } }],
    tokens: [],
    superUsers: [],
    rules: ['payments-value', 'great-value'].map((name) => ({
      principal: 'User:flink',
      permission: 'allow',
      operations: ['READ', 'WRITE'],
      resource: { kind: 'subject', name, pattern: 'literal' },
    })),
  };
  ground = await startGround(['payments', 'great'], { auth });
});
afterAll(() => ground.close());

const client = (): Client =>
  SchemaRegistryClient.newClient({
    baseURLs: [ground.url],
    maxRetries: 0,
    basicAuthCredentials: { credentialsSource: 'USER_INFO', userInfo: `flink:${password}` },
  });

const table = (name: string, columns: string): string => `
CREATE TABLE ${name} (${columns}) WITH (
  'connector' = 'kafka',
  'topic' = '${name}',
  'properties.bootstrap.servers' = '${ground.bootstrap}',
  'scan.startup.mode' = 'earliest-offset',
  'scan.bounded.mode' = 'latest-offset',
  'format' = 'avro-confluent',
  'avro-confluent.url' = '${ground.url}',
  'avro-confluent.basic-auth.credentials-source' = 'USER_INFO',
  'avro-confluent.basic-auth.user-info' = 'flink:${password}'
);`;

/** Runs the statements in Flink's SQL client, which tells what it did. */
async function runSql(statements: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-flink-'));
  try {
    const file = join(folder, 'statements.sql');
    await writeFile(file, statements);
    // `timeout` ends the Java of the script as well.
    const ran = await promisify(execFile)('timeout', [String(timeoutMs / 1000 - 10), sqlClient, file]).catch(
      (error: Error & { readonly stdout?: string }) => {
        throw new Error(`${error.message}\n${error.stdout ?? ''}`);
      },
    );
    return ran.stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}

it(
  "Flink's avro-confluent format reads what Confluent's client wrote, and the client what Flink wrote",
  async (context) => {
    if (!isThere) return context.skip('skipped: no shared corpus');
    const schema = JSON.stringify({
      type: 'record',
      name: 'Payment',
      fields: [
        { name: 'id', type: 'long' },
        { name: 'payer', type: ['null', 'string'], default: null },
        { name: 'amount', type: 'double' },
      ],
    });
    await client().register('payments-value', { schemaType: 'AVRO', schema }, false);
    const serializer = new AvroSerializer(client(), SerdeType.VALUE, { useLatestVersion: true });
    for (const [id, amount] of [5, 500, 700].entries())
      await ground.pass(
        'payments',
        await serializer.serialize('payments', { id, payer: id === 2 ? null : 'Ådne', amount }),
      );

    const shown = await runSql(`
    SET 'sql-client.execution.result-mode' = 'tableau';
    SET 'table.dml-sync' = 'true';
    ${table('payments', 'id BIGINT NOT NULL, payer STRING, amount DOUBLE NOT NULL')}
    ${table('great', 'id BIGINT NOT NULL, payer STRING')}
    INSERT INTO great SELECT id, COALESCE(payer, 'nobody') FROM payments WHERE amount > 100;
    SELECT payer, id FROM great;`);
    expect(shown).toMatch(/Ådne \| +1 \|[^]*nobody \| +2 \|/);

    const written = await client().getLatestSchemaMetadata('great-value');
    expect(JSON.parse(written.schema)).toMatchObject({ type: 'record' });
    const deserializer = new AvroDeserializer(client(), SerdeType.VALUE, {});
    const rows = await Promise.all(
      (await ground.first('great', 2)).map(({ value }) => deserializer.deserialize('great', value)),
    );
    expect(rows).toEqual([
      { id: 1, payer: 'Ådne' },
      { id: 2, payer: 'nobody' },
    ]);
    return undefined;
  },
  timeoutMs,
);
