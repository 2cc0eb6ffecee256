import {
  AvroDeserializer,
  AvroSerializer,
  CelExecutor,
  CelFieldExecutor,
  Compatibility,
  JsonataExecutor,
  RuleMode,
  SchemaRegistryClient,
  SerdeType,
  type Client,
  type Metadata,
  type Rule,
  type RuleSet,
} from '@confluentinc/schemaregistry';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { preparePython } from '../python.ts';
import { skipUnless } from '../skip-unless.ts';
import { startGround, type Ground, type Passed } from './ground.ts';
import { pythonSerdes, type PythonSerdes } from './python-serdes.ts';

const prepared = preparePython();
const isPythonMissing = skipUnless('python' in prepared, 'why' in prepared ? prepared.why : '');

let ground: Ground;
let python: PythonSerdes | undefined;
beforeAll(async () => {
  CelExecutor.register();
  CelFieldExecutor.register();
  JsonataExecutor.register();
  ground = await startGround(['condition', 'fields', 'migrated']);
  if ('python' in prepared) python = pythonSerdes(prepared.python, ground.url);
});
afterAll(async () => {
  await python?.close();
  await ground.close();
});

const client = (): Client => SchemaRegistryClient.newClient({ baseURLs: [ground.url], maxRetries: 0 });

const recordOf = (...fields: object[]): string =>
  JSON.stringify({ type: 'record', name: 'Payment', namespace: 'bank', fields });
const amount = { name: 'amount', type: 'double' };
const card = { name: 'card', type: 'string', 'confluent:tags': ['PII'] };
const note = { name: 'note', type: 'string' };

async function register(subject: string, schema: string, ruleSet: RuleSet, metadata?: Metadata): Promise<void> {
  const more = metadata === undefined ? {} : { metadata };
  await client().register(subject, { schemaType: 'AVRO', schema, ruleSet, ...more }, false);
}

const domain = (rule: Rule): RuleSet => ({ domainRules: [rule] });
const writer = (): AvroSerializer => new AvroSerializer(client(), SerdeType.VALUE, { useLatestVersion: true });
const reader = (): AvroDeserializer => new AvroDeserializer(client(), SerdeType.VALUE, {});

describe('the rules of a schema are run by @confluentinc/schemaregistry', () => {
  it('a CEL condition lets pass what holds, and nothing else', async () => {
    const rule: Rule = {
      name: 'positive',
      kind: 'CONDITION',
      type: 'CEL',
      mode: RuleMode.WRITE,
      expr: 'message.amount > 0.0',
    };
    await register('condition-value', recordOf(amount), domain({ ...rule, onFailure: 'ERROR' }));
    const { value } = await ground.pass('condition', await writer().serialize('condition', { amount: 3 }));
    expect(await reader().deserialize('condition', value)).toEqual({ amount: 3 });
    await expect(writer().serialize('condition', { amount: -3 })).rejects.toThrow(
      "rule positive failed: Expr failed: 'message.amount > 0.0'",
    );
  });

  it('a CEL_FIELD transform changes the fields that its guard and tags name', async () => {
    await register(
      'fields-value',
      recordOf(card, note),
      domain({
        name: 'mask',
        kind: 'TRANSFORM',
        type: 'CEL_FIELD',
        mode: RuleMode.WRITE,
        tags: ['PII'],
        expr: "typeName == 'STRING' ; value + '-masked'",
      }),
    );
    const { value } = await ground.pass('fields', await writer().serialize('fields', { card: '4711', note: '4711' }));
    expect(await reader().deserialize('fields', value)).toEqual({ card: '4711-masked', note: '4711' });
  });

  it('a JSONATA migration brings old records to the new form, and new ones to the old', async () => {
    await client().updateConfig('migrated-value', {
      compatibility: Compatibility.BACKWARD,
      compatibilityGroup: 'application.major',
    });
    const generation = (major: string): Metadata => ({ properties: { 'application.major': major } });
    await register('migrated-value', recordOf(note), {}, generation('1'));
    const rename = (name: string, from: string, to: string, mode: RuleMode): Rule => ({
      name,
      kind: 'TRANSFORM',
      type: 'JSONATA',
      mode,
      expr: `$merge([$sift($, function($v, $k) {$k != '${from}'}), {'${to}': $.'${from}'}])`,
    });
    const migrationRules = [
      rename('up', 'note', 'remark', RuleMode.UPGRADE),
      rename('down', 'remark', 'note', RuleMode.DOWNGRADE),
    ];
    await register('migrated-value', recordOf({ ...note, name: 'remark' }), { migrationRules }, generation('2'));

    const of = (major: string) => ({ useLatestWithMetadata: { 'application.major': major } });
    const write = (major: string, sent: object): Promise<Buffer> =>
      new AvroSerializer(client(), SerdeType.VALUE, of(major)).serialize('migrated', sent);
    const read = async (major: string, sent: Buffer): Promise<unknown> => {
      const { value } = await ground.pass('migrated', sent);
      return new AvroDeserializer(client(), SerdeType.VALUE, of(major)).deserialize('migrated', value);
    };
    expect(await read('2', await write('1', { note: 'hello' }))).toEqual({ remark: 'hello' });
    expect(await read('1', await write('2', { remark: 'hello' }))).toEqual({ note: 'hello' });
    expect(await read('1', await write('1', { note: 'hello' }))).toEqual({ note: 'hello' });
  });

  // It stands on the schemas of the tests before it.
  it.skipIf(isPythonMissing)('and by confluent-kafka (Python) as well', async () => {
    const latest = { 'use.latest.version': true };
    const write = async (topic: string, value: object, config: object = latest): Promise<Passed> => {
      const written = await python?.serialize({ type: 'AVRO', topic, config: { ...config } }, value);
      if (written === undefined) throw new Error('Python has not answered');
      return ground.pass(topic, written);
    };
    expect(await reader().deserialize('condition', (await write('condition', { amount: 3.5 })).value)).toEqual({
      amount: 3.5,
    });
    await expect(write('condition', { amount: -3.5 })).rejects.toThrow('expr failed: message.amount > 0.0');
    const masked = await write('fields', { card: '4711', note: '4711' });
    expect(await reader().deserialize('fields', masked.value)).toEqual({ card: '4711-masked', note: '4711' });

    const of = (major: string) => ({ 'use.latest.with.metadata': { 'application.major': major } });
    const old = await write('migrated', { note: 'hello' }, of('1'));
    const read = { type: 'AVRO', topic: 'migrated', config: of('2') } as const;
    expect(await python?.deserialize(read, old)).toEqual({ remark: 'hello' });
  });
});
