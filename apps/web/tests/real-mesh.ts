import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildInto } from './harness.ts';
import { readFlights } from './fixture-state.ts';

const web = dirname(import.meta.dirname);
const main = join(web, '../cli/src/main.ts');
const flightsLoaded = 60;

export interface RealMesh {
  readonly url: string;
  readonly sql: (statement: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts `millrace up` on an empty folder and free ports, with the UI as it is now and the people of `directory`, a mesh.yaml. */
export async function startRealMesh(directory?: string): Promise<RealMesh> {
  await buildInto(join(web, 'dist'));
  const folder = await mkdtemp(join(tmpdir(), 'millrace-ui-'));
  if (directory !== undefined) {
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data', 'mesh.yaml'), directory);
  }
  const ports = ['--port', '0', '--kafka-port', '0', '--registry-port', '0', '--ksql-port', '0'];
  const child = spawn(process.execPath, [main, 'up', '--json', '--data', join(folder, 'data'), ...ports], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await readyUrl(child);
  const sql = async (statement: string): Promise<void> => {
    const response = await fetch(`${url}/api/v1/sql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ statement }),
    });
    if (!response.ok) throw new Error(`${statement}: ${await response.text()}`);
  };
  return {
    url,
    sql,
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function readyUrl(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the process has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as { readonly event: string; readonly services?: { readonly mesh?: string } };
    if (event.event === 'ready' && event.services?.mesh !== undefined) return event.services.mesh;
  }
  throw new Error('millrace up ended before it was ready');
}

/** Real flights as a stream `flights` on the topic `flights`. */
export async function loadFlights({ sql }: RealMesh): Promise<void> {
  await sql(
    "CREATE STREAM flights (origin STRING KEY, delay INT, distance INT, destination STRING) WITH (KAFKA_TOPIC='flights', VALUE_FORMAT='AVRO', PARTITIONS=1);",
  );
  for (const { origin, delay, distance, destination } of (await readFlights()).slice(0, flightsLoaded))
    await sql(
      `INSERT INTO flights (origin, delay, distance, destination) VALUES ('${origin}', ${delay}, ${distance}, '${destination}');`,
    );
}
