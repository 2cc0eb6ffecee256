import { api, fetchApi, int32, produceApi } from '@millrace/kafka-wire';
import { expect, test } from 'vitest';
import { chooseVersion } from './versions.ts';

const broker = (key: number, min: number, max: number): Map<number, { min: number; max: number }> =>
  new Map([[key, { min, max }]]);

test('the newest version that both sides speak is chosen', () => {
  expect(chooseVersion(produceApi, broker(0, 0, 7), 'a:1')).toBe(7);
});

test('topics are named by name, however new the broker is', () => {
  expect(chooseVersion(produceApi, broker(0, 0, 13), 'a:1')).toBe(11);
  expect(chooseVersion(fetchApi, broker(1, 4, 18), 'a:1')).toBe(12);
});

test('a broker that is too old, too new, or without the API is refused with both ranges', () => {
  const old = api({
    key: 7,
    name: 'Old',
    versions: '2-3',
    flexible: 'none',
    listeners: ['broker'],
    request: { a: int32('0+') },
    response: {},
  });
  expect(() => chooseVersion(old, broker(7, 0, 1), 'a:1')).toThrow('it speaks 0 to 1, we speak 2 to 3');
  expect(() => chooseVersion(old, broker(7, 4, 9), 'a:1')).toThrow('UNSUPPORTED_VERSION');
  expect(() => chooseVersion(old, new Map(), 'a:1')).toThrow('the broker does not have this API');
});
