import { setTimeout as wait } from 'node:timers/promises';
import type { Example, ExampleContext } from '@millrace/example-kit';
import { commandFor, Ensure, ensureTopics } from '@millrace/example-kit';
import { KafkaClient, Producer } from '@millrace/kafka-client';
import { RegistryClient } from '@millrace/registry-client';
import { compileEncoder, frame, parseAvro } from '@millrace/schema';
import { contracts, sources } from './contracts.ts';
import type { Generated } from './generate.ts';
import { pageview, randomFrom, topics, trade, users } from './generate.ts';
import { meshFile } from './mesh-file.ts';

/** The demo of "Practical Data Mesh": generated stock trades, users and page views, with its three use cases as statements to run. */
export const trading: Example = { name: 'trading', mesh: meshFile, run, next };

const seed = 2022;
const partitions = 6;
/** Trades of the hour before the start, so that there is something to see at once. */
const initialTrades = 5000;
const hourMs = 3_600_000;
const tickMs = 100;

type Send = (event: Generated) => void;

async function run(context: ExampleContext): Promise<void> {
  const { broker, mesh, signal, progress, note } = context;
  const topicSpecs = contracts.map(({ request, compacted }) => ({
    name: request.topic,
    partitions,
    ...(compacted ? { configs: { 'cleanup.policy': 'compact' } } : {}),
  }));
  const there = await ensureTopics(broker, topicSpecs);
  const encoders = new Map<string, (value: unknown) => Uint8Array>();
  const registry = new RegistryClient({ url: context.registry, authorization: context.registryAuthorization });
  for (const { request, schema } of contracts) {
    const text = JSON.stringify(schema);
    const id = await registry.register(`${request.topic}-value`, text);
    const encode = compileEncoder(parseAvro(text));
    encoders.set(request.topic, (value) => frame(id, encode(value)));
  }
  const client = await KafkaClient.connect({ bootstrap: broker, clientId: 'trading-generator' });
  const producer = new Producer(client);
  const send: Send = ({ topic, key, value, timestamp }) => {
    producer.send(topic, {
      key: new TextEncoder().encode(key),
      value: encoders.get(topic)?.(value) ?? null,
      timestamp,
    });
  };
  try {
    if ((there.get(topics.trades) ?? 0) === 0) {
      sendHistory(send);
      await producer.flush();
    }
    progress('trades', initialTrades, initialTrades);
    const ensure = new Ensure(mesh);
    for (const { person, request } of contracts) await ensure.product(person, request);
    for (const { person, name, text } of sources) await ensure.source(person, name, text);
    note('Trades and page views go on until Ctrl-C.');
  } catch (error) {
    await client.close();
    throw error;
  }
  void goOn(send, producer, signal).then(() => client.close());
}

function sendHistory(send: Send): void {
  const random = randomFrom(seed);
  const now = Date.now();
  const past = Array.from(
    { length: initialTrades },
    (_, index) => now - hourMs + Math.floor((index / initialTrades) * hourMs),
  );
  const events = [
    ...users(random, now - hourMs),
    ...past.flatMap((timestamp) => [trade(random, timestamp), pageview(random, timestamp)]),
  ];
  for (const event of events) send(event);
}

/** A trade every tick and a page view every other, until the mesh stops. What cannot be sent meanwhile is lost, as it was never real. */
async function goOn(send: Send, producer: Producer, signal: AbortSignal): Promise<void> {
  const random = randomFrom(Date.now());
  while (!signal.aborted) {
    const now = Date.now();
    const events = random() < 0.5 ? [trade(random, now), pageview(random, now)] : [trade(random, now)];
    for (const event of events) send(event);
    await producer.flush().catch(() => undefined);
    await wait(tickMs, undefined, { signal }).catch(() => undefined);
  }
}

function next({ mesh }: Pick<ExampleContext, 'mesh'>): readonly { readonly title: string; readonly command: string }[] {
  return [
    {
      title: 'Run a use case of the book in the tab Create, or here:',
      command: commandFor(
        mesh,
        `sql "CREATE STREAM high_value_stock_trades WITH (KAFKA_TOPIC='analytics.high_value_stock_trades') AS SELECT * FROM stocktrades WHERE price * quantity > 3000000 EMIT CHANGES;"`,
      ),
    },
    {
      title: 'Watch its rows:',
      command: commandFor(mesh, 'sql "SELECT * FROM high_value_stock_trades EMIT CHANGES;"'),
    },
    { title: 'Find a product:', command: commandFor(mesh, 'product search users') },
  ];
}
