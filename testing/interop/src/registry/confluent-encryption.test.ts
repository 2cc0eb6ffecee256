import {
  AvroDeserializer,
  AvroSerializer,
  clearKmsClients,
  Clock,
  EncryptionExecutor,
  FieldEncryptionExecutor,
  JsonDeserializer,
  JsonSerializer,
  LocalKmsDriver,
  ProtobufDeserializer,
  ProtobufSerializer,
  RuleMode,
  RuleRegistry,
  SchemaRegistryClient,
  SerdeType,
  type Client,
  type Deserializer,
  type Rule,
  type RuleSet,
  type Serializer,
} from '@confluentinc/schemaregistry';
import kafkaJsRegistry from '@kafkajs/confluent-schema-registry';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { preparePython } from '../python.ts';
import { skipUnless } from '../skip-unless.ts';
import { startGround, type Ground, type Passed } from './ground.ts';
import { messageTypes, paymentMessage } from './protobuf-messages.ts';
import { pythonSerdes, type PythonSerdes } from './python-serdes.ts';

const secret = 'the miller keeps it';
const dayMs = 86_400_000;

const prepared = preparePython();
const isPythonMissing = skipUnless('python' in prepared, 'why' in prepared ? prepared.why : '');

let ground: Ground;
let python: PythonSerdes | undefined;
beforeAll(async () => {
  LocalKmsDriver.register();
  const topics = ['avro', 'json', 'protobuf', 'shared', 'payload', 'rotated', 'compared'];
  ground = await startGround(topics, { kms: { local: secret } });
  if ('python' in prepared) python = pythonSerdes(prepared.python, ground.url);
});
beforeEach(clearKmsClients);
afterAll(async () => {
  await python?.close();
  await ground.close();
});

const client = (): Client => SchemaRegistryClient.newClient({ baseURLs: [ground.url], maxRetries: 0 });

async function ask(path: string, body?: object): Promise<unknown> {
  const request = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(`${ground.url}/dek-registry/v1/keks${path}`, request);
  return answer.json();
}

/** The rule executors of one client: keys that another has got are not its own. */
function executors(now = (): number => Date.now()): RuleRegistry {
  const clock = new Clock();
  clock.now = now;
  const registry = new RuleRegistry();
  registry.registerExecutor(new FieldEncryptionExecutor(clock));
  registry.registerExecutor(new EncryptionExecutor(clock));
  return registry;
}

const avroSchema = JSON.stringify({
  type: 'record',
  name: 'Payment',
  fields: [
    { name: 'card', type: 'string', 'confluent:tags': ['PII'] },
    { name: 'note', type: 'string' },
  ],
});
const jsonSchema = JSON.stringify({
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: { card: { type: 'string', 'confluent:tags': ['PII'] }, note: { type: 'string' } },
});
const protobufSchema = `syntax = "proto3";
package shop;
import "confluent/meta.proto";
message Payment {
  string card = 1 [(confluent.field_meta).tags = "PII"];
  string note = 2;
}
`;
/** Made anew each time: the client changes what it is given. */
const sent = () => ({ card: '4711 0815', note: 'hello' });

const encrypting = (kek: string, more: Partial<Rule> = {}, params: Readonly<Record<string, string>> = {}): Rule => ({
  name: 'encrypt',
  kind: 'TRANSFORM',
  type: 'ENCRYPT',
  mode: RuleMode.WRITEREAD,
  tags: ['PII'],
  params: { 'encrypt.kek.name': kek, 'encrypt.kms.type': 'local-kms', 'encrypt.kms.key.id': 'key', ...params },
  onFailure: 'ERROR,ERROR',
  ...more,
});

async function register(
  topic: string,
  ruleSet: RuleSet,
  schemaType: 'AVRO' | 'JSON' | 'PROTOBUF' = 'AVRO',
): Promise<void> {
  const schema = { AVRO: avroSchema, JSON: jsonSchema, PROTOBUF: protobufSchema }[schemaType];
  await client().register(`${topic}-value`, { schemaType, schema, ruleSet }, false);
}

const settings = (keyed: boolean) => (keyed ? { ruleConfig: { secret } } : {});
const { VALUE } = SerdeType;
const writer = (rules = executors(), keyed = true): Serializer =>
  new AvroSerializer(client(), VALUE, { useLatestVersion: true, ...settings(keyed) }, rules);
const reader = (rules = executors(), keyed = true): Deserializer =>
  new AvroDeserializer(client(), VALUE, settings(keyed), rules);

/** What somebody reads who knows the schema and nothing of its rules. */
async function seenWithoutRules({ value }: Passed): Promise<ReturnType<typeof sent>> {
  const registry = new kafkaJsRegistry.SchemaRegistry({ host: ground.url });
  return (await registry.decode(value)) as ReturnType<typeof sent>;
}

describe('fields that a rule encrypts', () => {
  it('are read by who has the key, and by nobody else', async () => {
    await register('avro', { domainRules: [encrypting('cards')] });
    const record = await ground.pass('avro', await writer().serialize('avro', sent()));
    expect(record.value.includes('4711')).toBe(false);
    const seen = await seenWithoutRules(record);
    expect(seen).toMatchObject({ note: 'hello' });
    expect(seen.card).not.toContain('4711');
    expect(await reader().deserialize('avro', record.value)).toEqual(sent());

    clearKmsClients();
    await expect(reader(executors(), false).deserialize('avro', record.value)).rejects.toThrow('secret');
    expect(await ask('')).toContain('cards');
    expect(await ask('/cards')).toMatchObject({ kmsType: 'local-kms', kmsKeyId: 'key', shared: false });
    const dek = await ask('/cards/deks/avro-value');
    expect(dek).toMatchObject({ version: 1, algorithm: 'AES256_GCM' });
    expect(dek).not.toHaveProperty('keyMaterial');
  });

  it.skipIf(isPythonMissing)('pass between JavaScript and Python', async () => {
    const inPython = { type: 'AVRO', topic: 'avro', rules: { secret } } as const;
    const ours = await ground.pass('avro', await writer().serialize('avro', sent()));
    expect(await python?.deserialize(inPython, ours)).toEqual(sent());
    const latest = { ...inPython, config: { 'use.latest.version': true } };
    const theirs = await python?.serialize(latest, sent());
    if (theirs === undefined) throw new Error('Python has not answered');
    expect((await seenWithoutRules(theirs)).card).not.toContain('4711');
    expect(await reader().deserialize('avro', (await ground.pass('avro', theirs)).value)).toEqual(sent());
  });

  it('are those that JSON Schema tags as well', async () => {
    await register('json', { domainRules: [encrypting('json-cards')] }, 'JSON');
    const serializer = new JsonSerializer(client(), VALUE, { useLatestVersion: true, ...settings(true) }, executors());
    const { value } = await ground.pass('json', await serializer.serialize('json', sent()));
    expect(value.includes('4711')).toBe(false);
    expect(value.includes('hello')).toBe(true);
    const deserializer = new JsonDeserializer(client(), VALUE, settings(true), executors());
    expect(await deserializer.deserialize('json', value)).toEqual(sent());
  });

  it('are those that Protobuf tags as well', async () => {
    await register('protobuf', { domainRules: [encrypting('protobuf-cards')] }, 'PROTOBUF');
    const config = { useLatestVersion: true, registry: messageTypes(), ...settings(true) };
    const serializer = new ProtobufSerializer(client(), VALUE, config, executors());
    const { value } = await ground.pass('protobuf', await serializer.serialize('protobuf', paymentMessage(sent())));
    expect(value.includes('4711')).toBe(false);
    expect(value.includes('hello')).toBe(true);
    const deserializer = new ProtobufDeserializer(client(), VALUE, settings(true), executors());
    expect(await deserializer.deserialize('protobuf', value)).toMatchObject(sent());
  });

  it('are read by who has no key of the service, when the registry shares it', async () => {
    await ask('', { name: 'shared', kmsType: 'local-kms', kmsKeyId: 'key', shared: true });
    await register('shared', { domainRules: [encrypting('shared')] });
    const { value } = await ground.pass('shared', await writer(executors(), false).serialize('shared', sent()));
    expect(value.includes('4711')).toBe(false);
    expect(await reader(executors(), false).deserialize('shared', value)).toEqual(sent());
  });

  it('are encrypted by a new key when the old one has served its time, and old records stay readable', async () => {
    await register('rotated', { domainRules: [encrypting('rotated', {}, { 'encrypt.dek.expiry.days': '1' })] });
    const first = await ground.pass('rotated', await writer().serialize('rotated', sent()));
    const later = executors(() => Date.now() + 2 * dayMs);
    const second = await ground.pass('rotated', await writer(later).serialize('rotated', sent()));
    expect(await ask('/rotated/deks/rotated-value/versions')).toEqual([1, 2]);
    for (const { value } of [first, second]) expect(await reader().deserialize('rotated', value)).toEqual(sent());
  });

  it('can still be compared when the key is for that', async () => {
    await register('compared', { domainRules: [encrypting('same', {}, { 'encrypt.dek.algorithm': 'AES256_SIV' })] });
    const [one, other] = [await writer().serialize('compared', sent()), await writer().serialize('compared', sent())];
    expect(one).toEqual(other);
    expect(one.includes('4711')).toBe(false);
    expect(await reader().deserialize('compared', one)).toEqual(sent());
  });
});

it('a payload that a rule encrypts is read by who has the key', async () => {
  const { tags: _tags, ...rule } = encrypting('whole', { type: 'ENCRYPT_PAYLOAD' });
  await register('payload', { encodingRules: [rule] });
  const record = await ground.pass('payload', await writer().serialize('payload', sent()));
  expect(record.value.includes('hello')).toBe(false);
  await expect(seenWithoutRules(record)).rejects.toThrow();
  expect(await reader().deserialize('payload', record.value)).toEqual(sent());
});
