import { describe, expect, it } from 'vitest';
import { MemoryLog } from './testing/memory-log.ts';
import { fixed, TestServer } from './testing/test-server.ts';

type Written = readonly [key: string, value: object | null];

/** A registry on a topic that another has written. */
function on(records: readonly Written[]): Promise<TestServer> {
  const log = new MemoryLog();
  log.push(
    records.map(([key, value]) => ({ key: Buffer.from(key), value: value && Buffer.from(JSON.stringify(value)) })),
  );
  return TestServer.start(log);
}

const textOf = (bytes: Uint8Array | null | undefined): string | null => (bytes ? Buffer.from(bytes).toString() : null);
const lastOf = ({ log }: TestServer) => {
  const { key, value } = log.records.at(-1) ?? { key: null, value: null };
  return [textOf(key), textOf(value)];
};
const schemaKey = (subject: string, version: number): string =>
  `{"keytype":"SCHEMA","subject":"${subject}","version":${version},"magic":1}`;

describe('a topic that a Confluent registry wrote', () => {
  const written: readonly Written[] = [
    ['{"keytype":"NOOP","magic":0}', null],
    [
      schemaKey('a', 1),
      { subject: 'a', version: 1, id: 1, schema: fixed('One'), deleted: false, newer: { kept: true } },
    ],
    [schemaKey('a', 2), { subject: 'a', version: 2, id: 2, schema: fixed('Two'), deleted: true }],
    ['{"keytype":"CONTEXT","tenant":"default","context":".x","magic":0}', { tenant: 'default', context: '.x' }],
    [schemaKey(':.x:b', 1), { subject: ':.x:b', version: 1, id: 1, schemaType: 'JSON', schema: '{}', deleted: false }],
    ['{"keytype":"CONFIG","subject":null,"magic":0}', { compatibilityLevel: 'NONE' }],
    [
      '{"keytype":"CONFIG","subject":"a","magic":0}',
      { subject: 'a', compatibilityLevel: 'FULL', normalize: true, newer: 1 },
    ],
    ['{"keytype":"MODE","subject":":.x:b","magic":0}', { subject: ':.x:b', mode: 'READONLY' }],
    [schemaKey('c', 1), { subject: 'c', version: 1, id: 3, schema: fixed('Three'), deleted: false }],
    ['{"keytype":"DELETE_SUBJECT","subject":"c","magic":0}', { subject: 'c', version: 1 }],
    [schemaKey('d', 1), { subject: 'd', version: 1, id: 4, schema: fixed('Four'), deleted: true }],
    ['{"keytype":"CLEAR_SUBJECT","subject":"d","magic":0}', { subject: 'd' }],
    ['{"keytype":"LATER","magic":0}', { anything: 1 }],
  ];

  it('is read', async () => {
    const server = await on(written);
    expect(await server.get('/subjects?deleted=true')).toEqual(['a', 'c', ':.x:b']);
    expect(await server.get('/subjects/a/versions?deleted=true')).toEqual([1, 2]);
    expect(await server.get('/contexts')).toEqual(['.', '.x']);
    expect(await server.get('/config')).toEqual({ compatibilityLevel: 'NONE' });
    expect(await server.get('/config/a')).toEqual({ compatibilityLevel: 'FULL', normalize: true, newer: 1 });
    expect(await server.get('/mode/:.x:b')).toEqual({ mode: 'READONLY' });
    expect((await server.register('e', fixed('Five'))).body).toEqual({ id: 5 });
  });

  it('is written on in its form, with what we do not know kept', async () => {
    const server = await on(written);
    await server.call('DELETE', '/subjects/a/versions/1');
    expect(server.log.records.slice(written.length).map(({ key }) => textOf(key))).toEqual([
      schemaKey('a', 1),
      '{"keytype":"CONFIG","subject":"a","magic":0}',
    ]);
    const { value } = server.log.records[written.length] ?? {};
    expect(JSON.parse(textOf(value) ?? '')).toEqual({
      subject: 'a',
      version: 1,
      id: 1,
      schema: fixed('One'),
      deleted: true,
      newer: { kept: true },
    });
    await server.call('PUT', '/config/e', { compatibility: 'FULL' });
    expect(lastOf(server)).toEqual([
      '{"keytype":"CONFIG","subject":"e","magic":0}',
      '{"subject":"e","compatibilityLevel":"FULL"}',
    ]);
    await server.register(':.y:e', fixed('Five'));
    expect(server.log.records.slice(-2).map(({ key }) => textOf(key))).toEqual([
      '{"keytype":"CONTEXT","tenant":"default","context":".y","magic":0}',
      schemaKey(':.y:e', 1),
    ]);
  });

  it('keeps the largest id that was ever given in a record that others pass over', async () => {
    const server = await on([]);
    await server.register('a', fixed('One'));
    await server.call('DELETE', '/subjects/a');
    await server.call('DELETE', '/subjects/a?permanent=true');
    expect(lastOf(server)).toEqual(['{"keytype":"NOOP","magic":0}', '{"maxIds":{".":1}}']);
  });
});

describe('a topic that an older Karapace wrote', () => {
  const key = '{"subject":"a","version":1,"magic":1,"keytype":"SCHEMA"}';
  const config = '{"subject":"a","magic":0,"keytype":"CONFIG"}';

  it('keeps its spelling of keys, so that compaction drops what they replace', async () => {
    const server = await on([
      [key, { subject: 'a', version: 1, id: 1, schema: fixed('One'), deleted: false }],
      [config, { compatibilityLevel: 'FULL' }],
    ]);
    await server.call('PUT', '/config/a', { compatibility: 'NONE' });
    expect(lastOf(server)[0]).toBe(config);
    await server.call('DELETE', '/subjects/a');
    await server.call('DELETE', '/subjects/a?permanent=true');
    expect(server.log.records.filter(({ value }) => value === null).map((each) => textOf(each.key))).toEqual([
      config,
      key,
    ]);
    const compacted = await TestServer.start(server.log.compact());
    expect(await compacted.get('/subjects?deleted=true')).toEqual([]);
    expect((await compacted.call('GET', '/config/a')).code).toBe(40408);
  });
});
