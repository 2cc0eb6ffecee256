import type { Example, ExampleContext } from '@millrace/example-kit';
import { commandFor, Ensure, ensureTopics, until } from '@millrace/example-kit';
import { RegistryClient } from '@millrace/registry-client';
import { loadAirports } from './airports.ts';
import { loadFlights } from './load.ts';
import { meshFile } from './mesh-file.ts';
import { airportsProduct, derivedProducts, flightsProduct } from './products.ts';
import {
  airportSchema,
  airportsTopic,
  airportsTotal,
  flightSchema,
  flightsTopic,
  flightsTotal,
  partitions,
} from './schemas.ts';
import { statements } from './statements.ts';

/** Real flights: two source products, two made from them with SQL, one consumer. */
export const flights: Example = { name: 'flights', mesh: meshFile, run, next };

async function run(context: ExampleContext): Promise<void> {
  const { broker, mesh, signal, progress } = context;
  const ensure = new Ensure(mesh);
  const there = await ensureTopics(broker, [
    { name: airportsTopic, partitions, configs: { 'cleanup.policy': 'compact' } },
    { name: flightsTopic, partitions },
  ]);
  const registry = new RegistryClient({ url: context.registry, authorization: context.registryAuthorization });
  const airportsId = await registry.register(`${airportsTopic}-value`, JSON.stringify(airportSchema));
  const flightsId = await registry.register(`${flightsTopic}-value`, JSON.stringify(flightSchema));

  if ((there.get(airportsTopic) ?? 0) < airportsTotal)
    await loadAirports(broker, airportsId, (done) => progress('airports', done, airportsTotal));
  await ensure.product(airportsProduct.person, airportsProduct.request);

  let loaded = there.get(flightsTopic) ?? 0;
  const loading =
    loaded < flightsTotal
      ? loadFlights({ broker, schemaId: flightsId }, signal, (count) =>
          progress('flights', (loaded = count), flightsTotal),
        )
      : Promise.resolve();
  // The products appear while the rows still come in. A failure of the loader ends the waiting.
  await Promise.all([loading, publish(context, ensure, () => loaded > 0)]);
}

async function publish({ broker, signal }: ExampleContext, ensure: Ensure, hasFlights: () => boolean): Promise<void> {
  await until(signal, async () => hasFlights());
  await ensure.product(flightsProduct.person, flightsProduct.request);
  for (const { name, person, text } of statements) await ensure.source(person, name, text);
  for (const { person, request } of derivedProducts) {
    const topic = [{ name: request.topic, partitions }];
    await until(signal, async () => ((await ensureTopics(broker, topic)).get(request.topic) ?? 0) > 0);
    await ensure.product(person, request);
  }
  await ensure.consumer(
    'katherine',
    'operations.flights',
    'delay-board',
    'Departure boards that show how late flights leave.',
  );
}

function next({
  broker,
  mesh,
}: Pick<ExampleContext, 'broker' | 'mesh'>): readonly { readonly title: string; readonly command: string }[] {
  return [
    {
      title: 'Read a product with any Kafka client:',
      command: `kcat -b ${broker} -t operations.flights -C -o beginning -c 3 -f '%k %T %S bytes\\n'`,
    },
    {
      title: 'Ask a question with SQL:',
      command: commandFor(
        mesh,
        `sql "SELECT airport, city, state, delay FROM flights_enriched WHERE delay > 300 EMIT CHANGES LIMIT 5;"`,
      ),
    },
    { title: 'Find a product:', command: commandFor(mesh, 'product search delay') },
  ];
}
