import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memoryMesh } from './support/mesh.ts';

const flight = { date: Date.UTC(2001, 0, 1), delay: 14, origin: 'SFO', destination: 'LAX' };
const complete = {
  topic: 'operations.flights',
  domain: 'operations',
  owner: '@flights-team',
  description: 'Every flight in the United States.',
  quality: 'authoritative',
  sla: 'tier-1',
  tags: ['aviation'],
  slaAcknowledged: true,
};

let mesh: Awaited<ReturnType<typeof memoryMesh>>;
let api: Awaited<ReturnType<typeof mesh.start>>;

beforeAll(async () => {
  mesh = await memoryMesh();
  mesh.fly('operations.flights', flight, { ...flight, delay: -3, origin: 'JFK' });
  mesh.cluster.append('operations.empty');
  api = await mesh.start();
});
afterAll(() => mesh.close());

describe('publishing', () => {
  test('a refusal lists every broken rule at once, each with what to do', async () => {
    const { status, type, body } = await api.call('POST', '/products', {
      topic: 'operations.empty',
      domain: 'operations',
    });
    expect(status).toBe(422);
    expect(type).toMatch(/^application\/problem\+json/);
    expect(body.code).toBe('REFUSED_BY_POLICY');
    expect(body.violations.map((rule: { policy: string }) => rule.policy).sort()).toEqual([
      'description-given',
      'holds-events',
      'owner-given',
      'quality-given',
      'schema-registered',
      'sla-acknowledged',
      'sla-given',
    ]);
    for (const rule of body.violations) expect(rule.remedy).not.toBe('');
  });

  test('a topic of another domain and an internal topic are refused', async () => {
    const other = await api.call('POST', '/products:check', complete, { 'x-millrace-as': 'bea' });
    expect(other.body.items.find((rule: { policy: string }) => rule.policy === 'topic-in-domain')).toMatchObject({
      passed: false,
      detail: 'bea is in no team of operations.',
    });
    const internal = await api.call('POST', '/products:check', { ...complete, topic: '_schemas' });
    expect(internal.body.items.find((rule: { policy: string }) => rule.policy === 'topic-not-internal').passed).toBe(
      false,
    );
  });

  test('what keeps every rule is published, and is found by name, description and field', async () => {
    const { status, body } = await api.call('POST', '/products', complete);
    expect(status).toBe(201);
    expect(body).toMatchObject({ id: 'operations.flights', publishedBy: 'ada', version: 1 });
    expect(body.live.events).toBe(2);
    expect(body.live.lastEventAt).toBe('2001-01-01T00:00:00.000Z');
    expect(body.schema.fields[1]).toMatchObject({ name: 'delay', doc: 'Minutes late.', example: '-3' });
    for (const q of ['flights', 'united states', 'destin', 'dellay'])
      expect((await api.call('GET', `/products?q=${encodeURIComponent(q)}`)).body.items[0]?.id, q).toBe(
        'operations.flights',
      );
    expect((await api.call('GET', '/products?q=nothing')).body).toMatchObject({ items: [], total: 0 });
    const found = await api.call('GET', '/products?q=destination');
    expect(found.body.items[0].matches).toEqual([{ field: 'schema', terms: ['destination'] }]);
  });

  test('a second publication of the same topic is refused', async () => {
    expect((await api.call('POST', '/products', { ...complete, name: 'again' })).body.code).toBe('ALREADY_EXISTS');
  });

  test('facets count and filter', async () => {
    const { body } = await api.call('GET', '/products?quality=raw&quality=curated');
    expect(body).toMatchObject({ total: 0, facets: { quality: [{ value: 'authoritative', count: 1 }], domain: [] } });
    expect((await api.call('GET', '/products?quality=raw&quality=authoritative')).body.total).toBe(1);
  });
});

describe('a published product', () => {
  test('shows its newest events decoded', async () => {
    const { body } = await api.call('GET', '/products/operations.flights/samples?limit=1');
    expect(body.items).toEqual([
      {
        partition: 0,
        offset: 1,
        timestamp: '2001-01-01T00:00:00.000Z',
        key: 'JFK',
        value: { date: '2001-01-01T00:00:00.000Z', delay: -3, origin: 'JFK', destination: 'LAX' },
        sizeBytes: expect.any(Number),
      },
    ]);
  });

  test('takes consumers, who get all that a client needs', async () => {
    const registered = await api.call('POST', '/products/operations.flights/consumers', {
      name: 'Delay board',
      purpose: 'Shows delays.',
    });
    expect(registered).toMatchObject({
      status: 201,
      body: { id: 'delay-board.operations.flights', registeredBy: 'ada' },
    });
    const { body } = await api.call(
      'GET',
      '/products/operations.flights/connection?consumer=delay-board.operations.flights',
    );
    expect(body).toMatchObject({
      bootstrap: '127.0.0.1:9092',
      topic: 'operations.flights',
      subject: 'operations.flights-value',
      registry: mesh.registry.url,
      group: 'delay-board.operations.flights',
    });
    for (const { code } of body.snippets) expect(code).toContain('operations.flights');
    mesh.cluster.committed.add('delay-board.operations.flights/operations.flights');
    const lineage = await api.call('GET', '/products/operations.flights/lineage');
    expect(lineage.body.edges).toEqual([
      { from: 'product:operations.flights', to: 'consumer:delay-board.operations.flights', evidence: 'observed' },
    ]);
  });

  test('is changed only on the version that was looked at, when one is named', async () => {
    const late = await api.call('PATCH', '/products/operations.flights', { sla: 'tier-2' }, { 'if-match': '"1"' });
    expect(late).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
    const foreign = await api.call(
      'PATCH',
      '/products/operations.flights',
      { sla: 'tier-2' },
      { 'x-millrace-as': 'bea' },
    );
    expect(foreign).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    const changed = await api.call('PATCH', '/products/operations.flights', { sla: 'tier-2' }, { 'if-match': '"2"' });
    expect(changed).toMatchObject({ status: 200, body: { sla: 'tier-2', version: 3 } });
  });

  test('is not taken away from its consumers without force', async () => {
    const refused = await api.call('DELETE', '/products/operations.flights');
    expect(refused).toMatchObject({ status: 409, body: { code: 'HAS_CONSUMERS' } });
    expect(refused.body.detail).toContain('Delay board');
    expect((await api.call('DELETE', '/products/operations.flights?force=true')).status).toBe(204);
    expect((await api.call('GET', '/products')).body.items).toEqual([]);
    expect((await api.call('POST', '/products', complete)).status).toBe(201);
  });
});

describe('the audit log', () => {
  test('tells every action, newest first, and survives a restart', async () => {
    const before = (await api.call('GET', '/audit')).body;
    expect(before.items[0].text).toMatch(/^ada published operations\.flights/);
    const again = await mesh.start();
    const after = (await again.call('GET', '/audit')).body;
    expect(after.items.map((entry: { offset: number }) => entry.offset)).toEqual(
      before.items.map((entry: { offset: number }) => entry.offset),
    );
    const first = await again.call('GET', '/audit?limit=2');
    const rest = await again.call('GET', `/audit?limit=500&before=${first.body.next}`);
    expect([...first.body.items, ...rest.body.items].map((entry) => entry.text)).toEqual(
      after.items.map((entry: { text: string }) => entry.text),
    );
  });
});

describe('one subject of the audit log', () => {
  const texts = (body: { items: { text: string }[] }) => body.items.map(({ text }) => text);
  const about = '/audit?subject=product:operations.flights';

  test('is told alone, newest first, page by page, with the consumers of a product', async () => {
    const all = (await api.call('GET', '/audit')).body.items;
    const { body } = await api.call('GET', about);
    expect(body.items).toEqual(
      all.filter((entry: { subject: string }) => entry.subject === 'product:operations.flights'),
    );
    expect(body.items.length).toBeLessThan(all.length);
    expect(texts(body).some((text) => text.includes('Delay board'))).toBe(true);
    expect(body).not.toHaveProperty('next');
    const first = (await api.call('GET', `${about}&limit=1`)).body;
    const rest = (await api.call('GET', `${about}&before=${first.next}`)).body;
    expect([...texts(first), ...texts(rest)]).toEqual(texts(body));
  });

  test('of which nothing is known is an empty page', async () => {
    expect((await api.call('GET', '/audit?subject=product:a.b')).body).toEqual({ items: [] });
  });
});

describe('who acts', () => {
  const streamedStatus = async (query: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${api.url}/api/v1/stream${query}`, { headers });
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      const data = /event: status\ndata: (.*)\n\n/.exec(text)?.[1];
      // Leaving the loop ends the stream.
      if (data !== undefined) return JSON.parse(data).status;
    }
    throw new Error(`no status on the stream: ${text}`);
  };

  test('on an event stream is said in its address, else in the header, else the first person', async () => {
    expect(await streamedStatus('?as=bea')).toMatchObject({ actor: 'bea', role: 'member of aviation' });
    expect(await streamedStatus('', { 'x-millrace-as': 'bea' })).toMatchObject({ actor: 'bea' });
    expect(await streamedStatus('', { 'x-millrace-as': '%C5%81ucja' })).toMatchObject({ actor: 'Łucja' });
    expect(await streamedStatus('', { 'x-millrace-as': '100%' })).toMatchObject({ actor: '100%' });
    expect(await streamedStatus('?as=')).toMatchObject({ actor: 'ada', role: 'member of operations' });
  });
});

describe('every failure', () => {
  test.each([
    ['GET', '/nowhere', undefined, 404, 'NOT_FOUND'],
    ['GET', '/products/a.b', undefined, 404, 'NOT_FOUND'],
    ['POST', '/products', { topic: 'x' }, 400, 'INVALID_REQUEST'],
    ['POST', '/products', { topic: 'x', domain: 'y', descripton: 'z' }, 400, 'INVALID_REQUEST'],
    ['GET', '/products?limit=0', undefined, 400, 'INVALID_REQUEST'],
    ['DELETE', '/consumers/none.a.b', undefined, 404, 'NOT_FOUND'],
    ['POST', '/sql', { statement: 'LIST STREAMS;' }, 503, 'UNREACHABLE'],
  ])('is a problem document: %s %s', async (method, path, body, status, code) => {
    const answer = await api.call(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.type).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({ status, code, title: expect.any(String), action: expect.any(String) });
  });
});
