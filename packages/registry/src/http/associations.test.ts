import { beforeEach, describe, expect, it } from 'vitest';
import { fixed, TestServer } from '../testing/test-server.ts';

const resource = {
  resourceName: 'orders',
  resourceNamespace: 'lkc-1',
  resourceId: 'lkc-1:orders',
  resourceType: 'topic',
};
const one = { schema: { schema: fixed('One') } };

let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start();
  await server.register('sales', fixed('Sales'));
});

const create = (...associations: object[]) => server.call('POST', '/associations', { ...resource, associations });
const change = (...associations: object[]) =>
  server.call('PUT', `/associations/resources/${resource.resourceId}`, { ...resource, associations });
const remove = (query = '') => server.call('DELETE', `/associations/resources/${resource.resourceId}${query}`);
const subjectsOf = async (path: string) =>
  ((await server.get(`/associations/${path}`)) as { subject: string }[]).map(({ subject }) => subject);

describe('an association', () => {
  it('ties a subject to a topic, found by the topic, by its id, and by the subject', async () => {
    const answer = await create({ subject: 'sales', associationType: 'value', lifecycle: 'STRONG' });
    const info = { subject: 'sales', associationType: 'value', lifecycle: 'STRONG', frozen: false };
    expect(answer).toEqual({ status: 200, code: undefined, body: { ...resource, associations: [info] } });
    expect(await server.get('/associations/resources/lkc-1/orders')).toEqual([
      {
        ...resource,
        ...info,
        guid: expect.any(String) as string,
        createTs: expect.any(Number) as number,
        updateTs: expect.any(Number) as number,
      },
    ]);
    for (const path of [
      'resources/-/orders?associationType=value&resourceType=topic',
      `resources/${resource.resourceId}`,
      'subjects/sales',
    ]) {
      expect(await subjectsOf(path)).toEqual(['sales']);
    }
    for (const path of [
      'resources/lkc-2/orders',
      'resources/-/order',
      'resources/-/orders?associationType=key',
      'subjects/sales?lifecycle=weak',
    ]) {
      expect(await subjectsOf(path)).toEqual([]);
    }
    expect(await server.get('/schemas?associationType=value')).toMatchObject([
      { subject: 'sales', associations: [info] },
    ]);
    expect(await server.get('/schemas?lifecycle=WEAK')).toEqual([]);
  });

  it('brings its schema with it, under the subject of the topic unless it names another', async () => {
    const answer = await create({ ...one, associationType: 'key' }, { ...one, subject: ':.x:own' });
    expect(answer.body).toMatchObject({
      associations: [
        { subject: 'orders-key', associationType: 'key', lifecycle: 'STRONG', schema: { version: 1, id: 2 } },
        { subject: ':.x:own', associationType: 'value', lifecycle: 'STRONG', schema: { version: 1, id: 1 } },
      ],
    });
    expect(await server.get('/subjects')).toEqual(['orders-key', 'sales', ':.x:own']);
    const inContext = await server.call('POST', '/associations?context=.y', {
      ...resource,
      resourceName: 'more',
      associations: [one],
    });
    expect(inContext.body).toMatchObject({ associations: [{ subject: ':.y:more-value' }] });
  });

  it('to a subject without versions, or of no form, is refused, and nothing of the request is done', async () => {
    expect((await create({ ...one, associationType: 'key' }, { subject: 'nothing' })).code).toBe(40908);
    expect(await server.get('/subjects')).toEqual(['sales']);
    const refused = [
      create(),
      create({ subject: 'sales' }, { subject: 'sales' }),
      create({ subject: 'sales', associationType: 'header' }),
      create({ subject: 'sales', lifecycle: 'LOOSE' }),
      create({ subject: 'sales', frozen: 'yes' }),
      create({ subject: 'sales', lifecycle: 'WEAK', frozen: true }),
      create({ subject: ':.x:' }),
      server.call('POST', '/associations', { associations: [{ subject: 'sales' }] }),
      server.call('POST', '/associations', {
        ...resource,
        resourceType: 'table',
        associations: [{ subject: 'sales' }],
      }),
    ];
    for (const answer of await Promise.all(refused)) expect(answer.code).toBe(42212);
    expect((await create({ schema: { schema: '{' } })).code).toBe(42201);
  });

  it('may be created again as it is, and changed only by an update', async () => {
    await create({ subject: 'sales' });
    expect((await create({ subject: 'sales', lifecycle: 'WEAK' })).status).toBe(200);
    expect((await create({ subject: 'sales', lifecycle: 'STRONG' })).code).toBe(40904);
    await server.register('other', fixed('Other'));
    expect((await create({ subject: 'other' })).code).toBe(40904);
    expect((await change({ subject: 'other' })).code).toBe(40904);
    expect((await change({ subject: 'sales', lifecycle: 'STRONG' })).status).toBe(200);
    expect(await server.get('/associations/subjects/sales')).toMatchObject([{ lifecycle: 'STRONG' }]);
  });

  it('that is strong has its subject alone', async () => {
    const another = { ...resource, resourceName: 'returns', resourceId: 'lkc-1:returns' };
    const tie = (lifecycle: string) =>
      server.call('POST', '/associations', { ...another, associations: [{ subject: 'sales', lifecycle }] });
    await create({ subject: 'sales', lifecycle: 'WEAK' });
    expect((await tie('STRONG')).code).toBe(40903);
    expect((await tie('WEAK')).status).toBe(200);
    await server.call('DELETE', `/associations/resources/${another.resourceId}`);
    await change({ subject: 'sales', lifecycle: 'STRONG' });
    expect((await tie('WEAK')).code).toBe(40907);
  });

  it('that is frozen stays, and so do the schemas of its subject', async () => {
    await create({ subject: 'sales', lifecycle: 'STRONG', frozen: true });
    expect((await change({ subject: 'sales', frozen: false })).code).toBe(40905);
    await server.call('PUT', '/config/sales', { compatibility: 'NONE' });
    expect((await server.register('sales', fixed('Next'))).code).toBe(40905);
    expect((await server.register('sales', fixed('Sales'))).status).toBe(200);
    expect((await remove()).code).toBe(40905);
    expect((await remove('?cascadeLifecycle=true')).status).toBe(200);
  });

  it('keeps its subject from being deleted', async () => {
    await create({ subject: 'sales' });
    expect((await server.call('DELETE', '/subjects/sales')).code).toBe(40903);
    expect((await server.call('DELETE', '/subjects/sales/versions/1')).code).toBe(40903);
    expect((await remove('?associationType=key')).code).toBe(40410);
    expect((await remove('?associationType=value')).body).toMatchObject([{ subject: 'sales' }]);
    expect((await server.call('DELETE', '/subjects/sales')).status).toBe(200);
    expect((await remove()).code).toBe(40410);
  });

  it('takes its subject with it when asked, if it is strong', async () => {
    await create({ subject: 'sales', lifecycle: 'STRONG' });
    expect((await remove('?cascadeLifecycle=true&dryRun=true')).body).toMatchObject([{ subject: 'sales' }]);
    expect(await server.get('/subjects')).toEqual(['sales']);
    await remove('?cascadeLifecycle=true');
    expect(await server.get('/subjects')).toEqual([]);
    expect(await server.get('/subjects?deleted=true')).toEqual(['sales']);
  });

  it('is not made on trial', async () => {
    const answer = await server.call('POST', '/associations?dryRun=true', { ...resource, associations: [one] });
    expect(answer.body).toMatchObject({ associations: [{ subject: 'orders-value' }] });
    expect(await subjectsOf('resources/-/orders')).toEqual([]);
    expect(await server.get('/subjects')).toEqual(['sales']);
  });

  it('is on the log, as Confluent keeps it', async () => {
    await create({ subject: 'sales' });
    await create({ ...one, associationType: 'key' });
    await remove('?associationType=key');
    const key =
      '{"keytype":"ASSOC","tenant":"default","resourceName":"orders","resourceNamespace":"lkc-1","resourceType":"topic","associationType":"value","subject":"sales","magic":0}';
    expect(server.log.records.map((each) => Buffer.from(each.key).toString())).toContain(key);
    for (const log of [server.log, server.log.compact()]) {
      const other = await TestServer.start(log);
      for (const path of ['resources/-/orders', 'subjects/sales', `resources/${resource.resourceId}`]) {
        expect(await other.get(`/associations/${path}`)).toEqual(await server.get(`/associations/${path}`));
      }
    }
  });
});

describe('a batch', () => {
  it('does for each resource all that is asked, or nothing, and tells of each', async () => {
    const request = (resourceName: string, ...associations: object[]) => ({
      ...resource,
      resourceName,
      resourceId: `lkc-1:${resourceName}`,
      associations,
    });
    const answer = await server.call('POST', '/associations:batch', {
      requests: [
        request('orders', { opType: 'CREATE', subject: 'sales' }, { opType: 'UPSERT', associationType: 'key', ...one }),
        request(
          'returns',
          { opType: 'CREATE', ...one },
          { opType: 'CREATE', associationType: 'key', subject: 'nothing' },
        ),
        request('orders', { opType: 'DELETE', associationType: 'key' }),
        request('orders', { opType: 'BREAK' }),
      ],
    });
    expect(answer).toMatchObject({
      status: 207,
      body: {
        results: [
          { result: { associations: [{ subject: 'sales' }, { subject: 'orders-key' }] } },
          { error: { error_code: 40908 } },
          { result: { associations: [{ subject: 'orders-key' }] } },
          { error: { error_code: 42212 } },
        ],
      },
    });
    expect(await server.get('/subjects')).toEqual(['orders-key', 'sales']);
    expect(await subjectsOf('resources/-/orders')).toEqual(['sales']);
    expect((await server.call('POST', '/associations:batch', { requests: {} })).code).toBe(42212);
  });
});
