import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Passed } from './ground.ts';
import { customerFiles } from './customers.ts';

/** What a serializer of confluent-kafka (Python) is told, by the client's own names of settings. */
export interface PythonSettings {
  readonly type: 'AVRO' | 'JSON' | 'PROTOBUF';
  readonly topic: string;
  readonly config?: Readonly<Record<string, unknown>>;
  /** Settings of rule executors. */
  readonly rules?: Readonly<Record<string, string>>;
  /** Of Protobuf: the type's full name in the files of customers. */
  readonly message?: string;
}

/** The serializers of confluent-kafka, in a process of their own. */
export interface PythonSerdes {
  /** `schema` is registered when `config` says so; `inHeader` puts the GUID into a header. */
  serialize(
    settings: PythonSettings & { readonly schema?: string; readonly inHeader?: boolean },
    value: unknown,
  ): Promise<Passed>;
  deserialize(settings: PythonSettings, record: Passed): Promise<unknown>;
  close(): Promise<void>;
}

interface Answer {
  readonly payload?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly value?: unknown;
  readonly error?: string;
}

export function pythonSerdes(python: string, url: string): PythonSerdes {
  const child = spawn(python, ['-W', 'ignore', join(import.meta.dirname, 'serdes.py'), url], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (request: object): Promise<Answer> => {
    child.stdin.write(`${JSON.stringify({ files: customerFiles, ...request })}\n`);
    const line = await lines.next();
    if (line.done === true) throw new Error('Python ended before its answer');
    const answer = JSON.parse(line.value) as Answer;
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer;
  };
  return {
    async serialize(settings, value) {
      const { payload = '', headers = {} } = await ask({ action: 'serialize', ...settings, value });
      const bytes = Object.entries(headers).map(([name, hex]) => [name, Buffer.from(hex, 'hex')] as const);
      return { value: Buffer.from(payload, 'hex'), headers: Object.fromEntries(bytes) };
    },
    async deserialize(settings, { value, headers }) {
      const inHex = Object.entries(headers).map(([name, bytes]) => [name, bytes.toString('hex')] as const);
      const record = { payload: value.toString('hex'), headers: Object.fromEntries(inHex) };
      return (await ask({ action: 'deserialize', ...settings, ...record })).value;
    },
    async close() {
      child.stdin.end();
      await closed;
    },
  };
}
