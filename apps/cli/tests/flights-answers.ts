import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import { KafkaClient } from '@millrace/kafka-client';
import type { ServiceAddresses } from '../src/up/services.ts';
import { columnReader, readAll } from './read-topic.ts';

const flightsTotal = 3_000_000;
const enriched = 'analytics.flights_enriched';
const hourly = 'analytics.delays_by_airport_hourly';

function address(value: string | undefined): string {
  if (value === undefined) throw new Error('a service was left off');
  return value;
}

/** How many departures the windows hold in all, by the newest fact of each window. */
async function hourlyDepartures(broker: string, registry: string): Promise<{ pairs: number; departures: number }> {
  const departuresOf = await columnReader(registry, `${hourly}-value`, ['DEPARTURES']);
  const newest = new Map<string, number>();
  await readAll(broker, hourly, ({ key, value }) => {
    if (key !== null && value !== null) newest.set(Buffer.from(key).toString('latin1'), Number(departuresOf(value)[0]));
  });
  return { pairs: newest.size, departures: [...newest.values()].reduce((sum, count) => sum + count, 0) };
}

async function records(broker: string, topic: string): Promise<number> {
  const client = await KafkaClient.connect({ bootstrap: broker, clientId: 'test-reader' });
  try {
    return [...(await client.listOffsets(topic, 'latest')).values()].reduce((sum, offset) => sum + offset, 0);
  } finally {
    await client.close();
  }
}

/** Waits until both derived products hold all rows, then compares them with what is known of the flights. */
export async function expectRightAnswers(services: ServiceAddresses): Promise<void> {
  const broker = address(services.broker);
  const registry = address(services.registry);
  // Offsets count the markers of transactions too, so this only says when to look.
  while ((await records(broker, enriched)) < flightsTotal) await wait(250);
  let windows = await hourlyDepartures(broker, registry);
  while (windows.departures < flightsTotal) {
    await wait(500);
    windows = await hourlyDepartures(broker, registry);
  }
  expect(windows).toEqual({ pairs: 424_259, departures: flightsTotal });

  const stateOf = await columnReader(registry, `${enriched}-value`, ['STATE']);
  const states = new Map<string, number>();
  const rows = await readAll(broker, enriched, ({ value }) => {
    const state = value === null ? '' : String(stateOf(value)[0]);
    states.set(state, (states.get(state) ?? 0) + 1);
  });
  expect({ rows, states: states.size, CA: states.get('CA'), TX: states.get('TX'), FL: states.get('FL') }).toEqual({
    rows: flightsTotal,
    states: 52,
    CA: 370_248,
    TX: 355_905,
    FL: 202_119,
  });
}
