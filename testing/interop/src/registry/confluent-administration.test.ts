import {
  AvroDeserializer,
  AvroSerializer,
  Compatibility,
  LifecyclePolicy,
  SchemaRegistryClient,
  SerdeType,
  SubjectNameStrategyType,
  type Client,
} from '@confluentinc/schemaregistry';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGround, type Ground } from './ground.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await startGround(['associated']);
});
afterAll(() => ground.close());

const client = (): Client => SchemaRegistryClient.newClient({ baseURLs: [ground.url], maxRetries: 0 });

const recordOf = (...fields: object[]) => ({
  schemaType: 'AVRO',
  schema: JSON.stringify({ type: 'record', name: 'Order', fields }),
});
const id = { name: 'id', type: 'long' };
const note = { name: 'note', type: 'string', default: '' };

describe('@confluentinc/schemaregistry', () => {
  it('registers versions, finds them again in every way, and tests what may follow', async () => {
    const subject = 'orders-value';
    const first = await client().registerFullResponse(subject, recordOf(id), false);
    const second = await client().register(subject, recordOf(id, note), false);
    expect(await client().getAllSubjects()).toContain(subject);
    expect(await client().getAllVersions(subject)).toEqual([1, 2]);
    expect(await client().getId(subject, recordOf(id, note), false)).toBe(second);
    expect(await client().getVersion(subject, recordOf(id), false, false)).toBe(1);
    expect((await client().getLatestSchemaMetadata(subject)).id).toBe(second);
    expect((await client().getSchemaMetadata(subject, 1, false)).id).toBe(first.id);
    expect(await client().getBySubjectAndId(subject, second)).toMatchObject({ schema: recordOf(id, note).schema });
    expect(await client().getByGuid(String(first.guid))).toMatchObject({ schema: recordOf(id).schema });
    const broken = recordOf(id, { name: 'amount', type: 'double' });
    expect(await client().testCompatibility(subject, 1, broken)).toBe(false);
    expect(await client().testSubjectCompatibility(subject, recordOf(id))).toBe(true);
    await expect(client().register(subject, broken, false)).rejects.toMatchObject({ status: 409, errorCode: 40901 });
  });

  it('finds a version by its metadata', async () => {
    const subject = 'versioned-value';
    const of = (major: string) => ({ metadata: { properties: { major } } });
    await client().register(subject, { ...recordOf(id), ...of('1') }, false);
    await client().register(subject, { ...recordOf(id, note), ...of('2') }, false);
    expect((await client().getLatestWithMetadata(subject, { major: '1' }, false)).version).toBe(1);
    await expect(client().getLatestWithMetadata(subject, { major: '3' }, false)).rejects.toMatchObject({ status: 404 });
  });

  it('changes settings, and takes versions and subjects away', async () => {
    const subject = 'ageing-value';
    for (const fields of [[id], [id, note]]) await client().register(subject, recordOf(...fields), false);
    expect(await client().getDefaultCompatibility()).toBe(Compatibility.BACKWARD);
    expect(await client().updateCompatibility(subject, Compatibility.FULL)).toBe(Compatibility.FULL);
    expect(await client().getCompatibility(subject)).toBe(Compatibility.FULL);
    await client().updateConfig(subject, { compatibility: Compatibility.NONE, normalize: true });
    expect(await client().getConfig(subject)).toMatchObject({ compatibilityLevel: 'NONE', normalize: true });
    expect(await client().deleteSubjectVersion(subject, 1, false)).toBe(1);
    expect(await client().getAllVersions(subject)).toEqual([2]);
    expect(await client().deleteSubject(subject, false)).toEqual([2]);
    expect(await client().deleteSubject(subject, true)).toEqual([1, 2]);
    await expect(client().getAllVersions(subject)).rejects.toMatchObject({ status: 404, errorCode: 40401 });
  });

  it('associates a topic with a subject, and serializes by what is associated', async () => {
    const resource = { resourceName: 'associated', resourceNamespace: 'shop', resourceId: 'shop:associated' };
    const created = await client().createAssociation({
      ...resource,
      resourceType: 'topic',
      associations: [
        { subject: 'shop-orders', associationType: 'value', lifecycle: LifecyclePolicy.STRONG, schema: recordOf(id) },
      ],
    });
    expect(created.associations).toMatchObject([{ subject: 'shop-orders', associationType: 'value' }]);
    const associations = () =>
      client().getAssociationsByResourceName('associated', 'shop', 'topic', ['value'], null, 0, -1);
    expect(await associations()).toMatchObject([{ subject: 'shop-orders', lifecycle: 'STRONG' }]);

    const strategy = {
      subjectNameStrategyType: SubjectNameStrategyType.ASSOCIATED,
      subjectNameStrategyConfig: { 'subject.name.strategy.kafka.cluster.id': 'shop' },
    };
    const serializer = new AvroSerializer(client(), SerdeType.VALUE, { useLatestVersion: true, ...strategy });
    const { value } = await ground.pass('associated', await serializer.serialize('associated', { id: 7 }));
    expect(await new AvroDeserializer(client(), SerdeType.VALUE, strategy).deserialize('associated', value)).toEqual({
      id: 7,
    });

    await client().deleteAssociations('shop:associated', 'topic', ['value'], true);
    expect(await associations()).toEqual([]);
    await expect(client().getLatestSchemaMetadata('shop-orders')).rejects.toMatchObject({ status: 404 });
  });

  it('signs in by password or token, and is told when it may not', async () => {
    const own = await startGround([], {
      auth: {
        users: [{ name: 'alice', password: { kind: 'plain', password: 'open sesame' } }],
        tokens: [],
        superUsers: [],
        rules: [
          {
            principal: 'User:alice',
            permission: 'allow',
            operations: ['READ', 'WRITE'],
            resource: { kind: 'subject', name: 'orders-', pattern: 'prefixed' },
          },
        ],
        ownToken: 'a-token',
      },
    });
    try {
      const base = { baseURLs: [own.url], maxRetries: 0 };
      const alice = SchemaRegistryClient.newClient({
        ...base,
        basicAuthCredentials: { credentialsSource: 'USER_INFO', userInfo: 'alice:open sesame' },
      });
      const program = SchemaRegistryClient.newClient({
        ...base,
        bearerAuthCredentials: { credentialsSource: 'STATIC_TOKEN', token: 'a-token', logicalCluster: 'x' },
      });
      await alice.register('orders-value', recordOf(id), false);
      await program.register('salaries-value', recordOf(id, note), false);
      expect(await alice.getAllSubjects()).toEqual(['orders-value']);
      expect(await program.getAllSubjects()).toEqual(['orders-value', 'salaries-value']);
      await expect(alice.getLatestSchemaMetadata('salaries-value')).rejects.toMatchObject({
        status: 403,
        errorCode: 40301,
      });
      const stranger = SchemaRegistryClient.newClient(base);
      await expect(stranger.getAllSubjects()).rejects.toMatchObject({ status: 401 });
    } finally {
      await own.close();
    }
  });
});
