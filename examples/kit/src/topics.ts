import { MillraceError } from '@millrace/base';
import { KafkaClient } from '@millrace/kafka-client';

export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  /** `retention.ms` is -1 unless given: event times may be long past. */
  readonly configs?: Readonly<Record<string, string>>;
}

/** Creates the topics that are not there; gives the number of committed records in each. */
export async function ensureTopics(broker: string, topics: readonly TopicSpec[]): Promise<ReadonlyMap<string, number>> {
  const client = await KafkaClient.connect({ bootstrap: broker, clientId: 'millrace-example' });
  try {
    const there = new Set((await client.metadata()).topics.map((topic) => topic.name));
    const missing = topics.filter((topic) => !there.has(topic.name));
    if (missing.length > 0) {
      await client.createTopics(
        missing.map(({ name, partitions, configs }) => ({
          name,
          partitions,
          replicationFactor: 1,
          configs: { 'retention.ms': '-1', ...configs },
        })),
      );
    }
    const counts = new Map<string, number>();
    for (const { name } of topics) {
      const [first, last] = await Promise.all([
        client.listOffsets(name, 'earliest'),
        client.listOffsets(name, 'latest', { isolation: 'read_committed' }),
      ]);
      counts.set(
        name,
        [...last].reduce((sum, [partition, offset]) => sum + offset - (first.get(partition) ?? 0), 0),
      );
    }
    return counts;
  } finally {
    await client.close();
  }
}

/** Registers a schema under a subject; gives its id. Registering the same again gives the same id. `authorization` is the header. */
export async function registerSchema(
  registry: string,
  subject: string,
  schema: object,
  authorization?: string,
): Promise<number> {
  const response = await fetch(`${registry}/subjects/${encodeURIComponent(subject)}/versions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/vnd.schemaregistry.v1+json',
      ...(authorization === undefined ? {} : { authorization }),
    },
    body: JSON.stringify({ schemaType: 'AVRO', schema: JSON.stringify(schema) }),
  });
  const answer = (await response.json()) as { readonly id?: number; readonly message?: string };
  if (answer.id === undefined)
    throw new MillraceError(
      'UNREACHABLE',
      `The registry at ${registry} refused the schema of ${subject}: ${answer.message ?? response.status}`,
    );
  return answer.id;
}
