import type { createTopicsApi, RequestOf, ResponseInput } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { ErrorName } from '@millrace/kafka-wire';
import type { BrokerContext, Handler } from '../context.ts';
import { configSource, topicConfigEntries } from './config-entries.ts';

type Asked = RequestOf<typeof createTopicsApi>['topics'][number];
type Answer = NonNullable<ResponseInput<typeof createTopicsApi>['topics']>[number];

/** Creates topics, each with an answer of its own; with `validateOnly`, only says what would happen. */
export const createTopics: Handler<typeof createTopicsApi> = async (context, request) => {
  const count = Map.groupBy(request.topics, ({ name }) => name);
  const topics = request.topics.map(async (asked) => {
    const isTwice = (count.get(asked.name)?.length ?? 0) > 1;
    if (isTwice) return refusal(asked.name, 'INVALID_REQUEST', `Topic '${asked.name}' is named twice in one request.`);
    return create(context, asked, request.validateOnly);
  });
  return { topics: await Promise.all(topics) };
};

async function create(context: BrokerContext, asked: Asked, isDryRun: boolean): Promise<Answer> {
  const { name } = asked;
  if (asked.replicationFactor === 0 || asked.replicationFactor < -1) {
    return refusal(
      name,
      'INVALID_REPLICATION_FACTOR',
      'Replication factor must be larger than 0, or -1 for the default.',
    );
  }
  const assigned = partitionsOf(asked);
  if (assigned === undefined) {
    return refusal(name, 'INVALID_REPLICA_ASSIGNMENT', 'The assignment must name each partition from 0 on once.');
  }
  const id = context.topics.newTopicId();
  const partitions = asked.assignments.length > 0 ? assigned : asked.numPartitions;
  const decision = context.topics.decideCreate({ name, id, partitions, configs: asked.configs });
  if (decision.kind === 'refused') return refusal(name, decision.code, decision.message);
  const [record] = decision.records;
  const created = record?.kind === 'topic-created' ? record : undefined;
  if (!isDryRun) await context.topics.record(decision.records);
  const configs = topicConfigEntries(context.topics.state, new Map(created?.configs));
  return {
    name,
    ...(isDryRun ? {} : { topicId: id }),
    errorCode: ErrorCode.NONE,
    errorMessage: null,
    numPartitions: created?.partitions ?? -1,
    replicationFactor: 1,
    configs: configs.map(({ name: configName, value, source }) => ({
      name: configName,
      value,
      readOnly: false,
      configSource: configSource[source],
      isSensitive: false,
    })),
  };
}

/** Partitions by a manual assignment, which one broker fulfils whatever nodes it names. */
function partitionsOf(asked: Asked): number | undefined {
  const indexes = new Set(asked.assignments.map(({ partitionIndex }) => partitionIndex));
  const isComplete =
    indexes.size === asked.assignments.length && [...indexes].every((index) => index < indexes.size && index >= 0);
  return isComplete ? indexes.size : undefined;
}

function refusal(name: string, code: ErrorName, errorMessage: string): Answer {
  return { name, errorCode: ErrorCode[code], errorMessage, configs: null };
}
