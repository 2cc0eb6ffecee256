import { expect, test } from 'vitest';
import { flightsTotal } from '../src/schemas.ts';
import { readFlights } from '../src/source.ts';

test('the source holds every flight, ascending by date', async () => {
  let rows = 0;
  let last = 0;
  let ascending = true;
  for await (const columns of readFlights()) {
    rows += columns.date.length;
    for (let index = 0; index < columns.date.length; index++) {
      const date = columns.date[index] ?? 0;
      ascending &&= date >= last;
      last = date;
    }
  }
  expect({ rows, ascending, last: new Date(last).toISOString() }).toEqual({
    rows: flightsTotal,
    ascending: true,
    last: '2001-07-01T00:00:00.000Z',
  });
});
