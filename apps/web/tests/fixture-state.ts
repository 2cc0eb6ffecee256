import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type {
  AuditEntry,
  Candidate,
  Consumer,
  LiveState,
  MeshStatus,
  ProductDetail,
  RuleResult,
  SchemaField,
} from '@millrace/mesh';

const data = join(dirname(dirname(createRequire(import.meta.url).resolve('vega-datasets'))), 'data');

export interface Flight {
  readonly date: string;
  readonly delay: number;
  readonly distance: number;
  readonly origin: string;
  readonly destination: string;
}

export interface FixtureState {
  readonly products: ProductDetail[];
  readonly consumers: Consumer[];
  readonly candidates: Candidate[];
  readonly audit: AuditEntry[];
  readonly flights: readonly Flight[];
  status: MeshStatus;
}

const fields = (...list: readonly (readonly [string, string, string])[]): readonly SchemaField[] =>
  list.map(([name, type, example]) => ({ name, path: name, type, nullable: false, tags: [], example }));

export const rules = (broken: Readonly<Record<string, string>> = {}): readonly RuleResult[] =>
  (
    [
      ['schema-registered', 'Schema registered', undefined, 'Register a schema for its values.'],
      ['holds-events', 'Holds events', undefined, 'Produce at least one event.'],
      ['own-domain', 'Belongs to your domain', 'domain', 'Publish it in its own domain.'],
      ['not-internal', 'Not an internal topic', undefined, 'Choose a topic without the prefix _.'],
      ['owner-named', 'Owner named', 'owner', 'Name a team that mesh.yaml knows.'],
      [
        'described',
        'Description explains the data',
        'description',
        'Say what one fact is, when it happened, and its units.',
      ],
      ['quality-given', 'Quality chosen', 'quality', 'Choose authoritative, curated or raw.'],
      ['sla-given', 'Service level chosen', 'sla', 'Choose a tier.'],
      ['terms', 'Terms acknowledged', 'slaAcknowledged', 'Tick the terms of the service level.'],
    ] as const
  ).map(([policy, title, field, remedy]) => ({
    policy,
    title,
    passed: broken[policy] === undefined,
    detail: broken[policy] ?? 'as it should be',
    remedy,
    owner: '@governance',
    ...(field === undefined ? {} : { field }),
  }));

function live(events: number, rate: number): LiveState {
  const now = Date.now();
  return {
    events,
    sizeBytes: events * 21,
    lastEventAt: '2001-06-30T23:55:00.000Z',
    lastAppendAt: new Date(now - (rate > 0 ? 400 : 6 * 3_600_000)).toISOString(),
    ratePerSecond: rate,
    rateHistory: Array.from(
      { length: 32 },
      (_, at) => rate * (0.8 + 0.2 * Math.sin(at / 3) + 0.08 * Math.sin(at * 1.7)),
    ),
    partitions: 6,
    retentionMs: -1,
    compacted: false,
  };
}

function product(
  id: string,
  description: string,
  more: Partial<ProductDetail> &
    Pick<ProductDetail, 'quality' | 'sla' | 'alignment' | 'live'> & {
      readonly fields: readonly SchemaField[];
      readonly schemaText?: string;
    },
): ProductDetail {
  const [domain = '', name = ''] = id.split('.');
  const { fields: tree, schemaText, ...rest } = more;
  return {
    id,
    domain,
    name,
    topic: id,
    description,
    owner: `@${domain}-team`,
    tags: [],
    format: 'AVRO',
    status: 'published',
    publishedAt: '2026-11-20T09:00:00.000Z',
    publishedBy: 'maria',
    consumers: 0,
    major: 1,
    version: 1,
    schema: {
      subject: `${id}-value`,
      id: 3,
      version: 3,
      type: rest.format ?? 'AVRO',
      name: 'Value',
      text: schemaText ?? '{"type":"record","name":"Value","fields":[]}',
      fields: tree,
    },
    enforcement: 'none',
    rules: rules(),
    upstream: [],
    downstream: [],
    ...rest,
  };
}

const airport = `syntax = "proto3";
package aviation;

// An airport.
message Airport {
  string iata = 1;
  string name = 2;
  string state = 3;
  string manager = 4 [(confluent.field_meta) = { tags: ["PII"] }]; // Who is called at night.
}
`;

const products = (): ProductDetail[] => [
  product(
    'operations.flights',
    'Every scheduled flight in the United States: when it was due, how late it left, how far it went.',
    {
      quality: 'authoritative',
      sla: 'tier-1',
      alignment: 'source',
      keyedBy: 'origin',
      tags: ['flights', 'delays'],
      consumers: 4,
      live: live(3_000_000, 18_204),
      downstream: ['analytics.flights_enriched', 'analytics.delays_by_airport_hourly'],
      fields: fields(
        ['date', 'timestamp', '2001-06-30 23:55'],
        ['delay', 'int', '14'],
        ['distance', 'int', '1235'],
        ['origin', 'string', '"ORD"'],
        ['destination', 'string', '"LGA"'],
      ),
    },
  ),
  product(
    'analytics.flights_enriched',
    'Flights joined with the airport they leave from: city, state and place on the map.',
    {
      quality: 'curated',
      sla: 'tier-2',
      alignment: 'aggregate',
      consumers: 1,
      live: live(3_000_000, 17_911),
      upstream: ['operations.flights', 'aviation.airports'],
      fields: fields(['date', 'timestamp', '2001-06-30 23:55'], ['state', 'string', '"IL"'], ['delay', 'int', '14']),
    },
  ),
  product(
    'analytics.delays_by_airport_hourly',
    'Departures and average delay of each airport in each hour (UTC), from the moment the hour closes.',
    {
      quality: 'curated',
      sla: 'tier-2',
      alignment: 'aggregate',
      tags: ['delays'],
      consumers: 2,
      live: live(424_259, 2_604),
      upstream: ['operations.flights'],
      fields: fields(['origin', 'string', '"ORD"'], ['departures', 'long', '41'], ['delay_minutes', 'double', '11.4']),
    },
  ),
  product('aviation.airports', 'Airports that flights leave from and go to; one fact an airport, newest wins.', {
    quality: 'authoritative',
    sla: 'tier-1',
    alignment: 'source',
    keyedBy: 'iata',
    consumers: 3,
    live: { ...live(3_376, 0), compacted: true },
    downstream: ['analytics.flights_enriched'],
    format: 'PROTOBUF',
    enforcement: 'full',
    schemaText: airport,
    fields: [
      ...fields(
        ['iata', 'string', '"ORD"'],
        ['name', 'string', '"Chicago O\'Hare International"'],
        ['state', 'string', '"IL"'],
      ),
      {
        name: 'manager',
        path: 'manager',
        type: 'string',
        nullable: false,
        doc: 'Who is called at night.',
        tags: ['PII'],
        sensitivity: 'pii',
        example: '"Ada Lovelace"',
      },
    ],
  }),
];

const candidates = (): Candidate[] =>
  [
    { topic: 'analytics.delays_by_state_hourly', broken: {} },
    {
      topic: 'operations.gate_changes',
      broken: { 'holds-events': 'It holds none', 'schema-registered': 'No subject operations.gate_changes-value' },
    },
  ].map(({ topic, broken }) => {
    const [domain = '', name = ''] = topic.split('.');
    return {
      topic,
      domain,
      name,
      events: broken['holds-events'] === undefined ? 1_664 : 0,
      sizeBytes: 40_112,
      ...(broken['holds-events'] === undefined ? { lastEventAt: '2001-06-30T23:00:00.000Z' } : {}),
      published: false,
      rules: rules(broken).filter((rule) => rule.field === undefined || rule.field === 'domain'),
      suggested: { topic, domain, name, owner: `@${domain}-team` },
    };
  });

const entry = (offset: number, actor: string, verb: string, subject: string, cli: string): AuditEntry => ({
  offset,
  at: new Date(Date.now() - (40 - offset) * 61_000).toISOString(),
  actor,
  type: `io.millrace.${verb === 'published' ? 'product.published' : 'consumer.registered'}`,
  text:
    verb === 'published'
      ? `${actor} published ${subject}`
      : `${actor} registered delay-board as a consumer of ${subject}`,
  subject: `product:${subject}`,
  as: { cli, curl: `curl http://127.0.0.1:8080/api/v1/products -d '{}'`, yaml: `kind: Product\nname: ${subject}` },
});

/** Two thousand real flights. */
export const readFlights = async (): Promise<readonly Flight[]> =>
  JSON.parse(await readFile(join(data, 'flights-2k.json'), 'utf8')) as readonly Flight[];

export async function fixtureState(): Promise<FixtureState> {
  const flights = await readFlights();
  return {
    flights,
    products: products(),
    consumers: [
      {
        id: 'delay-board',
        name: 'delay-board',
        product: 'operations.flights',
        purpose: 'Shows late departures in the terminal',
        registeredAt: '2026-11-21T10:00:00.000Z',
        registeredBy: 'maria',
        group: 'delay-board',
      },
    ],
    candidates: candidates(),
    audit: [
      entry(
        14,
        '@analytics-team',
        'registered',
        'operations.flights',
        'millrace consumer add delay-board --product operations.flights',
      ),
      entry(
        9,
        '@operations-team',
        'published',
        'operations.flights',
        'millrace product publish operations.flights --owner @operations-team',
      ),
      entry(
        6,
        '@aviation-team',
        'published',
        'aviation.airports',
        'millrace product publish aviation.airports --owner @aviation-team',
      ),
    ],
    status: {
      version: '0.1.0',
      startedAt: new Date().toISOString(),
      actor: 'maria',
      role: 'owner',
      facts: 15,
      lagMs: 14,
      services: {
        broker: { address: '127.0.0.1:9092', embedded: true, reachable: true },
        registry: { address: 'http://127.0.0.1:8081', embedded: true, reachable: true },
        ksql: { address: 'http://127.0.0.1:8088', embedded: true, reachable: true },
      },
    },
  };
}
