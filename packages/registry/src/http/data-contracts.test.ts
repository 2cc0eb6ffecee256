import { beforeEach, describe, expect, it } from 'vitest';
import { fixed, record, TestServer } from '../testing/test-server.ts';

const id = { name: 'id', type: 'long' };
const note = { name: 'note', type: 'string', default: '' };
const rule = (name: string, more: object = {}) => ({
  name,
  kind: 'CONDITION',
  mode: 'WRITE',
  type: 'CEL',
  expr: 'true',
  ...more,
});
const owned = (owner: string) => ({ metadata: { properties: { owner } } });

let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start();
});

const latest = (subject = 'a') => server.get(`/subjects/${subject}/versions/latest`);

describe('metadata and rules', () => {
  it('are a part of the content: another id for other ones', async () => {
    expect((await server.register('a', record(id), owned('ann'))).body).toEqual({ id: 1 });
    expect((await server.register('a', record(id), owned('bob'))).body).toEqual({ id: 2 });
    expect((await server.register('a', record(id), owned('ann'))).body).toEqual({ id: 1 });
    expect(await latest()).toMatchObject({ version: 2, metadata: { properties: { owner: 'bob' } } });
  });

  it('that are not sent are those of the version before; empty ones take them away', async () => {
    await server.register('a', record(id), { ...owned('ann'), ruleSet: { domainRules: [rule('r')] } });
    await server.register('a', record(id, note));
    expect(await latest()).toMatchObject({ version: 2, ...owned('ann'), ruleSet: { domainRules: [rule('r')] } });
    await server.register('a', record(id, note), { metadata: {}, ruleSet: {} });
    const bare = await latest();
    expect(bare).toMatchObject({ version: 3 });
    expect(bare).not.toHaveProperty('metadata');
    expect(bare).not.toHaveProperty('ruleSet');
  });

  it('alone make a version, with the schema of the one before', async () => {
    expect((await server.register('a', '')).code).toBe(42201);
    await server.register('a', record(id));
    expect((await server.register('a', '', owned('ann'))).body).toEqual({ id: 2 });
    expect(await latest()).toMatchObject({ version: 2, schema: record(id), ...owned('ann') });
  });

  it('are filled by the defaults of the config, and overridden by what it overrides', async () => {
    await server.call('PUT', '/config', {
      defaultMetadata: { properties: { owner: 'nobody', team: 'x' }, tags: { '*.ssn': ['PII'] } },
      overrideRuleSet: { domainRules: [rule('must', { expr: '1 == 1' })] },
    });
    await server.call('PUT', '/config/a', { overrideMetadata: { properties: { region: 'eu' }, sensitive: ['key'] } });
    const more = { ...owned('ann'), ruleSet: { domainRules: [rule('must'), rule('own')] } };
    await server.register('a', record(id), more);
    expect(await latest()).toMatchObject({
      metadata: {
        properties: { owner: 'ann', team: 'x', region: 'eu' },
        tags: { '*.ssn': ['PII'] },
        sensitive: ['key'],
      },
      ruleSet: { domainRules: [rule('own'), rule('must', { expr: '1 == 1' })] },
    });
    expect((await server.register('a', record(id), more)).body).toEqual({ id: 1 });
  });

  it('of a form that clients could not read are refused', async () => {
    const refused = async (more: object) => (await server.register('a', record(id), more)).code;
    expect(await refused({ ruleSet: { domainRules: [rule('1st')] } })).toBe(42210);
    expect(await refused({ ruleSet: { domainRules: [rule('r', { expr: 'a ==' })] } })).toBe(42210);
    expect(await refused({ ruleSet: [] })).toBe(400);
    expect(await refused({ metadata: { properties: { n: 1 } } })).toBe(400);
    expect(await refused({ metadata: { tags: { a: 'PII' } } })).toBe(400);
    expect((await server.call('PUT', '/config', { defaultRuleSet: { domainRules: [rule('1st')] } })).code).toBe(42210);
  });

  it('find the latest version that has all the properties asked for', async () => {
    for (const owner of ['ann', 'bob'])
      await server.register('a', record(id), { metadata: { properties: { owner, team: 'x' } } });
    const version = async (query: string) =>
      ((await server.get(`/subjects/a/metadata?${query}`)) as { version?: number }).version;
    expect(await version('key=team&value=x')).toBe(2);
    expect(await version('key=team&value=x&key=owner&value=ann')).toBe(1);
    expect((await server.call('GET', '/subjects/a/metadata?key=team&value=y')).code).toBe(40403);
    expect((await server.call('GET', '/subjects/b/metadata?key=team&value=y')).code).toBe(40401);
  });
});

describe('a version in the metadata', () => {
  const versioned = (version: string) => ({ metadata: { properties: { 'confluent:version': version } } });

  it('must be the next one, or -1 for it, and tells equal schemas apart', async () => {
    expect((await server.register('a', record(id), versioned('1'))).body).toEqual({ id: 1 });
    expect((await server.register('a', record(id), versioned('1'))).body).toEqual({ id: 1 });
    expect((await server.register('a', record(id), versioned('3'))).code).toBe(42201);
    expect((await server.register('a', record(id), versioned('-1'))).body).toEqual({ id: 2 });
    expect(await latest()).toMatchObject({ version: 2, ...versioned('2') });
  });

  it('brings an earlier schema back as a new version', async () => {
    await server.register('a', record(id));
    await server.register('a', record(id, note));
    expect((await server.register('a', record(id))).body).toEqual({ id: 1 });
    expect((await server.register('a', record(id), { version: 7 })).code).toBe(42201);
    expect((await server.register('a', record(id), { version: -1 })).body).toEqual({ id: 3 });
    expect(await latest()).toMatchObject({ version: 3, schema: record(id), ...versioned('3') });
  });

  it('need not be known to look a schema up, and is not that of the next version', async () => {
    await server.register('a', record(id), versioned('1'));
    expect((await server.call('POST', '/subjects/a', { schema: record(id) })).body).toMatchObject({ version: 1 });
    await server.register('a', record(id, note));
    expect(await latest()).not.toHaveProperty('metadata');
  });
});

describe('compatibility groups', () => {
  it('compare versions with those only that say the same of the property', async () => {
    await server.call('PUT', '/config/a', { compatibilityGroup: 'major', compatibility: 'BACKWARD_TRANSITIVE' });
    const major = (number: string) => ({ metadata: { properties: { major: number } } });
    await server.register('a', record(id), major('1'));
    expect((await server.register('a', fixed('Other'), major('1'))).status).toBe(409);
    expect((await server.register('a', fixed('Other'), major('2'))).status).toBe(200);
    expect((await server.register('a', record(id, note), major('1'))).status).toBe(200);
    expect((await server.register('a', record(id, note), major('2'))).status).toBe(409);
    const check = (number: string) =>
      server.call('POST', '/compatibility/subjects/a/versions', { schema: fixed('Other'), ...major(number) });
    expect((await check('2')).body).toEqual({ is_compatible: true });
    expect((await check('1')).body).toEqual({ is_compatible: false });
  });
});

describe('what is asked of new schemas', () => {
  it('is that defaults fit, where they are normalised', async () => {
    const misfit = record({ name: 'a', type: 'string', default: null });
    expect((await server.call('POST', '/subjects/a/versions?normalize=true', { schema: misfit })).code).toBe(42201);
    expect((await server.register('a', misfit)).status).toBe(200);
  });

  it('is that no field has a reserved name, where the config says so', async () => {
    const reserved = { metadata: { properties: { 'confluent:reserved': 'phone, id' } } };
    expect((await server.register('a', record(id), reserved)).status).toBe(200);
    await server.call('PUT', '/config/b', { validateFields: true });
    expect(await server.register('b', record(id), reserved)).toMatchObject({ code: 42201 });
    expect((await server.register('b', record(note), reserved)).status).toBe(200);
  });

  it('is explained to whoever asks verbosely, also of what cannot be read', async () => {
    await server.register('a', record(id));
    const check = (query: string) =>
      server.call('POST', `/compatibility/subjects/a/versions/latest${query}`, { schema: '{' });
    expect((await check('')).code).toBe(42201);
    const { body } = await check('?verbose=true');
    expect(body).toMatchObject({
      is_compatible: false,
      messages: [expect.stringContaining('Invalid schema {subject=a') as string],
    });
  });
});

describe('a config', () => {
  it('keeps what was not sent, and what we do not know; null takes a member away', async () => {
    await server.call('PUT', '/config/a', { compatibility: 'full', newer: { x: 1 } });
    await server.call('PUT', '/config/a', { normalize: true, compatibilityPolicy: 'lenient' });
    expect(await server.get('/config/a')).toEqual({
      compatibilityLevel: 'FULL',
      compatibilityPolicy: 'LENIENT',
      normalize: true,
      newer: { x: 1 },
    });
    await server.call('PUT', '/config/a', { compatibility: null, newer: null });
    expect(await server.get('/config/a')).toEqual({ compatibilityPolicy: 'LENIENT', normalize: true });
    expect(await server.get('/config/a?defaultToGlobal=true')).toMatchObject({ compatibilityLevel: 'BACKWARD' });
  });

  it('with values that there are not is refused', async () => {
    expect((await server.call('PUT', '/config', { compatibilityPolicy: 'HARD' })).code).toBe(42203);
    expect((await server.call('PUT', '/config', { normalize: 'yes' })).code).toBe(400);
    expect((await server.call('PUT', '/config', { alias: 1 })).code).toBe(400);
    expect((await server.call('PUT', '/config')).code).toBe(422);
  });

  it('normalises where it says so', async () => {
    await server.call('PUT', '/config/a', { normalize: true });
    const one = '{"type":"record","name":"R","b":1,"a":2,"fields":[]}';
    const other = '{"type":"record","name":"R","a":2,"b":1,"fields":[]}';
    expect((await server.register('a', one)).body).toEqual({ id: 1 });
    expect((await server.register('a', other)).body).toEqual({ id: 1 });
    expect((await server.register('b', other)).body).toEqual({ id: 1 });
  });
});
