import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import { Alignment, Enforcement, FormField, Moment, Quality, ref, SchemaType, Sla } from './common.ts';
import { PublishRequest } from './requests.ts';

const texts = Type.Array(Type.String());
const rules = Type.Array(ref('RuleResult'));

const RuleResult = Type.Object({
  policy: Type.String(),
  title: Type.String(),
  passed: Type.Boolean(),
  detail: Type.String({ description: 'The fact it was judged by, or what is wrong.' }),
  remedy: Type.String({ description: 'What to do when it did not pass.' }),
  owner: Type.String(),
  field: Type.Optional(FormField),
  severity: Type.Optional(Type.Enum(['error', 'warning'])),
});

const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'A code of the error registry.' }),
    detail: Type.String(),
    action: Type.String({ description: 'What to do about it.' }),
    violations: Type.Optional(rules),
  },
  { description: 'RFC 9457.' },
);

const LiveState = Type.Object({
  events: Type.Integer({
    description:
      'Events in the topic. While it grows, and where it is larger than 1 GiB, transaction markers are among them.',
  }),
  sizeBytes: Type.Integer(),
  lastEventAt: Type.Optional(Moment),
  lastAppendAt: Type.Optional(Moment),
  ratePerSecond: Type.Number(),
  rateHistory: Type.Array(Type.Number()),
  partitions: Type.Integer(),
  retentionMs: Type.Integer({ description: '-1 is for ever.' }),
  compacted: Type.Boolean(),
});

const SchemaField = Type.Object({
  name: Type.String(),
  path: Type.String(),
  type: Type.String(),
  nullable: Type.Boolean(),
  doc: Type.Optional(Type.String()),
  tags: texts,
  sensitivity: Type.Optional(Type.Enum(['pii', 'financial'])),
  fields: Type.Optional(Type.Array(ref('SchemaField'))),
  example: Type.Optional(Type.String()),
});

const ProductSchema = Type.Object({
  subject: Type.String(),
  id: Type.Integer(),
  version: Type.Integer(),
  type: SchemaType,
  name: Type.Optional(Type.String({ description: "The schema's own, of Protobuf that of its first message." })),
  text: Type.String(),
  fields: Type.Array(ref('SchemaField')),
});

const ProductSummary = Type.Object({
  id: Type.String(),
  domain: Type.String(),
  name: Type.String(),
  topic: Type.String(),
  description: Type.String(),
  owner: Type.String(),
  quality: Quality,
  sla: Sla,
  alignment: Alignment,
  tags: texts,
  format: SchemaType,
  status: Type.Enum(['published', 'deprecated']),
  publishedAt: Moment,
  consumers: Type.Integer(),
  live: ref('LiveState'),
  matches: Type.Optional(
    Type.Array(Type.Object({ field: Type.Enum(['name', 'description', 'schema']), terms: texts })),
  ),
});

const ProductDetail = Type.Object({
  ...ProductSummary.properties,
  major: Type.Integer(),
  version: Type.Integer({
    description: 'Counts its changes; give it as If-Match to refuse a change decided on older.',
  }),
  publishedBy: Type.String(),
  keyedBy: Type.Optional(Type.String()),
  schema: ref('ProductSchema'),
  enforcement: Enforcement,
  rules,
  upstream: texts,
  downstream: texts,
});

const Facets = Type.Array(Type.Object({ value: Type.String(), count: Type.Integer() }));
const ProductPage = Type.Object({
  items: Type.Array(ref('ProductSummary')),
  next: Type.Optional(Type.String()),
  total: Type.Integer(),
  facets: Type.Object({ domain: Facets, owner: Facets, quality: Facets, sla: Facets, tag: Facets, format: Facets }),
});

const Candidate = Type.Object({
  topic: Type.String(),
  domain: Type.String(),
  name: Type.String(),
  events: Type.Integer(),
  sizeBytes: Type.Integer(),
  lastEventAt: Type.Optional(Moment),
  published: Type.Boolean(),
  rules,
  suggested: PublishRequest,
});

const TopicSettings = Type.Object({ topic: Type.String(), enforcement: Enforcement });

const SampleEvent = Type.Object({
  partition: Type.Integer(),
  offset: Type.Integer(),
  timestamp: Moment,
  key: Type.Unknown(),
  value: Type.Unknown(),
  sizeBytes: Type.Integer(),
});

const Consumer = Type.Object({
  id: Type.String(),
  name: Type.String(),
  product: Type.String(),
  purpose: Type.String(),
  registeredAt: Moment,
  registeredBy: Type.String(),
  group: Type.String(),
});

const Connection = Type.Object({
  bootstrap: Type.String(),
  topic: Type.String(),
  registry: Type.String(),
  subject: Type.String(),
  group: Type.String(),
  snippets: Type.Array(
    Type.Object({
      language: Type.Enum(['kcat', 'typescript', 'python', 'java']),
      title: Type.String(),
      code: Type.String(),
    }),
  ),
});

const Lineage = Type.Object({
  root: Type.String(),
  nodes: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: Type.Enum(['product', 'topic', 'query', 'consumer']),
      label: Type.String(),
      domain: Type.Optional(Type.String()),
      ratePerSecond: Type.Optional(Type.Number()),
      detail: Type.Optional(Type.String()),
    }),
  ),
  edges: Type.Array(
    Type.Object({
      from: Type.String(),
      to: Type.String(),
      evidence: Type.Enum(['observed', 'granted', 'declared', 'inferred']),
    }),
  ),
});

const AuditEntry = Type.Object({
  offset: Type.Integer(),
  at: Moment,
  actor: Type.String(),
  type: Type.String(),
  text: Type.String(),
  subject: Type.String(),
  as: Type.Object({ cli: Type.String(), curl: Type.String(), yaml: Type.String() }),
});

const DomainView = Type.Object({
  name: Type.String(),
  description: Type.String(),
  teams: texts,
  products: Type.Integer(),
});
const TeamView = Type.Object({
  handle: Type.String(),
  domain: Type.String(),
  people: texts,
  contact: Type.Optional(Type.String()),
});
const PersonView = Type.Object({ name: Type.String(), teams: texts, domains: texts });
const PolicyView = Type.Object({
  name: Type.String(),
  title: Type.String(),
  owner: Type.String(),
  expression: Type.String(),
  remedy: Type.String(),
  field: Type.Optional(FormField),
  severity: Type.Optional(Type.Enum(['error', 'warning'])),
  broken: Type.Optional(Type.String({ description: 'Why the expression cannot be evaluated.' })),
});

const SqlResult = Type.Object({
  statement: Type.String(),
  message: Type.String(),
  queryId: Type.Optional(Type.String()),
  sink: Type.Optional(Type.String()),
});
const Column = Type.Object({ name: Type.String(), type: Type.String(), key: Type.Boolean() });
const SqlPlan = Type.Object({
  text: Type.String(),
  columns: Type.Array(Column),
  sources: texts,
  sinks: texts,
});
const SqlRow = Type.Object(
  {
    kind: Type.Enum(['header', 'row', 'error', 'end']),
    queryId: Type.Optional(Type.String()),
    columns: Type.Optional(Type.Array(Type.Object({ name: Type.String(), type: Type.String() }))),
    values: Type.Optional(Type.Array(Type.Unknown())),
    tombstone: Type.Optional(Type.Boolean({ description: 'The table no longer has the row of this key.' })),
    message: Type.Optional(Type.String()),
  },
  { description: 'One line of NDJSON.' },
);
const SqlExample = Type.Object({
  name: Type.String(),
  title: Type.String(),
  description: Type.String(),
  inputs: texts,
  output: Type.String(),
  statement: Type.String(),
});
const SqlSource = Type.Object({
  name: Type.String(),
  kind: Type.Enum(['stream', 'table']),
  topic: Type.String(),
  product: Type.Optional(Type.String()),
  columns: Type.Array(Column),
});
const QueryView = Type.Object({
  id: Type.String(),
  statement: Type.String(),
  state: Type.Enum(['RUNNING', 'PAUSED', 'ERROR', 'UNRESPONSIVE']),
  sources: Type.Array(Type.String({ description: 'Topic.' })),
  sink: Type.String({ description: 'Topic.' }),
});

const Service = Type.Object({ address: Type.String(), embedded: Type.Boolean(), reachable: Type.Boolean() });
const MeshStatus = Type.Object({
  version: Type.String(),
  startedAt: Moment,
  actor: Type.String(),
  role: Type.String(),
  facts: Type.Integer(),
  lagMs: Type.Number(),
  services: Type.Object({ broker: Service, registry: Service, ksql: Service }),
});

/** Every shape of the document by its name; `ref` points here. */
export const components: Readonly<Record<string, TSchema>> = {
  RuleResult,
  Problem,
  LiveState,
  SchemaField,
  ProductSchema,
  ProductSummary,
  ProductDetail,
  ProductPage,
  Candidate,
  TopicSettings,
  SampleEvent,
  Consumer,
  Connection,
  Lineage,
  AuditEntry,
  DomainView,
  TeamView,
  PersonView,
  PolicyView,
  SqlResult,
  SqlPlan,
  SqlRow,
  SqlExample,
  SqlSource,
  QueryView,
  MeshStatus,
};
