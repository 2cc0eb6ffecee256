import { domainOfTopic, judgesTopic } from '@millrace/mesh';
import type { Candidate, PublishRequest } from '@millrace/mesh';
import type { MeshContext } from '../context.ts';
import type { TopicSummary } from '../ports/cluster.ts';
import { suggestedRequest } from './gate-service.ts';

const liveAgeMsMax = 2_000;

/** The topics of the wanted domains, or of all, that are nobody's internals; each with the rules that judge the topic itself. */
export async function listCandidates(
  context: MeshContext,
  actor: string,
  domains: readonly string[] | undefined,
): Promise<readonly Candidate[]> {
  const { store, cluster, live, schemas, lineage } = context;
  const topics = (await cluster.topics()).filter((topic) => {
    const domain = domainOfTopic(store.state.directory, topic.name)?.name;
    return !topic.internal && domain !== undefined && (domains === undefined || domains.includes(domain));
  });
  const names = topics.map(({ name }) => name);
  live.attend();
  const [queries] = await Promise.all([
    lineage.queries().catch(() => []),
    live.refresh(names, liveAgeMsMax),
    ...names.map((name) => schemas.shownSchema(name, 'value')),
  ]);
  const sinks = new Set(queries.map(({ sink }) => sink));
  return topics
    .flatMap((topic) => {
      const suggested = suggestedRequest(store, topic.name, actor, sinks.has(topic.name));
      return suggested === undefined ? [] : [candidate(context, actor, topic, suggested)];
    })
    .sort((left, right) => Number(left.published) - Number(right.published) || left.topic.localeCompare(right.topic));
}

function candidate(context: MeshContext, actor: string, topic: TopicSummary, suggested: PublishRequest): Candidate {
  const { store, live, gate, schemas } = context;
  const { events, sizeBytes, lastEventAt } = live.get(topic.name);
  const schema = schemas.known(topic.name);
  return {
    topic: topic.name,
    domain: suggested.domain,
    name: suggested.name ?? topic.name,
    events,
    sizeBytes,
    ...(lastEventAt === undefined ? {} : { lastEventAt }),
    published: store.state.productByTopic.has(topic.name),
    rules: gate.judge(suggested, actor, { topic, schema }).filter(judgesTopic),
    suggested,
  };
}
