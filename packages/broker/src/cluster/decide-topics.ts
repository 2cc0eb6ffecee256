import type { ErrorName } from '@millrace/kafka-wire';
import { refuseConfigValue } from '../config/config-definition.ts';
import { topicConfigOf } from '../config/parsed-configs.ts';
import { asksForCheck } from '../config/record-check.ts';
import type { ClusterRecord, ClusterState } from './cluster-state.ts';

/** An answer to one topic of a request: records to write, or the protocol's error with a sentence for people. */
export type Decision<R> =
  | { readonly kind: 'accepted'; readonly records: readonly R[] }
  | { readonly kind: 'refused'; readonly code: ErrorName; readonly message: string };

export interface NewTopic {
  readonly name: string;
  readonly id: string;
  /** -1 for the broker's default. */
  readonly partitions: number;
  readonly configs: readonly { readonly name: string; readonly value: string | null }[];
}

/** One broker keeps every partition, and each is a folder: more would take it seconds to make, for nothing. */
export const partitionsMax = 1000;
const nameLengthMax = 249;

export function decideCreateTopic(
  state: ClusterState,
  topic: NewTopic,
  broker: { readonly partitions: number; readonly hasValidator: boolean },
): Decision<ClusterRecord> {
  const nameRefusal = refuseTopicName(topic.name);
  if (nameRefusal !== undefined) return refused('INVALID_TOPIC_EXCEPTION', nameRefusal);
  if (state.topics.has(topic.name)) return refused('TOPIC_ALREADY_EXISTS', `Topic '${topic.name}' already exists.`);
  const partitions = topic.partitions === -1 ? broker.partitions : topic.partitions;
  if (partitions < 1 || partitions > partitionsMax) {
    return refused('INVALID_PARTITIONS', `A topic has 1 to ${partitionsMax} partitions, not ${partitions}.`);
  }
  const configs: (readonly [string, string])[] = [];
  for (const { name, value } of topic.configs) {
    if (value === null) return refused('INVALID_CONFIG', `Null value not supported for topic configs: ${name}`);
    const refusal = refuseTopicConfig(name, value, broker.hasValidator);
    if (refusal !== undefined) return refused('INVALID_CONFIG', refusal);
    configs.push([name, value]);
  }
  return accepted({ kind: 'topic-created', id: topic.id, name: topic.name, partitions, configs });
}

export function decideAddPartitions(state: ClusterState, name: string, partitions: number): Decision<ClusterRecord> {
  const topic = state.topics.get(name);
  if (topic === undefined) return refused('UNKNOWN_TOPIC_OR_PARTITION', `There is no topic '${name}'.`);
  if (partitions <= topic.partitions) {
    const why = partitions === topic.partitions ? `already has ${partitions}` : `has ${topic.partitions} already`;
    return refused('INVALID_PARTITIONS', `Topic '${name}' ${why} partitions; their number only grows.`);
  }
  if (partitions > partitionsMax)
    return refused('INVALID_PARTITIONS', `A topic has at most ${partitionsMax} partitions.`);
  return accepted({ kind: 'partitions-added', name, partitions });
}

/** Says what is wrong with a topic's name, or nothing. The rules are Kafka's. */
export function refuseTopicName(name: string): string | undefined {
  if (name === '') return 'A topic needs a name.';
  if (name === '.' || name === '..') return `A topic cannot be named '${name}'.`;
  if (name.length > nameLengthMax) return `The name of a topic has at most ${nameLengthMax} characters.`;
  if (!/^[a-zA-Z0-9._-]+$/.test(name))
    return `The name of a topic has letters, digits, '.', '_' and '-' only, not '${name}'.`;
  return undefined;
}

/** Says what is wrong with a topic's setting, or nothing. A check that nothing could carry out must not be asked for. */
export function refuseTopicConfig(name: string, value: string, hasValidator: boolean): string | undefined {
  const definition = topicConfigOf(name);
  if (definition === undefined) return `Unknown topic config name: ${name}`;
  const wrong = refuseConfigValue(definition, value);
  if (wrong !== undefined || hasValidator || !asksForCheck(name, value)) return wrong;
  return `Invalid value ${value} for configuration ${name}: this broker was started without a schema registry to check records by`;
}

function accepted<R>(...records: R[]): Decision<R> {
  return { kind: 'accepted', records };
}

function refused(code: ErrorName, message: string): { kind: 'refused'; code: ErrorName; message: string } {
  return { kind: 'refused', code, message };
}
