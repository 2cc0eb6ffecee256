import type {
  AuditEntry,
  Connection,
  Lineage,
  Problem,
  ProductDetail,
  ProductPage,
  PublishRequest,
  RegisterConsumerRequest,
  SqlRow,
  StreamMessage,
} from '@millrace/mesh';
import { type FixtureState, rules } from './fixture-state.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}
const ok = (body: unknown, status = 200): Answer => ({ status, body });
const items = (list: readonly unknown[]): Answer => ok({ items: list });

function problem(status: number, code: string, detail: string, more: Partial<Problem> = {}): Answer {
  const body: Problem = {
    type: 'about:blank',
    title: detail,
    status,
    code,
    detail,
    action: 'Look at what there is.',
    ...more,
  };
  return ok(body, status);
}

function record(
  state: FixtureState,
  type: string,
  text: string,
  subject: string,
  tell: (message: StreamMessage) => void,
): void {
  const entry: AuditEntry = {
    offset: (state.audit[0]?.offset ?? 0) + 1,
    at: new Date().toISOString(),
    actor: 'maria',
    type,
    text,
    subject,
    as: { cli: `millrace ${text}`, curl: 'curl http://127.0.0.1/', yaml: 'kind: Fact' },
  };
  state.audit.unshift(entry);
  tell({ kind: 'fact', entry });
}

function search(state: FixtureState, query: URLSearchParams): ProductPage {
  const q = (query.get('q') ?? '').toLowerCase();
  const words = q.split(/\s+/).filter((word) => word !== '');
  const found = state.products.flatMap((product) => {
    const schema = product.schema.fields.map((field) => field.name).join(' ');
    const texts = { name: product.name.replaceAll('_', ' '), description: product.description, schema } as const;
    const matches = (Object.keys(texts) as (keyof typeof texts)[]).flatMap((field) => {
      const terms = words.filter((word) => texts[field].toLowerCase().includes(word.replace(/s$/, '')));
      return terms.length === 0 ? [] : [{ field, terms: terms.map((term) => term.replace(/s$/, '')) }];
    });
    const terms = new Set(matches.flatMap((match) => match.terms));
    if (terms.size < words.length) return [];
    return [words.length === 0 ? product : { ...product, matches }];
  });
  const value = (product: ProductDetail, facet: string): readonly string[] =>
    facet === 'tag' ? product.tags : [product[facet as 'domain']];
  const facet = (name: string) => {
    const counts = new Map<string, number>();
    for (const product of found) for (const each of value(product, name)) counts.set(each, (counts.get(each) ?? 0) + 1);
    return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => a.value.localeCompare(b.value));
  };
  const names = ['domain', 'owner', 'quality', 'sla', 'tag', 'format'] as const;
  const list = found.filter((product) =>
    names.every((name) => {
      const wanted = query.getAll(name);
      return wanted.length === 0 || value(product, name).some((each) => wanted.includes(each));
    }),
  );
  return {
    items: list,
    total: list.length,
    facets: Object.fromEntries(names.map((name) => [name, facet(name)])) as unknown as ProductPage['facets'],
  };
}

function check(request: PublishRequest) {
  const broken: Record<string, string> = {};
  if ((request.description ?? '').length < 20) broken['described'] = 'Too short';
  if (request.quality === undefined) broken['quality-given'] = 'Not chosen';
  if (request.sla === undefined) broken['sla-given'] = 'Not chosen';
  if (request.slaAcknowledged !== true) broken['terms'] = 'Not ticked';
  return rules(broken);
}

function publish(state: FixtureState, request: PublishRequest, tell: (message: StreamMessage) => void): Answer {
  const violations = check(request).filter((rule) => !rule.passed);
  if (violations.length > 0) return problem(422, 'REFUSED_BY_POLICY', 'The gate refuses it.', { violations });
  const like = state.products[2];
  if (like === undefined) return problem(500, 'INTERNAL', 'no product');
  const { name = request.topic } = request;
  const product: ProductDetail = {
    ...like,
    id: `${request.domain}.${name}`,
    domain: request.domain,
    name,
    topic: request.topic,
    description: request.description ?? '',
    quality: request.quality ?? 'raw',
    sla: request.sla ?? 'tier-3',
    consumers: 0,
    publishedAt: new Date().toISOString(),
  };
  state.products.unshift(product);
  const at = state.candidates.findIndex((candidate) => candidate.topic === request.topic);
  const candidate = state.candidates[at];
  if (candidate !== undefined) state.candidates[at] = { ...candidate, published: true };
  record(state, 'io.millrace.product.published', `maria published ${product.id}`, `product:${product.id}`, tell);
  return ok(product, 201);
}

function lineage(state: FixtureState, id: string): Lineage {
  const node = (kind: 'product' | 'query' | 'consumer', name: string, label: string, domain?: string) => ({
    id: `${kind}:${name}`,
    kind,
    label,
    ratePerSecond: 17_900,
    ...(domain === undefined ? {} : { domain }),
  });
  return {
    root: `product:${id}`,
    nodes: [
      ...state.products.slice(0, 4).map((product) => node('product', product.id, product.name, product.domain)),
      node('query', 'CSAS_ENRICHED', 'enrich flights'),
      node('query', 'CTAS_HOURLY', 'hourly delays'),
      ...state.consumers.map((consumer) => node('consumer', consumer.id, consumer.name)),
    ],
    edges: [
      { from: 'product:operations.flights', to: 'query:CSAS_ENRICHED', evidence: 'observed' },
      { from: 'product:aviation.airports', to: 'query:CSAS_ENRICHED', evidence: 'observed' },
      { from: 'query:CSAS_ENRICHED', to: 'product:analytics.flights_enriched', evidence: 'observed' },
      { from: 'product:operations.flights', to: 'query:CTAS_HOURLY', evidence: 'observed' },
      { from: 'query:CTAS_HOURLY', to: 'product:analytics.delays_by_airport_hourly', evidence: 'observed' },
      ...state.consumers.map((consumer) => ({
        from: `product:${consumer.product}`,
        to: `consumer:${consumer.id}`,
        evidence: 'declared' as const,
      })),
    ],
  };
}

const connection = (id: string, group: string): Connection => ({
  bootstrap: '127.0.0.1:9092',
  topic: id,
  registry: 'http://127.0.0.1:8081',
  subject: `${id}-value`,
  group,
  snippets: [
    {
      language: 'kcat',
      title: 'kcat',
      code: `kcat -b 127.0.0.1:9092 -G ${group} ${id} \\\n  -s value=avro -r http://127.0.0.1:8081`,
    },
    {
      language: 'python',
      title: 'Python',
      code: `consumer = Consumer({'bootstrap.servers': '127.0.0.1:9092', 'group.id': '${group}'})`,
    },
  ],
});

function rows(state: FixtureState): readonly SqlRow[] {
  return [
    {
      kind: 'header',
      queryId: 'q1',
      columns: [
        { name: 'ORIGIN', type: 'VARCHAR' },
        { name: 'DATE', type: 'TIMESTAMP' },
        { name: 'DELAY', type: 'INTEGER' },
        { name: 'DISTANCE', type: 'INTEGER' },
      ],
    },
    ...state.flights
      .slice(0, 1664)
      .map(({ origin, date, delay, distance }) => ({ kind: 'row' as const, values: [origin, date, delay, distance] })),
    { kind: 'end', message: 'The limit of the query is reached.' },
  ];
}

const examples = [
  {
    name: 'delays-by-airport',
    title: 'Which airports run late, hour by hour?',
    description: 'A windowed table over every flight.',
    inputs: ['flights'],
    output: 'delays_by_state_hourly',
    statement:
      "-- Which airports run late, hour by hour?\nCREATE TABLE delays_by_state_hourly AS\nSELECT origin,\n       COUNT(*) AS departures,\n       ROUND(AVG(delay), 1) AS delay_minutes\nFROM flights f JOIN airports a ON f.origin = a.iata\nWINDOW TUMBLING (SIZE 1 HOUR, GRACE PERIOD 2 HOURS)\nWHERE a.state = 'IL'\nGROUP BY origin EMIT CHANGES;",
  },
  {
    name: 'late-flights',
    title: 'Flights more than an hour late',
    description: 'A push query.',
    inputs: ['flights'],
    output: 'rows',
    statement: 'SELECT * FROM flights WHERE delay > 60 EMIT CHANGES;',
  },
];

function getFixed(state: FixtureState, path: string, query: URLSearchParams): Answer | undefined {
  switch (path) {
    case '/status':
      return ok(state.status);
    case '/candidates':
      return items(state.candidates);
    case '/audit':
      return items(state.audit.filter(({ subject }) => [null, subject].includes(query.get('subject'))));
    case '/domains':
      return items([
        { name: 'analytics', description: 'Questions over all of it', teams: ['@analytics-team'], products: 2 },
        { name: 'aviation', description: 'Airports and airlines', teams: ['@aviation-team'], products: 1 },
        { name: 'operations', description: 'Flights as they are flown', teams: ['@operations-team'], products: 1 },
      ]);
    case '/teams':
      return items(
        ['analytics', 'aviation', 'operations'].map((domain) => ({
          handle: `@${domain}-team`,
          domain,
          people: ['maria', 'jo'],
        })),
      );
    case '/people':
      return items(['maria', 'jo'].map((name) => ({ name, teams: ['@operations-team'], domains: ['operations'] })));
    case '/policies':
      return items(
        rules().map((rule) => ({
          name: rule.policy,
          title: rule.title,
          owner: rule.owner,
          expression: 'product.owner != ""',
          remedy: rule.remedy,
        })),
      );
    case '/queries':
      return items([
        {
          id: 'CSAS_FLIGHTS_ENRICHED_3',
          statement: 'CREATE STREAM flights_enriched AS SELECT * FROM flights f JOIN airports a ON f.origin = a.iata;',
          state: 'RUNNING',
          sources: ['operations.flights', 'aviation.airports'],
          sink: 'analytics.flights_enriched',
        },
      ]);
    case '/sql/examples':
      return items(examples);
    case '/sql/sources':
      return items([
        {
          name: 'FLIGHTS',
          kind: 'stream',
          topic: 'operations.flights',
          product: 'operations.flights',
          columns: ['ORIGIN', 'DATE', 'DELAY', 'DISTANCE', 'DESTINATION'].map((name) => ({
            name,
            type: 'VARCHAR',
            key: name === 'ORIGIN',
          })),
        },
        { name: 'DELAYS_BY_STATE_HOURLY', kind: 'table', topic: 'analytics.delays_by_state_hourly', columns: [] },
      ]);
    default:
      return undefined;
  }
}

/** One answer of the API. */
export function answer(
  state: FixtureState,
  method: string,
  path: string,
  query: URLSearchParams,
  body: unknown,
  tell: (message: StreamMessage) => void,
): Answer {
  const fixed = method === 'GET' ? getFixed(state, path, query) : undefined;
  if (fixed !== undefined) return fixed;
  if (path === '/products')
    return method === 'POST' ? publish(state, body as PublishRequest, tell) : ok(search(state, query));
  if (path === '/products:check') return items(check(body as PublishRequest));
  if (path === '/sql/explain') {
    return ok({
      columns: [],
      sources: ['FLIGHTS'],
      sinks: [],
      text: ' > [ SINK ] | Schema: ORIGIN STRING KEY, DEPARTURES BIGINT, DELAY_MINUTES DOUBLE\n\t > [ PROJECT ] | Schema: ORIGIN STRING KEY\n\t\t > [ AGGREGATE ] | Schema: ORIGIN STRING KEY\n\t\t\t > [ JOIN ] | Schema: ORIGIN STRING KEY\n\t\t\t\t > [ SOURCE ] | Schema: ORIGIN STRING KEY, DELAY INTEGER',
    });
  }
  if (path === '/sql/queries') return ok(rows(state));
  if (path === '/sql') {
    const { statement } = body as { statement: string };
    if (/dellay/.test(statement))
      return problem(400, 'SQL_INVALID', 'line 5, column 18: no field “dellay”. Did you mean delay?');
    record(state, 'io.millrace.query.created', 'maria started a query', 'query:CTAS_1', tell);
    return ok({
      statement,
      message: 'Created query CTAS_DELAYS_BY_STATE_HOURLY_1',
      queryId: 'CTAS_1',
      sink: 'analytics.delays_by_state_hourly',
    });
  }
  const removed = /^\/consumers\/([^/]+)$/.exec(path)?.[1];
  if (removed !== undefined && method === 'DELETE') {
    state.consumers.splice(
      state.consumers.findIndex((consumer) => consumer.id === removed),
      1,
    );
    return ok({});
  }
  const match = /^\/products\/([^/]+)(?:\/(\w+))?$/.exec(path);
  const product = state.products.find((each) => each.id === decodeURIComponent(match?.[1] ?? ''));
  if (product === undefined) return problem(404, 'NOT_FOUND', `There is no product ${match?.[1]}.`);
  return ofProduct(state, product, match?.[2], method, query, body, tell);
}

function ofProduct(
  state: FixtureState,
  product: ProductDetail,
  part: string | undefined,
  method: string,
  query: URLSearchParams,
  body: unknown,
  tell: (message: StreamMessage) => void,
): Answer {
  switch (part) {
    case undefined:
      return ok(product);
    case 'samples':
      return items(
        state.flights.slice(0, 25).map((value, at) => ({
          partition: at % 6,
          offset: 499_999 - at,
          timestamp: '2001-06-30T23:55:00.000Z',
          key: value.origin,
          value,
          sizeBytes: 21,
        })),
      );
    case 'lineage':
      return ok(lineage(state, product.id));
    case 'connection':
      return ok(connection(product.id, query.get('consumer') ?? 'YOUR-GROUP'));
    case 'consumers': {
      if (method !== 'POST') return items(state.consumers.filter((consumer) => consumer.product === product.id));
      const { name, purpose } = body as RegisterConsumerRequest;
      const consumer = {
        id: name,
        name,
        product: product.id,
        purpose,
        registeredAt: new Date().toISOString(),
        registeredBy: 'maria',
        group: name,
      };
      state.consumers.push(consumer);
      const at = state.products.indexOf(product);
      state.products[at] = { ...product, consumers: product.consumers + 1 };
      record(
        state,
        'io.millrace.consumer.registered',
        `maria registered ${name} as a consumer of ${product.id}`,
        `product:${product.id}`,
        tell,
      );
      return ok(consumer, 201);
    }
    default:
      return problem(404, 'NOT_FOUND', 'There is nothing at this address.');
  }
}
