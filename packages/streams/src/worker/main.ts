import { parentPort, workerData } from 'node:worker_threads';
import { assert, unreachable } from '@millrace/base';
import { RegistryClient } from '@millrace/registry-client';
import type { FromWorker, ToWorker, WorkerSettings } from '../runtime/messages.ts';
import { connectKafka } from './kafka.ts';
import { postingLogger } from './posting-logger.ts';
import { QueryHost } from './query-host.ts';
import { schemaCache } from '../registry/schema-cache.ts';

assert(parentPort !== null, 'this file runs as a worker thread');
const port = parentPort;
const settings = workerData as WorkerSettings;
const post = (message: FromWorker): void => port.postMessage(message);
const logger = postingLogger(post);

const kafka = await connectKafka(settings.bootstrap, `ksql-${settings.serviceId}-queries`, logger);
const host = new QueryHost({
  kafka,
  schemas: schemaCache(new RegistryClient(settings.registry)),
  clock: { now: () => Date.now() },
  logger,
  settings,
  post,
});

function receive(message: ToWorker): void {
  switch (message.kind) {
    case 'start':
      return host.start(message);
    case 'pull':
      return host.pull(message);
    case 'stop':
      // What its last commit fails with has been logged; a stopped query has nothing more to say.
      void host.stop(message.queryId);
      return undefined;
    case 'pause':
    case 'resume':
      return host.setPaused(message.queryId, message.kind === 'pause');
    case 'taken':
      return host.taken(message.queryId, message.rows);
    case 'close':
      void close();
      return undefined;
    default:
      return unreachable(message);
  }
}

async function close(): Promise<void> {
  await host.close();
  await kafka.close();
  port.close();
}

port.on('message', receive);
