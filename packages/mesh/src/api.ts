/**
 * The shapes of the HTTP API (`/api/v1`), shared by its server and its clients (UI, CLI).
 * Moments are ISO 8601 strings in UTC; durations end in `Ms`; sizes end in `Bytes`.
 */

export type Quality = 'authoritative' | 'curated' | 'raw';
export type Sla = 'tier-1' | 'tier-2' | 'tier-3';
export type Alignment = 'source' | 'aggregate' | 'consumer';
export type SchemaType = 'AVRO' | 'PROTOBUF' | 'JSON';
/**
 * What the cluster checks of the values of a topic before it takes them: nothing, that they name a schema that is registered for
 * the topic, or that they fit it, too.
 */
export type Enforcement = 'none' | 'id' | 'full';

/** Every list answers in this form; `next` is the cursor of the following page, absent on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/** RFC 9457, with our code and, for a refusal by policy, every broken rule. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** What to do about it. */
  readonly action: string;
  readonly violations?: readonly RuleResult[];
}

/** One field of a schema, nested ones inside. `path` is unique in the schema, e.g. `position.latitude`. */
export interface SchemaField {
  readonly name: string;
  readonly path: string;
  /** For people: `string`, `timestamp`, `int`, `array of string`, `record`. */
  readonly type: string;
  readonly nullable: boolean;
  readonly doc?: string;
  readonly tags: readonly string[];
  /** What its tags make it; absent for a field that everybody may see. */
  readonly sensitivity?: 'pii' | 'financial';
  readonly fields?: readonly SchemaField[];
  /** A value of the newest event as short text. */
  readonly example?: string;
}

export interface ProductSchema {
  readonly subject: string;
  readonly id: number;
  readonly version: number;
  readonly type: SchemaType;
  /** The schema's own: Avro's full name, JSON Schema's title, that of Protobuf's first message. */
  readonly name?: string;
  readonly text: string;
  readonly fields: readonly SchemaField[];
}

/** What the cluster says of the product's topic now. */
export interface LiveState {
  /** Events in the topic. While it grows, and where it is larger than 1 GiB, transaction markers and what was compacted away are among them. */
  readonly events: number;
  readonly sizeBytes: number;
  /** Event time of the newest records, absent while there are none. */
  readonly lastEventAt?: string;
  /** When the control plane last saw the topic grow. */
  readonly lastAppendAt?: string;
  readonly ratePerSecond: number;
  /** Events per second of the last 32 samples, oldest first. */
  readonly rateHistory: readonly number[];
  readonly partitions: number;
  /** -1 is for ever. */
  readonly retentionMs: number;
  readonly compacted: boolean;
}

/** A row of the list of products. */
export interface ProductSummary {
  /** `domain.product`, e.g. `operations.flights`. */
  readonly id: string;
  readonly domain: string;
  readonly name: string;
  readonly topic: string;
  readonly description: string;
  readonly owner: string;
  readonly quality: Quality;
  readonly sla: Sla;
  readonly alignment: Alignment;
  readonly tags: readonly string[];
  readonly format: SchemaType;
  readonly status: 'published' | 'deprecated';
  readonly publishedAt: string;
  readonly consumers: number;
  readonly live: LiveState;
  /** With a search: which words matched in which field, for marking. */
  readonly matches?: readonly {
    readonly field: 'name' | 'description' | 'schema';
    readonly terms: readonly string[];
  }[];
}

export interface ProductDetail extends ProductSummary {
  readonly major: number;
  /** Counts the product's changes. Given as `If-Match`, a change that was decided on an older version is refused. */
  readonly version: number;
  readonly publishedBy: string;
  /** Name of the key column or field, absent when the key is not described by a schema. */
  readonly keyedBy?: string;
  readonly schema: ProductSchema;
  readonly enforcement: Enforcement;
  /** Each rule of the gate as it stands now. */
  readonly rules: readonly RuleResult[];
  readonly upstream: readonly string[];
  readonly downstream: readonly string[];
}

export interface ProductPage extends Page<ProductSummary> {
  readonly total: number;
  /** Counts over the whole result of the text search, before the filters of the same facet. */
  readonly facets: Readonly<Record<'domain' | 'owner' | 'quality' | 'sla' | 'tag' | 'format', readonly Facet[]>>;
}
export interface Facet {
  readonly value: string;
  readonly count: number;
}

/** Body of `POST /products` (publish) and `POST /products:check` (ask the gate without publishing). */
export interface PublishRequest {
  readonly topic: string;
  readonly domain: string;
  /** Defaults to the topic's name without the domain's prefix. */
  readonly name?: string;
  readonly owner?: string;
  readonly description?: string;
  readonly quality?: Quality;
  readonly sla?: Sla;
  readonly alignment?: Alignment;
  readonly tags?: readonly string[];
  readonly slaAcknowledged?: boolean;
}

/** What the gate says of one rule. */
export interface RuleResult {
  readonly policy: string;
  /** The rule as a short claim: "Schema registered". */
  readonly title: string;
  readonly passed: boolean;
  /** The fact it was judged by, or what is wrong. */
  readonly detail: string;
  /** What to do when it did not pass. */
  readonly remedy: string;
  /** Who owns the policy. */
  readonly owner: string;
  /** The field of the publish form that mends it. */
  readonly field?: keyof PublishRequest;
  /** A broken `warning` is told and does not refuse. Absent is `error`. */
  readonly severity?: 'error' | 'warning';
}

/** A topic that could become a product, with what it still lacks. */
export interface Candidate {
  readonly topic: string;
  readonly domain: string;
  readonly name: string;
  readonly events: number;
  readonly sizeBytes: number;
  readonly lastEventAt?: string;
  readonly published: boolean;
  /** Rules that judge the topic itself, not the form. */
  readonly rules: readonly RuleResult[];
  readonly suggested: PublishRequest;
}

/** `PATCH /topics/:id`. */
export interface TopicSettings {
  readonly topic: string;
  readonly enforcement: Enforcement;
}

export interface SampleEvent {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: string;
  readonly key: unknown;
  readonly value: unknown;
  readonly sizeBytes: number;
}

export interface Consumer {
  readonly id: string;
  readonly name: string;
  readonly product: string;
  readonly purpose: string;
  readonly registeredAt: string;
  readonly registeredBy: string;
  /** Consumer group to use. */
  readonly group: string;
}
export interface RegisterConsumerRequest {
  readonly name: string;
  readonly purpose: string;
}
/** All that a client needs to read the product. */
export interface Connection {
  readonly bootstrap: string;
  readonly topic: string;
  readonly registry: string;
  readonly subject: string;
  readonly group: string;
  readonly snippets: readonly Snippet[];
}
export interface Snippet {
  readonly language: 'kcat' | 'typescript' | 'python' | 'java';
  readonly title: string;
  readonly code: string;
}

export type LineageNodeKind = 'product' | 'topic' | 'query' | 'consumer';
export interface LineageNode {
  /** `product:operations.flights`, `query:CTAS_…`, `consumer:…`, `topic:…`. */
  readonly id: string;
  readonly kind: LineageNodeKind;
  readonly label: string;
  readonly domain?: string;
  readonly ratePerSecond?: number;
  readonly detail?: string;
}
/** How an edge is known. */
export type LineageEvidence = 'observed' | 'granted' | 'declared' | 'inferred';
export interface LineageEdge {
  readonly from: string;
  readonly to: string;
  readonly evidence: LineageEvidence;
}
export interface Lineage {
  readonly root: string;
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly LineageEdge[];
}

/** An entry of the audit log: one fact, told for people, with the same action in three forms. */
export interface AuditEntry {
  /** Offset on `_millrace.facts`. */
  readonly offset: number;
  readonly at: string;
  readonly actor: string;
  /** CloudEvents type, e.g. `io.millrace.product.published`. */
  readonly type: string;
  /** One sentence. */
  readonly text: string;
  readonly subject: string;
  readonly as: { readonly cli: string; readonly curl: string; readonly yaml: string };
}

export interface DomainView {
  readonly name: string;
  readonly description: string;
  readonly teams: readonly string[];
  readonly products: number;
}
export interface TeamView {
  readonly handle: string;
  readonly domain: string;
  readonly people: readonly string[];
  readonly contact?: string;
}
export interface PolicyView {
  readonly name: string;
  readonly title: string;
  readonly owner: string;
  /** The CEL expression that must be true. */
  readonly expression: string;
  readonly remedy: string;
  readonly field?: keyof PublishRequest;
  /** A broken `warning` is told and does not refuse. Absent is `error`. */
  readonly severity?: 'error' | 'warning';
  /** Why the expression cannot be evaluated; the gate refuses everything until its owner corrects it. */
  readonly broken?: string;
}
export interface PersonView {
  readonly name: string;
  readonly teams: readonly string[];
  readonly domains: readonly string[];
}

/** `POST /sql`: a statement for the stream processor. Answers with what it did. */
export interface SqlRequest {
  readonly statement: string;
  /** Settings of the stream processor, e.g. `ksql.streams.auto.offset.reset`; by default sources are read from their first event. */
  readonly properties?: Readonly<Record<string, string>>;
}
export interface SqlResult {
  readonly statement: string;
  readonly message: string;
  readonly queryId?: string;
  /** Topic that the query writes. */
  readonly sink?: string;
}
/** `POST /sql/explain` (body `SqlRequest`): what the processor would do. */
export interface SqlPlan {
  /** The processor's own text: one step a line, `> [ KIND ] | …`, each indented below the step it feeds. */
  readonly text: string;
  /** Columns that it would give. */
  readonly columns: readonly { readonly name: string; readonly type: string; readonly key: boolean }[];
  /** Streams and tables that it would read. */
  readonly sources: readonly string[];
  readonly sinks: readonly string[];
}
/** `POST /sql/queries` streams one of these a line (NDJSON) until the client closes or the limit is reached. */
export type SqlRow =
  | {
      readonly kind: 'header';
      readonly queryId: string;
      readonly columns: readonly { readonly name: string; readonly type: string }[];
    }
  /** A tombstone tells that a table no longer has the row of this key: columns beyond the key are null. */
  | { readonly kind: 'row'; readonly values: readonly unknown[]; readonly tombstone?: true }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'end'; readonly message: string };
export interface SqlExample {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly statement: string;
}
export interface QueryView {
  readonly id: string;
  readonly statement: string;
  readonly state: 'RUNNING' | 'PAUSED' | 'ERROR' | 'UNRESPONSIVE';
  /** Topics. */
  readonly sources: readonly string[];
  /** Topic. */
  readonly sink: string;
}
/** A source that SQL statements may name, for completion. */
export interface SqlSource {
  readonly name: string;
  readonly kind: 'stream' | 'table';
  readonly topic: string;
  readonly product?: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly key: boolean }[];
}

/** `GET /status`. */
export interface MeshStatus {
  readonly version: string;
  readonly startedAt: string;
  readonly actor: string;
  readonly role: string;
  readonly facts: number;
  /** How far this control plane is behind the end of the log. */
  readonly lagMs: number;
  readonly services: Readonly<
    Record<
      'broker' | 'registry' | 'ksql',
      { readonly address: string; readonly embedded: boolean; readonly reachable: boolean }
    >
  >;
}

/** Messages of `GET /stream` (server-sent events; the event's name is `kind`). */
export type StreamMessage =
  | { readonly kind: 'fact'; readonly entry: AuditEntry }
  | { readonly kind: 'live'; readonly product: string; readonly live: LiveState }
  | { readonly kind: 'status'; readonly status: MeshStatus };
