import { expect, test } from 'vitest';
import { airportsTotal } from './schemas.ts';
import { readAirports } from './source.ts';

test('the source holds every airport once, and NA stays a text', async () => {
  const airports = await readAirports();
  expect(airports).toHaveLength(airportsTotal);
  expect(new Set(airports.map((airport) => airport.iata)).size).toBe(airportsTotal);
  expect(airports.filter((airport) => airport.state === 'NA')).toHaveLength(12);
  expect(airports.find((airport) => airport.iata === '35A')).toMatchObject({
    name: 'Union County, Troy Shelton',
    state: 'SC',
    latitude: 34.68680111,
  });
});
