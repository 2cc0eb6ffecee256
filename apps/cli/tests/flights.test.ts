import type {
  AuditEntry,
  Candidate,
  Connection,
  DomainView,
  PolicyView,
  TeamView,
  Consumer,
  Lineage,
  Page,
  ProductDetail,
  ProductPage,
} from '@millrace/mesh';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectRightAnswers } from './flights-answers.ts';
import { Mesh, millrace, temporaryFolder } from './millrace-process.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let mesh: Mesh;
let url = '';

beforeAll(async () => {
  folder = await temporaryFolder();
  mesh = Mesh.start(folder.path, ['--example', 'flights']);
  url = (await mesh.event('ready')).services.mesh ?? '';
});

afterAll(async () => {
  await mesh.stop();
  await folder[Symbol.asyncDispose]();
});

const json = async <T>(...args: readonly string[]): Promise<T> => {
  const result = await millrace([...args, '--json', '--url', url]);
  expect(result.status, `${args.join(' ')}\n${result.stdout}${result.stderr}`).toBe(0);
  return JSON.parse(result.stdout) as T;
};

test('the mesh answers while rows still load', async () => {
  await mesh.event('progress', (event) => event.step === 'flights' && event.done > 0);
  const { items } = await json<ProductPage>('product', 'list');
  expect(items.map((item) => item.id)).toContain('aviation.airports');
  expect(
    mesh.events.some((event) => event.event === 'progress' && event.step === 'flights' && event.done === event.total),
  ).toBe(false);
});

test(
  'the flights become four products, and the derived ones give the right answers',
  { timeout: 300_000 },
  async () => {
    const { services } = await mesh.event('ready');
    await mesh.event('next');
    const page = await json<ProductPage>('product', 'list');
    expect(page.items.map((item) => item.id).toSorted()).toEqual([
      'analytics.delays_by_airport_hourly',
      'analytics.flights_enriched',
      'aviation.airports',
      'operations.flights',
    ]);
    await expectRightAnswers(services);
  },
);

test('a product is found by a word of its description and by a field of its schema, and filtered by quality', async () => {
  const byField = await json<ProductPage>('product', 'search', 'origin');
  expect(byField.items[0]?.id).toBe('operations.flights');
  const curated = await json<ProductPage>('product', 'list', '--quality', 'curated');
  expect(curated.items.every((item) => item.quality === 'curated')).toBe(true);
  expect(curated.items).toHaveLength(2);
});

test('a product shows its live state and its contract', async () => {
  const product = await json<ProductDetail>('product', 'show', 'operations.flights');
  expect(product.live).toMatchObject({
    events: 3_000_000,
    partitions: 6,
    retentionMs: -1,
    lastEventAt: '2001-07-01T00:00:00.000Z',
  });
  expect(product.schema.fields.map((field) => field.name)).toEqual([
    'date',
    'delay',
    'distance',
    'origin',
    'destination',
  ]);
  expect(product.rules.every((rule) => rule.passed)).toBe(true);
});

test('the events of a product that was written in transactions are counted without the markers', async () => {
  const events = async (): Promise<number> =>
    (await json<ProductDetail>('product', 'show', 'analytics.flights_enriched')).live.events;
  await expect.poll(events, { timeout: 60_000, interval: 500 }).toBe(3_000_000);
});

test('registering as a consumer gives all that a client needs', async () => {
  const { consumer, connection } = await json<{ consumer: Consumer; connection: Connection }>(
    'consumer',
    'add',
    'gate-planner',
    '--product',
    'operations.flights',
    '--purpose',
    'Plan gates.',
  );
  expect(connection.topic).toBe('operations.flights');
  expect(connection.snippets.map((snippet) => snippet.language).toSorted()).toEqual([
    'java',
    'kcat',
    'python',
    'typescript',
  ]);
  expect(connection.snippets.every((snippet) => snippet.code.includes(connection.bootstrap))).toBe(true);
  const { items } = await json<Page<Consumer>>('consumer', 'list', '--product', 'operations.flights');
  expect(items.map((item) => item.name).toSorted()).toEqual(['delay-board', 'gate-planner']);
  await json('consumer', 'remove', consumer.id);
});

test('lineage leads from the flights through both queries to what they make', async () => {
  const { nodes } = await json<Lineage>('product', 'lineage', 'operations.flights');
  const labels = nodes.map((node) => node.label).join(' ');
  expect(labels).toContain('flights_enriched');
  expect(labels).toContain('delays_by_airport_hourly');
  expect(labels).toContain('delay-board');
  expect(nodes.filter((node) => node.kind === 'query')).toHaveLength(2);
});

test('a refusal lists every broken rule with its remedy, and exits 1', async () => {
  const result = await millrace(['product', 'publish', '_schemas', '--domain', 'operations', '--url', url]);
  expect(result.status).toBe(1);
  for (const policy of [
    'topic-not-internal',
    'owner-given',
    'description-given',
    'quality-given',
    'sla-given',
    'sla-acknowledged',
  ])
    expect(result.stderr).toContain(policy);
});

test('domains, teams, policies and candidates are listed', async () => {
  expect((await json<Page<DomainView>>('domain', 'list')).items.map((item) => item.name).toSorted()).toEqual([
    'analytics',
    'aviation',
    'operations',
  ]);
  expect((await json<Page<TeamView>>('team', 'list')).items.map((item) => item.handle)).toContain('@operations-team');
  expect((await json<Page<PolicyView>>('policy', 'list')).items.map((item) => item.name)).toContain('sla-acknowledged');
  const candidates = (await json<Page<Candidate>>('candidate', 'list')).items;
  expect(candidates.find((item) => item.topic === 'operations.flights')?.published).toBe(true);
  expect(candidates.some((item) => item.topic.startsWith('_'))).toBe(false);
});

test('a push query gives rows and ends at its limit', async () => {
  const result = await millrace([
    'sql',
    "SELECT airport, departures FROM delays_by_airport_hourly WHERE airport = 'ORD' EMIT CHANGES LIMIT 3;",
    '--url',
    url,
  ]);
  expect(result.status, result.stderr).toBe(0);
  expect(result.stdout.trim().split('\n')).toHaveLength(4);
});

test('the shell runs statements over several lines, and goes on after one that fails', async () => {
  const input =
    'SELECT nothing FROM flights EMIT CHANGES;\nSELECT airport, city\nFROM flights_enriched\nEMIT CHANGES LIMIT 2;\nexit\n';
  const result = await millrace(['sql', '--url', url], { input });
  expect(result.status, result.stderr).toBe(0);
  expect(result.stderr).toContain('NOTHING');
  expect(result.stdout.trim().split('\n')).toHaveLength(3);
});

test('what cannot be read as SQL is refused with its place', async () => {
  const result = await millrace(['sql', 'SELECT dellay FROM flights EMIT CHANGES;', '--url', url]);
  expect(result.status).toBe(1);
  expect(result.stderr).toMatch(/DELLAY/i);
});

test('everything is kept, and a second start loads nothing', async () => {
  // The commands of an entry name the address of the mesh, which changes with the start.
  const told = async (): Promise<unknown> =>
    (await json<Page<AuditEntry>>('audit', '--limit', '100')).items.map(({ offset, at, text, actor }) => ({
      offset,
      at,
      text,
      actor,
    }));
  const before = await told();
  expect(await mesh.stop()).toBe(0);
  mesh = Mesh.start(folder.path, ['--example', 'flights']);
  url = (await mesh.event('ready')).services.mesh ?? '';
  await mesh.event('next');
  expect(mesh.events.some((event) => event.event === 'progress')).toBe(false);
  expect(await told()).toEqual(before);
  const { items } = await json<ProductPage>('product', 'list');
  expect(items).toHaveLength(4);
});
