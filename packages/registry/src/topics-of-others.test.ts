import { describe, expect, it } from 'vitest';
import type { EncodedRecord } from './log/state-log.ts';
import { MemoryLog } from './testing/memory-log.ts';
import { fixed, record, TestServer } from './testing/test-server.ts';

type Written = readonly [key: string, value: object | null];

/** A record as the topic has it. */
type Told = readonly [key: string, value: string];

/** A registry on a topic that another has written. */
function on(records: readonly Written[]): Promise<TestServer> {
  const log = new MemoryLog();
  log.push(
    records.map(([key, value]) => ({ key: Buffer.from(key), value: value && Buffer.from(JSON.stringify(value)) })),
  );
  return TestServer.start(log);
}

/** As Karapace 6 writes them. */
function byKarapace(...records: readonly Told[]): EncodedRecord[] {
  return records.map(([key, value]) => ({
    key: Buffer.from(key),
    value: Buffer.from(value),
    headers: [
      ['X-Registry-Version', Buffer.from('karapace-6.2.0')],
      ['X-Origin-Host', Buffer.from('127.0.0.1')],
    ],
  }));
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

  it('gives a schema its id, with fractions as Java prints them', async () => {
    const schema = record({ name: 'price', type: 'double', default: 7.5 }).replace('7.5', '0.0');
    const server = await on([
      [schemaKey('prices', 1), { subject: 'prices', version: 1, id: 7, schema, deleted: false }],
    ]);
    expect((await server.call('POST', '/subjects/prices', { schema })).body).toMatchObject({ version: 1, id: 7 });
    expect((await server.register('prices', schema.replace('0.0', '0.00'))).body).toEqual({ id: 7 });
  });

  it('keeps the largest id that was ever given in a record that others pass over', async () => {
    const server = await on([]);
    await server.register('a', fixed('One'));
    await server.call('DELETE', '/subjects/a');
    await server.call('DELETE', '/subjects/a?permanent=true');
    expect(lastOf(server)).toEqual(['{"keytype":"NOOP","magic":0}', '{"maxIds":{".":1}}']);
  });
});

/** Karapace falls back to the order of its older releases when it meets a key that it does not know, as those of contexts. */
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
      '{"keytype":"CONFIG","subject":"a","magic":0}',
      config,
      schemaKey('a', 1),
      key,
    ]);
    const compacted = await TestServer.start(server.log.compact());
    expect(await compacted.get('/subjects?deleted=true')).toEqual([]);
    expect((await compacted.call('GET', '/config/a')).code).toBe(40408);
  });

  it('lets go by both spellings what it spells anew', async () => {
    const server = await on([]);
    await server.register('a', fixed('One'));
    server.log.push(
      byKarapace([key, JSON.stringify({ subject: 'a', version: 1, id: 1, schema: fixed('One'), deleted: true })]),
    );
    const restarted = await TestServer.start(server.log);
    expect(await restarted.get('/subjects')).toEqual([]);
    expect((await restarted.call('DELETE', '/subjects/a?permanent=true')).body).toEqual([1]);
    const compacted = await TestServer.start(server.log.compact());
    expect(await compacted.get('/subjects?deleted=true')).toEqual([]);
  });

  it('is read after compaction, which leaves the last record of each spelling', async () => {
    const server = await on([]);
    for (const name of ['a', 'b', 'c']) await server.register(name, fixed(name));
    const spelled = (subject: string): string => key.replace('"a"', JSON.stringify(subject));
    const stored = (subject: string, id: number, schema: string, deleted: boolean): Told => [
      spelled(subject),
      JSON.stringify({ subject, version: 1, id, schema: fixed(schema), deleted }),
    ];
    server.log.push(
      byKarapace(
        stored('a', 1, 'a', true),
        [spelled('a'), ''],
        stored('b', 2, 'b', true),
        [spelled('b'), ''],
        stored('b', 4, 'anew', false),
        stored('c', 3, 'c', true),
      ),
    );
    for (const log of [server.log, server.log.compact()]) {
      const restarted = await TestServer.start(log);
      expect(await restarted.get('/subjects')).toEqual(['b']);
      expect(await restarted.get('/subjects?deleted=true')).toEqual(['b', 'c']);
      expect(await restarted.get('/subjects/b/versions/1')).toMatchObject({ id: 4, schema: fixed('anew') });
    }
  });
});

describe('a topic that Karapace 6 wrote', () => {
  const gate = (name: string): string =>
    JSON.stringify({
      type: 'record',
      name,
      namespace: 'airport',
      fields: [
        { name: 'number', type: 'int' },
        { name: 'note', type: ['null', 'string'], default: null },
      ],
    });
  const sized = (name: string): string =>
    JSON.stringify({ type: 'object', title: 'Größe', properties: { [name]: { type: 'integer' } } });
  const isJson = { schemaType: 'JSON' };
  const gates: Told = [
    schemaKey('gates', 1),
    String.raw`{"subject":"gates","version":1,"id":90,"schema":"{\"fields\":[{\"name\":\"number\",\"type\":\"int\"},{\"default\":null,\"name\":\"note\",\"type\":[\"null\",\"string\"]}],\"name\":\"Gate\",\"namespace\":\"airport\",\"type\":\"record\"}","deleted":false}`,
  ];
  const sizes: Told = [
    schemaKey('sizes', 1),
    String.raw`{"subject":"sizes","version":1,"id":91,"schema":"{\"properties\":{\"size\":{\"type\":\"integer\"}},\"title\":\"Größe\",\"type\":\"object\"}","deleted":false,"schemaType":"JSON"}`,
  ];
  const piers = (subject: string, id: number, deleted: boolean): Told => [
    schemaKey(subject, 1),
    String.raw`{"subject":"${subject}","version":1,"id":${id},"schema":"{\"fields\":[{\"name\":\"number\",\"type\":\"int\"},{\"default\":null,\"name\":\"note\",\"type\":[\"null\",\"string\"]}],\"name\":\"Pier\",\"namespace\":\"airport\",\"type\":\"record\"}","deleted":${deleted}}`,
  ];
  const widths = (subject: string, id: number, deleted: boolean): Told => [
    schemaKey(subject, 1),
    String.raw`{"subject":"${subject}","version":1,"id":${id},"schema":"{\"properties\":{\"width\":{\"type\":\"integer\"}},\"title\":\"Größe\",\"type\":\"object\"}","deleted":${deleted},"schemaType":"JSON"}`,
  ];

  async function after(...records: readonly EncodedRecord[]): Promise<TestServer> {
    const log = new MemoryLog();
    log.push(records);
    return TestServer.start(log);
  }

  const withoutHeaders = ({ headers: _headers, ...record }: EncodedRecord): EncodedRecord => record;
  /** Releases before 3.3 escaped what is not ASCII. */
  const escaped = ({ value, ...record }: EncodedRecord): EncodedRecord => ({
    ...record,
    value: Buffer.from((textOf(value) ?? '').replaceAll('ö', String.raw`\\u00f6`).replaceAll('ß', String.raw`\\u00df`)),
  });

  for (const [made, as] of Object.entries({
    'with its headers': (record: EncodedRecord) => record,
    'without headers': withoutHeaders,
    'in ASCII': escaped,
  })) {
    it(`gives a schema the id it has there, in whatever order a client sends its members, ${made}`, async () => {
      const server = await after(...byKarapace(gates, sizes).map(as));
      for (const restarted of [server, await TestServer.start(server.log)]) {
        const found = await restarted.call('POST', '/subjects/gates', { schema: gate('Gate') });
        expect(found.body).toMatchObject({ subject: 'gates', version: 1, id: 90 });
        const sizesFound = await restarted.call('POST', '/subjects/sizes', { schema: sized('size'), ...isJson });
        expect(sizesFound.body).toMatchObject({ subject: 'sizes', version: 1, id: 91 });
        expect((await restarted.register('gates', gate('Gate'))).body).toEqual({ id: 90 });
        expect((await restarted.register('sizes', sized('size'), isJson)).body).toEqual({ id: 91 });
        expect((await restarted.register('more-gates', gate('Gate'))).body).toEqual({ id: 90 });
        expect((await restarted.register('more-sizes', sized('size'), isJson)).body).toEqual({ id: 91 });
        expect(await restarted.get('/subjects/gates/versions')).toEqual([1]);
      }
    });
  }

  it('keeps its form where only our record is left of it', async () => {
    const server = await after(...byKarapace(gates, sizes));
    await server.register('more-sizes', sized('size'), isJson);
    await server.call('DELETE', '/subjects/sizes');
    await server.call('DELETE', '/subjects/sizes?permanent=true');
    const compacted = await TestServer.start(server.log.compact());
    expect((await compacted.register('more-sizes', sized('size'), isJson)).body).toEqual({ id: 91 });
    expect(await compacted.get('/subjects/more-sizes/versions')).toEqual([1]);
  });

  it('tells from each other what differs by more than the order of members', async () => {
    const server = await after(...byKarapace(gates, sizes));
    expect((await server.call('POST', '/subjects/gates', { schema: gate('Pier') })).code).toBe(40403);
    expect((await server.register('sizes', sized('width'), isJson)).body).not.toEqual({ id: 91 });
  });

  it('is one with what we wrote before: the same schema of another subject, and what it deletes', async () => {
    const server = await after();
    await server.register('piers', gate('Pier'), { metadata: { properties: { owner: 'ops' } } });
    await server.register('widths', sized('width'), isJson);
    server.log.push(byKarapace(piers('piers-copy', 1, false), widths('widths-copy', 2, false)));
    server.log.push(byKarapace(piers('piers', 1, true), widths('widths', 2, true)));
    for (const log of [server.log, server.log.compact()]) {
      const restarted = await TestServer.start(log);
      expect(await restarted.get('/subjects')).toEqual(['piers-copy', 'widths-copy']);
      expect(await restarted.get('/subjects?deleted=true')).toEqual(['piers', 'piers-copy', 'widths', 'widths-copy']);
      expect(await restarted.get('/subjects/piers-copy/versions/1')).toMatchObject({ id: 1 });
      expect(await restarted.get('/subjects/widths-copy/versions/1')).toMatchObject({ id: 2 });
    }
    // What it deletes for good has an empty value.
    server.log.push(byKarapace([schemaKey('piers', 1), ''], [schemaKey('widths', 1), '']));
    const restarted = await TestServer.start(server.log);
    expect(await restarted.get('/subjects?deleted=true')).toEqual(['piers-copy', 'widths-copy']);
  });

  it('does not get an id that stands for another schema', async () => {
    const server = await after();
    await server.register('gates', gate('Gate'));
    server.log.push(byKarapace(piers('piers', 1, false)));
    const restarted = await TestServer.start(server.log);
    expect(await restarted.get('/subjects')).toEqual(['gates']);
  });
});
