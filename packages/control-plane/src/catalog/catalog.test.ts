import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countFacets, filterProducts } from './facets.ts';
import { jsonSafe, rawValue } from './raw-value.ts';
import { withExamples } from './samples.ts';
import { SearchIndex } from './search-index.ts';

describe('facets', () => {
  const product = (domain: string, sla: 'tier-1' | 'tier-2', ...tags: readonly string[]) => ({
    domain,
    owner: '@o',
    quality: 'raw' as const,
    sla,
    tags,
    format: 'AVRO' as const,
  });
  const products = [product('a', 'tier-1', 'x'), product('a', 'tier-2', 'x', 'y'), product('b', 'tier-1')];

  test('keep what has one of the wanted values of each', () => {
    expect(filterProducts(products, { domain: ['a'], tag: ['y', 'z'] })).toEqual([products[1]]);
    expect(filterProducts(products, { domain: ['a', 'b'], sla: ['tier-1'] })).toEqual([products[0], products[2]]);
  });

  test('count each value as if it were chosen beside the other filters', () => {
    const facets = countFacets(products, { domain: ['a'] });
    expect(facets.domain).toEqual([
      { value: 'a', count: 2 },
      { value: 'b', count: 1 },
    ]);
    expect(facets.sla).toEqual([
      { value: 'tier-1', count: 1 },
      { value: 'tier-2', count: 1 },
    ]);
    expect(facets.tag).toEqual([
      { value: 'x', count: 2 },
      { value: 'y', count: 1 },
    ]);
  });
});

describe('the search index', () => {
  const index = new SearchIndex();
  const put = (id: string, description = '', schema = '') => index.put({ id, name: id, description, schema });
  put('operations.flights', 'Every flight.', 'delay origin');
  put('analytics.delaysByAirport_hourly', 'Flights counted.', 'airport');
  const found = (text: string) => index.search(text).map(({ id }) => id);

  test('finds words inside of names, beginnings, and near misses, a name first', () => {
    expect(found('flights')).toEqual(['operations.flights', 'analytics.delaysByAirport_hourly']);
    expect(found('hourly')).toEqual(['analytics.delaysByAirport_hourly']);
    expect(found('orig')).toEqual(['operations.flights']);
    expect(found('flghts')).toContain('operations.flights');
    expect(found('flights airport')).toEqual(['analytics.delaysByAirport_hourly']);
  });

  test('says which words matched in which field', () => {
    const hits = new Map(index.search('delay').map(({ id, matches }) => [id, matches]));
    expect(hits.get('operations.flights')).toEqual([{ field: 'schema', terms: ['delay'] }]);
    expect(hits.get('analytics.delaysByAirport_hourly')).toEqual([{ field: 'name', terms: ['delays'] }]);
  });

  test('follows what changes and what goes', () => {
    put('a.b', 'Old words.');
    put('a.b', 'New text.');
    expect(found('old')).toEqual([]);
    expect(found('text')).toEqual(['a.b']);
    index.remove('a.b');
    expect(found('text')).toEqual([]);
  });
});

describe('a value without a schema', () => {
  const long = (value: bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(value);
    return bytes;
  };
  const start = Date.UTC(2001, 0, 1);

  test.each<[string, Uint8Array, unknown]>([
    ['text', Buffer.from('SFO'), 'SFO'],
    ['JSON', Buffer.from('{"a":[1]}'), { a: [1] }],
    ['what only begins like JSON', Buffer.from('[x'), '[x'],
    ['a number of four bytes', Buffer.from([0, 0, 1, 0]), 256],
    ['a number of eight bytes', long(-5n), -5],
    ['a number beyond what is exact', long(2n ** 60n), '1152921504606846976'],
    [
      'the key of a window',
      Buffer.concat([Buffer.from('SFO'), long(BigInt(start))]),
      { key: 'SFO', windowStart: '2001-01-01T00:00:00.000Z' },
    ],
    ['any other bytes', Buffer.from([255, 0, 1]), '0xff0001'],
  ])('is shown as %s', (_, bytes, expected) => {
    expect(rawValue(bytes)).toEqual(expected);
  });

  test('is never more than JSON can hold', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => typeof JSON.stringify(rawValue(bytes)) === 'string'));
    expect(jsonSafe({ a: 2n ** 70n, b: [Buffer.from([1])], c: Number.NaN })).toEqual({
      a: '1180591620717411303424',
      b: ['0x01'],
      c: 'NaN',
    });
  });
});

test('a field shows what it holds in the newest event, nested ones too', () => {
  const field = (name: string, fields?: readonly never[]) => ({
    name,
    path: name,
    type: 't',
    nullable: false,
    tags: [],
    ...(fields === undefined ? {} : { fields }),
  });
  const schema = {
    subject: 's',
    id: 1,
    version: 1,
    type: 'AVRO' as const,
    text: '',
    fields: [field('a'), { ...field('b'), fields: [field('c')] }, field('d')],
  };
  const value = { a: 'x'.repeat(100), b: [{ c: 5 }], d: null };
  const event = { partition: 0, offset: 0, timestamp: '', key: null, value, sizeBytes: 1 };
  const [a, b, d] = withExamples(schema, event).fields;
  expect(a?.example).toHaveLength(80);
  expect(b).toMatchObject({ fields: [{ name: 'c', example: '5' }] });
  expect(b).not.toHaveProperty('example');
  expect(d).not.toHaveProperty('example');
});
