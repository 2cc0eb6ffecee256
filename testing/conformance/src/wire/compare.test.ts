import { array, int32, message, string } from '@millrace/kafka-wire';
import { expect, test } from 'vitest';
import { compareMessage } from './compare.ts';
import type { OfficialMessage } from './official-message.ts';

const ours = message({
  name: 'SampleRequest',
  versions: '0-2',
  flexible: '2+',
  fields: {
    name: string('0+', { nullable: '1+', default: null, ignorable: true }),
    items: array('1+', { count: int32('0+', { default: -1 }) }),
    extra: int32('2+', { tag: 0 }),
  },
});

const official: OfficialMessage = {
  type: 'request',
  name: 'SampleRequest',
  validVersions: '0-2',
  flexibleVersions: '2+',
  fields: [
    { name: 'Name', type: 'string', versions: '0+', nullableVersions: '1+', default: 'null', ignorable: true },
    { name: 'Items', type: '[]Item', versions: '1+' },
    { name: 'Extra', type: 'int32', versions: '2+', taggedVersions: '2+', tag: 0 },
  ],
  commonStructs: [{ name: 'Item', fields: [{ name: 'Count', type: 'int32', versions: '0+', default: '-1' }] }],
};

test('a definition that is the official one has no differences', () => {
  expect(compareMessage(ours, official)).toEqual([]);
});

test.each([
  ['validVersions', { ...official, validVersions: '0-3' }, 'SampleRequest: versions is 0-2, officially 0-3'],
  ['order', reordered(), 'SampleRequest: fields is name items extra, officially items name extra'],
  ['nullable', changed(0, { nullableVersions: '0+' }), 'SampleRequest.Name: nullable is 1+, officially 0+'],
  ['default', changed(0, { default: '' }), 'SampleRequest.Name: default is null, officially (none)'],
  ['ignorable', changed(0, { ignorable: false }), 'SampleRequest.Name: ignorable is true, officially false'],
  ['type', changed(1, { type: '[]int32' }), 'SampleRequest.Items: type is []struct, officially []int32'],
  ['tag', changed(2, { tag: 1 }), 'SampleRequest.Extra: tag is 0, officially 1'],
  ['tagged', changed(2, { taggedVersions: '3+' }), 'SampleRequest.Extra: tagged is 2+, officially 3+'],
])('a difference in %s is told', (_, other, line) => {
  expect(compareMessage(ours, other)).toContain(line);
});

function changed(index: number, change: object): OfficialMessage {
  return {
    ...official,
    fields: (official.fields ?? []).map((field, i) => (i === index ? { ...field, ...change } : field)),
  };
}

function reordered(): OfficialMessage {
  const [first, second, third] = official.fields ?? [];
  if (first === undefined || second === undefined || third === undefined)
    throw new Error('the sample has three fields');
  return { ...official, fields: [second, first, third] };
}
