import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '@millrace/broker';
import { compileEncoder, frame, parseAvro } from '@millrace/schema';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { recordDoor, startRegistry, type RecordsAtDoor, type RunningRegistry } from '../src/index.ts';

let dataDir: string;
let broker: Awaited<ReturnType<typeof startBroker>>;
let registry: RunningRegistry;
let schemas = 0;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'millrace-door-'));
  broker = await startBroker({ dataDir, host: '127.0.0.1', port: 0 });
  registry = await startRegistry({ kafka: { bootstrap: broker.address }, host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await registry.close();
  await broker.close();
  await rm(dataDir, { recursive: true });
});

interface Registered {
  readonly id: number;
  readonly guid: string;
}

async function call(method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(registry.url + path, {
    method,
    headers: { 'confluent-accept-unknown-properties': 'true' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return answer.json();
}

/** A record type with a name of its own, so that each test has its own schemas. */
async function register(subject: string, schema = newSchema(), more: object = {}): Promise<Registered> {
  const { id } = (await call('POST', `/subjects/${subject}/versions`, { schema, ...more })) as { id: number };
  const { guid } = (await call('GET', `/subjects/${subject}/versions/latest`)) as { guid: string };
  return { id, guid };
}

const newSchema = (): string =>
  JSON.stringify({ type: 'record', name: `shop.R${schemas++}`, fields: [{ name: 'paid', type: 'boolean' }] });

type Check = NonNullable<RecordsAtDoor['check']['value']>;
const byId: Check = { level: 'id', strategy: 'TopicNameStrategy' };
const full: Check = { level: 'full', strategy: 'TopicNameStrategy' };
const paid = Uint8Array.of(1);

interface Sent {
  readonly value: Uint8Array | null;
  readonly headers?: RecordsAtDoor['records'][number]['headers'];
}

const sent = (topic: string, check: Check, ...records: Sent[]): RecordsAtDoor => ({
  topic,
  check: { key: undefined, value: check },
  records: records.map(({ value, headers = [] }, index) => ({ index, key: null, value, headers })),
});

/** A door with a clock that stands until it is moved. */
function openDoor(url: string | Promise<string> = registry.url, answerMs = 3000) {
  const time = { ms: 0 };
  const door = recordDoor({ url, answerMs }, { now: () => time.ms });
  const reasons = async (batch: RecordsAtDoor): Promise<string[]> => (await door(batch)).map(({ reason }) => reason);
  return { door, time, reasons };
}

describe('a value', () => {
  it('passes whose schema is registered for its topic, and without a question the second time', async () => {
    const { id } = await register('right-value');
    const { door } = openDoor();
    const batch = sent('right', byId, { value: frame(id, paid) }, { value: frame(id, paid) });
    expect(await door(batch)).toEqual([]);
    expect(door(batch)).toEqual([]);
  });

  it('that is null has nothing to be checked', () => {
    expect(openDoor().door(sent('right', full, { value: null }))).toEqual([]);
  });

  it('without the frame of a schema is refused, and told what to do', async () => {
    const values = ['', '{"paid":true}', '\0abc'].map((text) => ({ value: Buffer.from(text) }));
    const refusals = await openDoor().door(sent('bare', byId, ...values));
    expect(refusals.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(refusals[0]?.reason).toContain('Topic "bare" takes values of registered schemas only.');
  });

  it('of a schema that is not there is refused', async () => {
    const { reasons } = openDoor();
    expect(await reasons(sent('absent', byId, { value: frame(4711, paid) }))).toEqual([
      'The value names schema 4711, which is not registered under subject "absent-value": the registry does not have it. ' +
        'Register it there, and write with the id that it gets.',
    ]);
  });

  it('of a schema of another topic is refused, and told where it belongs', async () => {
    const { id } = await register('other-value');
    const [reason] = await openDoor().reasons(sent('mine', byId, { value: frame(id, paid) }));
    expect(reason).toContain('not registered under subject "mine-value": it is registered under "other-value"');
  });

  it('passes at once when its schema has just been registered for a second topic', async () => {
    const schema = newSchema();
    const { id } = await register('first-value', schema);
    const { door } = openDoor();
    expect(await door(sent('first', byId, { value: frame(id, paid) }))).toEqual([]);
    await register('second-value', schema);
    expect(await door(sent('second', byId, { value: frame(id, paid) }))).toEqual([]);
  });

  it('that was refused passes a second after its schema is registered', async () => {
    const schema = newSchema();
    const { id } = await register('elsewhere-value', schema);
    const { door, time } = openDoor();
    const batch = sent('late', byId, { value: frame(id, paid) });
    expect(await door(batch)).toHaveLength(1);
    await register('late-value', schema);
    time.ms = 1000;
    expect(await door(batch)).toEqual([]);
  });

  it('whose schema is deleted is refused a minute later', async () => {
    const { id } = await register('gone-value');
    const { door, time } = openDoor();
    const batch = sent('gone', byId, { value: frame(id, paid) });
    expect(await door(batch)).toEqual([]);
    await call('DELETE', '/subjects/gone-value');
    expect(door(batch)).toEqual([]);
    time.ms = 60_000;
    expect(door(batch)).toEqual([]);
    await expect.poll(() => door(batch)).toHaveLength(1);
  });

  it('may name its schema by a GUID in a header', async () => {
    const { guid } = await register('guid-value');
    const header = Buffer.concat([Uint8Array.of(1), Buffer.from(guid.replaceAll('-', ''), 'hex')]);
    const named = (name: string, value: Uint8Array) => ({ value, headers: [[name, header] as const] });
    const { reasons } = openDoor();
    expect(await reasons(sent('guid', full, named('__value_schema_id', paid)))).toEqual([]);
    const [wrongPart] = await reasons(sent('guid', full, named('__key_schema_id', paid)));
    expect(wrongPart).toContain('takes values of registered schemas only');
    const [misfit] = await reasons(sent('guid', full, named('__value_schema_id', Uint8Array.of(7))));
    expect(misfit).toContain('At paid: ');
  });
});

describe('keys', () => {
  it('are checked apart from values, under a subject of their own', async () => {
    const { id } = await register('keyed-key', '"string"');
    const record = { index: 5, key: frame(id, Uint8Array.of(2, 97)), value: paid, headers: [] };
    const { door } = openDoor();
    expect(await door({ topic: 'keyed', check: { key: full, value: undefined }, records: [record] })).toEqual([]);
    const wrong = { ...record, key: paid };
    const refusal = { index: 5, reason: expect.stringContaining('takes keys of registered schemas only') as string };
    for (const value of [undefined, full]) {
      // One reason a record, though value and key are wrong.
      expect(await door({ topic: 'keyed', check: { key: full, value }, records: [wrong] })).toMatchObject([refusal]);
    }
  });
});

describe('a full check', () => {
  it('refuses what does not fit, and says where', async () => {
    const { id } = await register('fits-value');
    const values = [paid, Uint8Array.of(9), Uint8Array.of(1, 1), Uint8Array.of()].map((payload) => ({
      value: frame(id, payload),
    }));
    const refusals = await openDoor().door(sent('fits', full, ...values));
    expect(refusals.map(({ index }) => index)).toEqual([1, 2, 3]);
    expect(refusals[0]?.reason).toContain(`The value is no value of schema ${id}, which it names. At paid: `);
    expect(refusals[1]?.reason).toContain('more bytes follow');
  });

  it('follows references', async () => {
    await register('name', '{"type":"record","name":"shop.Name","fields":[{"name":"first","type":"string"}]}');
    await register('person', '{"type":"record","name":"shop.Person","fields":[{"name":"name","type":"shop.Name"}]}', {
      references: [{ name: 'shop.Name', subject: 'name', version: 1 }],
    });
    const schema = '{"type":"record","name":"shop.Pair","fields":[{"name":"left","type":"shop.Person"}]}';
    const { id } = await register('pairs-value', schema, {
      references: [{ name: 'shop.Person', subject: 'person', version: 1 }],
    });
    const { reasons } = openDoor();
    expect(await reasons(sent('pairs', full, { value: frame(id, Uint8Array.of(2, 65)) }))).toEqual([]);
    const [reason] = await reasons(sent('pairs', full, { value: frame(id, Uint8Array.of(9, 65)) }));
    expect(reason).toContain('At left.name.first: ');
  });

  it('does not look into what rules of the schema encode as a whole', async () => {
    const server = createServer((request, answer) => {
      const isSchema = request.url === '/schemas/ids/1';
      const encoded = { schema: '"long"', ruleSet: { encodingRules: [{ name: 'encrypt', type: 'ENCRYPT_PAYLOAD' }] } };
      answer.end(JSON.stringify(isSchema ? encoded : [{ subject: 'secret-value', version: 1 }]));
    });
    const url = await listening(server);
    expect(await openDoor(url).reasons(sent('secret', full, { value: frame(1, new Uint8Array(99)) }))).toEqual([]);
  });
});

describe('the strategy', () => {
  it.each(['RecordNameStrategy', 'TopicRecordNameStrategy'] as const)(
    '%s finds the subject by the record’s name',
    async (strategy) => {
      const name = `shop.By${strategy}`;
      const schema = JSON.stringify({ type: 'record', name, fields: [{ name: 'paid', type: 'boolean' }] });
      const { id } = await register(strategy === 'RecordNameStrategy' ? name : `mixed-${name}`, schema);
      const value = frame(id, compileEncoder(parseAvro(schema))({ paid: true }));
      const { reasons } = openDoor();
      expect(await reasons(sent('mixed', { level: 'full', strategy }, { value }))).toEqual([]);
      const [reason] = await reasons(sent('mixed', byId, { value }));
      expect(reason).toContain('not registered under subject "mixed-value"');
    },
  );

  it('names the subject of Protobuf by the message that the value is', async () => {
    const schema = 'syntax = "proto3"; package shop; message First {} message Second { bool paid = 1; }';
    const { id } = await register('shop.Second', schema, { schemaType: 'PROTOBUF' });
    const check: Check = { level: 'full', strategy: 'RecordNameStrategy' };
    const { reasons } = openDoor();
    const of = (...payload: number[]) => reasons(sent('any', check, { value: frame(id, Uint8Array.from(payload)) }));
    expect(await of(2, 2, 8, 1)).toEqual([]);
    expect((await of(0))[0]).toContain('not registered under subject "shop.First"');
    expect((await of(2, 9, 8, 1))[0]).toContain('does not say which message');
  });

  it('that needs a name refuses a schema without one', async () => {
    const { id } = await register('nameless', '"string"');
    const check = { level: 'id', strategy: 'RecordNameStrategy' } as const;
    const [reason] = await openDoor().reasons(sent('nameless', check, { value: frame(id, paid) }));
    expect(reason).toContain('has no name of its own');
  });
});

async function listening(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a registry', () => {
  it('that keeps silent refuses what is not known, and is asked once a second', async () => {
    let asked = 0;
    const url = await listening(createServer(() => void asked++));
    const { reasons, time } = openDoor(url, 20);
    const refused = async (id: number): Promise<string> =>
      (await reasons(sent('silent', byId, { value: frame(id, paid) })))[0] ?? '';
    expect(await refused(1)).toContain(`could not be looked up. The schema registry at ${url} gave no answer in 20 ms`);
    await refused(1);
    await refused(2);
    expect(asked).toBe(1);
    time.ms = 1000;
    await refused(2);
    expect(asked).toBe(2);
  });

  it('that dies leaves what is known to hold', async () => {
    const dying = await startRegistry({ kafka: { bootstrap: broker.address }, host: '127.0.0.1', port: 0 });
    const { id } = await register('lasting-value');
    const { door, reasons, time } = openDoor(dying.url);
    const known = sent('lasting', full, { value: frame(id, paid) });
    expect(await door(known)).toEqual([]);
    await dying.close();
    time.ms = 60_000;
    expect(await door(known)).toEqual([]);
    await expect
      .poll(() => reasons(sent('lasting', full, { value: frame(99_999, paid) })))
      .toMatchObject([expect.stringContaining('cannot be reached')]);
    expect(await door(known)).toEqual([]);
  });

  it('that has not started yet is waited for, but not for ever', async () => {
    const { id } = await register('early-value');
    const started = Promise.withResolvers<string>();
    const early = sent('early', byId, { value: frame(id, paid) });
    const [patient, impatient] = [openDoor(started.promise), openDoor(started.promise, 20)];
    const waiting = patient.door(early);
    expect((await impatient.reasons(early))[0]).toContain('The schema registry has not started yet.');
    started.resolve(registry.url);
    expect(await waiting).toEqual([]);
  });

  it('that breaks is told as such', async () => {
    const url = await listening(createServer((_request, answer) => answer.writeHead(500).end('oops')));
    const [reason] = await openDoor(url).reasons(sent('broken', byId, { value: frame(1, paid) }));
    expect(reason).toContain(
      'answered 500 to GET /schemas/ids/1/versions?subject=broken-value: oops. Nothing was written',
    );
  });

  it('is not flooded by a flood of nonsense', async () => {
    let asked = 0;
    const url = await listening(
      createServer((_request, answer) => {
        asked++;
        answer.writeHead(404).end('{}');
      }),
    );
    const nonsense = Array.from({ length: 500 }, (_, id) => ({ value: frame(id, paid) }));
    expect(await openDoor(url).door(sent('flood', byId, ...nonsense))).toHaveLength(8);
    expect(asked).toBe(8);
  });
});

it('whatever a record holds, the door answers', async () => {
  const { id, guid } = await register('any-value');
  const { door } = openDoor();
  const marked = [frame(id, paid), Buffer.from(`01${guid.replaceAll('-', '')}`, 'hex')];
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 30 }),
    fc.tuple(fc.constantFrom(...marked), fc.uint8Array({ maxLength: 9 })).map((both) => Buffer.concat(both)),
  );
  const header = fc.tuple(fc.constantFrom('__value_schema_id', '__key_schema_id', 'x'), fc.option(bytes));
  const record = fc.record({ value: fc.option(bytes), headers: fc.array(header, { maxLength: 2 }) });
  const strategy = fc.constantFrom('TopicNameStrategy', 'RecordNameStrategy', 'TopicRecordNameStrategy');
  await fc.assert(
    fc.asyncProperty(fc.array(record, { maxLength: 5 }), strategy, async (records, named) => {
      const refusals = await door(sent('any', { level: 'full', strategy: named }, ...records));
      for (const { reason } of refusals)
        expect(reason).toMatch(/^The value (names|is no value of) |^Topic "any" takes/);
    }),
    { numRuns: 150 },
  );
});
