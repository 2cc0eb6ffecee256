import { expect, test } from 'vitest';
import { highlight } from './highlight.ts';
import { bytes, compact, count, plural } from './number.ts';
import { ago, full, kept, span } from './time.ts';
import { columnsOf, exampleText, shownText, valueText } from './value.ts';

test('numbers are grouped, rates and sizes are short', () => {
  expect(count(3_000_000)).toBe('3,000,000');
  expect([0, 0.01, 0.42, 9.96, 212, 18_204, 999_999, 1_240_000].map(compact)).toEqual([
    '0',
    '0',
    '0.4',
    '10',
    '212',
    '18.2k',
    '1M',
    '1.2M',
  ]);
  expect([0, 999, 61_400_000, 999_999].map(bytes)).toEqual(['0 B', '999 B', '61.4 MB', '1 MB']);
  expect([plural(1, 'consumer'), plural(0, 'consumer'), plural(2, 'query', 'queries')]).toEqual([
    '1 consumer',
    '0 consumers',
    '2 queries',
  ]);
});

test('an age is told in its largest unit', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  const before = (ms: number) => ago(new Date(now - ms).toISOString(), now);
  expect([0, 1_500, 4_200, 90_000, 6 * 3_600_000, 49 * 3_600_000].map(before)).toEqual([
    'just now',
    'just now',
    '4 s ago',
    '1 min ago',
    '6 h ago',
    '2 d ago',
  ]);
  expect(ago('2001-06-30T23:55:00Z', now)).toBe('24 y ago');
  expect(full('2001-06-30T23:55:00.000Z')).toBe('2001-06-30 23:55:00 UTC');
  expect([kept(-1, false), kept(604_800_000, false), kept(-1, true), span(84)]).toEqual([
    'for ever',
    'for 7 d',
    'newest of each key, for ever',
    '84 ms',
  ]);
});

test('matched words are marked to their end, and only from the start of a word', () => {
  expect(highlight('Every scheduled flight; nonflight, Flights', ['flight'])).toEqual([
    { text: 'Every scheduled ', marked: false },
    { text: 'flight', marked: true },
    { text: '; nonflight, ', marked: false },
    { text: 'Flights', marked: true },
  ]);
  expect(highlight('a (b', ['('])).toEqual([
    { text: 'a ', marked: false },
    { text: '(b', marked: true },
  ]);
  expect(highlight('plain', [])).toEqual([{ text: 'plain', marked: false }]);
});

test('values become one line, records become columns', () => {
  expect([null, 'ORD', 14, { a: [1] }].map(valueText)).toEqual(['null', 'ORD', '14', '{"a":[1]}']);
  expect(valueText('2001-05-16T09:50:00.000')).toBe('2001-05-16 09:50:00');
  expect([18.666666666666668, 41.97959528, -0.1, 0.000123456, 2176, 1e21, Number.NaN].map(shownText)).toEqual([
    '18.6667',
    '41.9796',
    '-0.1',
    '0.0001235',
    '2176',
    '1e+21',
    'NaN',
  ]);
  expect([
    exampleText('18.666666666666668', 'double'),
    exampleText('1.23456789', 'string'),
    exampleText('2001-05-16T09:50:00.000', 'timestamp'),
  ]).toEqual(['18.6667', '1.23456789', '2001-05-16 09:50:00']);
  expect(columnsOf([{ a: 1, b: 2 }, null, { c: 3, a: 1 }])).toEqual(['a', 'b', 'c']);
  expect(columnsOf([{ a: 1, b: 2, c: 3 }], ['c', 'x', 'b'])).toEqual(['c', 'b', 'a']);
});
