import { beforeEach, describe, expect, it } from 'vitest';
import { record, TestServer } from '../testing/test-server.ts';

const money = JSON.stringify({ type: 'record', name: 'shop.Money', fields: [{ name: 'cents', type: 'long' }] });
const order = record({ name: 'price', type: 'shop.Money' });
const moneyProto = 'syntax = "proto3"; package shop; message Money { int64 cents = 1; }';
const orderProto = 'syntax = "proto3"; package shop; import "money.proto"; message Order { Money price = 1; }';
const moneyJson = JSON.stringify({
  type: 'object',
  properties: { cents: { type: 'integer' } },
  additionalProperties: false,
});
const orderJson = JSON.stringify({
  type: 'object',
  properties: { price: { $ref: 'money.json' } },
  additionalProperties: false,
});
const refer = (name: string) => ({ references: [{ name, subject: 'money', version: 1 }] });

let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start();
});

const languages = [
  {
    schemaType: 'AVRO',
    money,
    order,
    name: 'shop.Money',
    broken: record({ name: 'price', type: 'shop.Money' }, { name: 'n', type: 'int' }),
  },
  {
    schemaType: 'PROTOBUF',
    money: moneyProto,
    order: orderProto,
    name: 'money.proto',
    broken: orderProto.replace('Money price = 1', 'int32 price = 1'),
  },
  {
    schemaType: 'JSON',
    money: moneyJson,
    order: orderJson,
    name: 'money.json',
    broken: orderJson.replace('price', 'cost'),
  },
];

describe.each(languages)('$schemaType', ({ schemaType, money: used, order: using, name, broken }) => {
  it('is registered, referred to, found, compared and deleted in the order that references allow', async () => {
    expect((await server.call('GET', '/schemas/types')).body).toContain(schemaType);
    expect((await server.register('money', used, { schemaType })).body).toEqual({ id: 1 });
    expect((await server.register('order', using, { schemaType })).code).toBe(42201);
    expect((await server.register('order', using, { schemaType, ...refer(name) })).body).toEqual({ id: 2 });
    expect((await server.register('order', using, { schemaType, ...refer(name) })).body).toEqual({ id: 2 });
    expect(await server.get('/schemas/ids/2')).toMatchObject({
      ...(schemaType === 'AVRO' ? {} : { schemaType }),
      ...refer(name),
    });
    expect(await server.get('/subjects/money/versions/1/referencedby')).toEqual([2]);
    expect(
      (await server.call('POST', '/subjects/order', { schema: using, schemaType, ...refer(name) })).body,
    ).toMatchObject({ version: 1 });
    expect(await server.register('order', broken, { schemaType, ...refer(name) })).toMatchObject({
      status: 409,
      code: 40901,
    });
    expect(await server.call('DELETE', '/subjects/money')).toMatchObject({
      code: 42206,
      body: { message: 'One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=money,version=1}.' },
    });
    await server.call('DELETE', '/subjects/order');
    expect((await server.call('DELETE', '/subjects/money')).status).toBe(200);
  });

  it('that is none is refused', async () => {
    for (const schema of ['', '{', 'message', '"unknown"', '[[[']) {
      expect((await server.register('a', schema, { schemaType })).code).toBe(42201);
    }
    expect((await server.register('a', used, { schemaType: `${schemaType}X` })).body).toMatchObject({
      message: `Invalid schema type ${schemaType}X`,
    });
  });
});

describe('a reference', () => {
  it('to the latest version is one to the version that is latest now', async () => {
    await server.register('money', money);
    const references = [{ name: 'shop.Money', subject: 'money', version: -1 }];
    await server.register('order', order, { references });
    expect(await server.get('/schemas/ids/2')).toMatchObject({ references: [{ version: 1 }] });
  });

  it('is followed through others, and its schema found when it is sent in one piece', async () => {
    await server.register('money', money);
    await server.register('order', order, refer('shop.Money'));
    const price = { name: 'price', type: JSON.parse(money) as object };
    const whole = record(price);
    expect((await server.call('POST', '/subjects/order', { schema: whole })).body).toMatchObject({ version: 1, id: 2 });
    expect((await server.register('order', whole)).body).toEqual({ id: 2 });
    const basket = JSON.stringify({ type: 'record', name: 'Basket', fields: [{ name: 'order', type: 'shop.Order' }] });
    const references = [{ name: 'shop.Order', subject: 'order', version: 1 }];
    expect((await server.register('basket', basket, { references })).body).toEqual({ id: 3 });
    const { schema } = (await server.get('/schemas/ids/3?format=resolved')) as { schema: string };
    expect(schema).toContain('"cents"');
  });
});

describe('a format', () => {
  it('is that of the language, else the text as it is kept', async () => {
    await server.register('money', moneyProto, { schemaType: 'PROTOBUF' });
    const schemaOf = async (query: string) =>
      ((await server.get(`/subjects/money/versions/1${query}`)) as { schema: string }).schema;
    const kept = await schemaOf('');
    expect(kept).toContain('message Money {\n');
    expect(Buffer.from(await schemaOf('?format=serialized'), 'base64').toString('latin1')).toContain('Money');
    expect(await schemaOf('?format=ignore_extensions')).toBe(kept);
    expect(await schemaOf('?format=unknown')).toBe(kept);
    const raw = await server.app.inject('/schemas/ids/1/schema?format=serialized');
    expect(raw.body).toBe(await schemaOf('?format=serialized'));
    const serialized = await schemaOf('?format=serialized');
    expect((await server.register('money', serialized, { schemaType: 'PROTOBUF' })).body).toEqual({ id: 1 });
  });

  it('keeps the comments of Protobuf, and finds the schema without them', async () => {
    const described = moneyProto.replace('message Money', '// What something costs.\nmessage Money');
    await server.register('money', described, { schemaType: 'PROTOBUF' });
    const schema = await server.get('/subjects/money/versions/1');
    expect(schema).toMatchObject({ schema: expect.stringContaining('// What something costs.') as string });
    const found = await server.call('POST', '/subjects/money', { schema: moneyProto, schemaType: 'PROTOBUF' });
    expect(found.body).toEqual(schema);
    const { schema: descriptor } = (await server.get('/schemas/ids/1?format=serialized')) as { schema: string };
    expect((await server.register('money', descriptor, { schemaType: 'PROTOBUF' })).body).toEqual({ id: 1 });
  });
});

describe('tags', () => {
  const field = (path: string, ...tags: string[]) => ({
    schemaEntity: { entityPath: path, entityType: 'sr_field' },
    tags,
  });
  const email = record({ name: 'email', type: 'string' });

  it('are added and taken away, each time as a new version', async () => {
    await server.register('a', email);
    const change = (body: object, version = 'latest') =>
      server.call('POST', `/subjects/a/versions/${version}/tags`, body);
    expect((await change({ tagsToAdd: [field('shop.Order.email', 'PII')] })).body).toEqual({ id: 2 });
    expect(await server.get('/subjects/a/versions/2?findTags=*')).toMatchObject({
      schemaTags: [field('shop.Order.email', 'PII')],
    });
    expect(await server.get('/schemas/ids/2?findTags=GDPR')).toMatchObject({ schemaTags: [] });
    const removed = await change({
      tagsToRemove: [field('Order.email', 'PII')],
      newVersion: 3,
      metadata: { properties: { by: 'ann' } },
    });
    expect(removed.body).toEqual({ id: 3 });
    expect(await server.get('/subjects/a/versions/3')).toMatchObject({
      schema: email,
      metadata: { properties: { by: 'ann', 'confluent:version': '3' } },
    });
    expect((await change({ tagsToAdd: [field('Order.phone', 'PII')] })).code).toBe(42201);
    expect((await change({ tagsToAdd: [field('Order.email', 'PII')], newVersion: 9 })).code).toBe(42201);
    expect((await change({ tagsToAdd: [] }, '7')).code).toBe(40402);
    expect((await change({ tagsToAdd: [{ tags: ['PII'] }] })).code).toBe(400);
  });

  it('come with a registration, or are carried over to it', async () => {
    await server.register('a', email, { schemaTagsToAdd: [field('Order.email', 'PII')] });
    expect(await server.get('/subjects/a/versions/1?findTags=PII')).toMatchObject({
      schemaTags: [field('shop.Order.email', 'PII')],
    });
    const more = record({ name: 'email', type: 'string' }, { name: 'note', type: 'string', default: '' });
    await server.register('a', more, { propagateSchemaTags: true });
    expect(await server.get('/subjects/a/versions/2?findTags=*')).toMatchObject({
      schemaTags: [field('shop.Order.email', 'PII')],
    });
  });

  it('leave or change the rules as asked', async () => {
    const rule = (name: string) => ({ name, kind: 'CONDITION', mode: 'WRITE', type: 'CEL', expr: 'true' });
    await server.register('a', email, { ruleSet: { domainRules: [rule('one'), rule('two')] } });
    const body = {
      tagsToAdd: [field('Order.email', 'PII')],
      rulesToMerge: { domainRules: [rule('three')] },
      rulesToRemove: ['one'],
    };
    await server.call('POST', '/subjects/a/versions/1/tags', body);
    expect(await server.get('/subjects/a/versions/2')).toMatchObject({
      ruleSet: { domainRules: [rule('two'), rule('three')] },
    });
  });
});
