import type { Clock } from '@millrace/base';
import {
  compileGate,
  domainOfTopic,
  domainsOf,
  findDomain,
  findPerson,
  judge,
  productNameOf,
  similarTo,
} from '@millrace/mesh';
import type { Gate, GateInput, ProductSchema, PublishRequest, RuleResult } from '@millrace/mesh';
import { topicSubject } from '@millrace/schema';
import type { LiveBoard } from '../live/live-board.ts';
import type { Cluster, TopicSummary } from '../ports/cluster.ts';
import { isInternalTopic } from '../ports/cluster.ts';
import type { MeshStore } from '../store/mesh-store.ts';
import { enforcementOf } from './enforcement.ts';
import { flatFields } from './schema-catalog.ts';
import type { SchemaCatalog } from './schema-catalog.ts';

export interface GateServiceOptions {
  readonly store: MeshStore;
  readonly cluster: Cluster;
  readonly live: LiveBoard;
  readonly schemas: SchemaCatalog;
  readonly clock: Clock;
}

/** Asks the adopted policies about a form and the topic as it stands on the cluster now. */
export class GateService {
  readonly #options: GateServiceOptions;
  #compiled: { readonly policies: unknown; readonly gate: Gate } | undefined;

  constructor(options: GateServiceOptions) {
    this.#options = options;
  }

  /** The adopted policies, compiled once for each adoption. */
  get gate(): Gate {
    const { policies } = this.#options.store.state;
    if (this.#compiled?.policies !== policies) this.#compiled = { policies, gate: compileGate(policies) };
    return this.#compiled.gate;
  }

  /** Every rule's answer. `maxAgeMs` is how old schema and offsets may be; a publication looks anew. */
  async check(request: PublishRequest, actor: string, maxAgeMs = 1_000): Promise<readonly RuleResult[]> {
    const { cluster, live, schemas } = this.#options;
    const [schema] = await Promise.all([
      schemas.valueSchema(request.topic, maxAgeMs),
      live.refresh([request.topic], maxAgeMs),
    ]);
    const topics = await cluster.topics();
    const topic = topics.find(({ name }) => name === request.topic);
    return this.judge(request, actor, { topic, schema });
  }

  /** Judges by what is known, without asking the cluster. */
  judge(
    request: PublishRequest,
    actor: string,
    known: { readonly topic: TopicSummary | undefined; readonly schema: ProductSchema | undefined },
  ): readonly RuleResult[] {
    return judge(this.gate, this.#input(request, actor, known.topic, known.schema));
  }

  #input(
    request: PublishRequest,
    actor: string,
    topic: TopicSummary | undefined,
    schema: ProductSchema | undefined,
  ): GateInput {
    const { store, live, clock } = this.#options;
    const { directory } = store.state;
    const state = live.get(request.topic);
    const domain = findDomain(directory, request.domain);
    const fields = flatFields(schema?.fields ?? []);
    return {
      product: {
        name: request.name ?? productNameOf(domain, request.topic),
        domain: request.domain,
        owner: request.owner ?? '',
        description: request.description ?? '',
        quality: request.quality ?? '',
        sla: request.sla ?? '',
        alignment: request.alignment ?? '',
        tags: request.tags ?? [],
        slaAcknowledged: request.slaAcknowledged ?? false,
      },
      topic: {
        name: request.topic,
        exists: topic !== undefined,
        internal: topic?.internal ?? isInternalTopic(request.topic),
        partitions: state.partitions,
        events: state.events,
        sizeBytes: state.sizeBytes,
        configs: live.configs(request.topic),
      },
      schema: {
        registered: schema !== undefined,
        subject: topicSubject(request.topic, 'value'),
        version: schema?.version ?? 0,
        type: schema?.type ?? '',
        enforcement: enforcementOf(live.configs(request.topic)),
        tags: [...new Set(fields.flatMap(({ tags }) => tags))],
        fields: fields.map(({ name, path, type, nullable, doc, tags }) => ({
          name,
          path,
          type,
          nullable,
          doc: doc ?? '',
          tags,
        })),
      },
      live: {
        ratePerSecond: state.ratePerSecond,
        lastEventAgeMs: state.lastEventAt === undefined ? -1 : clock.now() - Date.parse(state.lastEventAt),
        retentionMs: state.retentionMs,
        compacted: state.compacted,
      },
      actor: {
        name: actor,
        known: findPerson(directory, actor) !== undefined,
        domains: domainsOf(directory, actor),
      },
      domain: { name: request.domain, known: domain !== undefined, topicPrefix: domain?.topicPrefix ?? '' },
      teams: directory.teams.map(({ handle }) => handle),
      similar: this.#similar(
        request.topic,
        fields.map(({ path }) => path),
      ),
    };
  }

  #similar(topic: string, paths: readonly string[]): readonly string[] {
    const { store, schemas } = this.#options;
    const others = [...store.state.products.values()]
      .filter((product) => product.topic !== topic)
      .map((product) => ({
        id: product.id,
        paths: flatFields(schemas.known(product.topic)?.fields ?? []).map(({ path }) => path),
      }));
    return similarTo(paths, others);
  }
}

/** The form as far as it can be known before anybody fills it in. */
export function suggestedRequest(
  store: MeshStore,
  topic: string,
  actor: string,
  derived: boolean,
): PublishRequest | undefined {
  const { directory } = store.state;
  const domain = domainOfTopic(directory, topic);
  if (domain === undefined) return undefined;
  const teams = directory.teams.filter((team) => team.domain === domain.name).map(({ handle }) => handle);
  const own = findPerson(directory, actor)?.teams.find((handle) => teams.includes(handle));
  const owner = own ?? teams[0];
  return {
    topic,
    domain: domain.name,
    name: productNameOf(domain, topic),
    ...(owner === undefined ? {} : { owner }),
    alignment: derived ? 'aggregate' : 'source',
    tags: [],
    slaAcknowledged: false,
  };
}
