import type { TopicSettings } from '../config/parsed-configs.ts';
import { topicSettings } from '../config/parsed-configs.ts';

/** What the broker is and which topics it has: a fold over the records of `cluster.journal`. */
export interface ClusterState {
  clusterId: string;
  readonly topics: Map<string, TopicState>;
  readonly topicNames: Map<string, string>;
  /** Settings of the broker that were changed while it ran; they win over those that it was started with. */
  readonly dynamicConfigs: Map<string, string>;
  /** Settings that the broker was started with. Not in the journal: they are the starter's to say. */
  readonly startConfigs: ReadonlyMap<string, string>;
}

export interface TopicState {
  readonly id: string;
  readonly name: string;
  partitions: number;
  readonly configs: Map<string, string>;
  settings: TopicSettings;
}

export type ClusterRecord =
  | { readonly kind: 'cluster-formed'; readonly clusterId: string }
  | {
      readonly kind: 'topic-created';
      readonly id: string;
      readonly name: string;
      readonly partitions: number;
      readonly configs: readonly (readonly [string, string])[];
    }
  | { readonly kind: 'partitions-added'; readonly name: string; readonly partitions: number }
  | { readonly kind: 'topic-deleted'; readonly name: string }
  /** A null value gives the setting back to its default. */
  | { readonly kind: 'topic-configured'; readonly name: string; readonly key: string; readonly value: string | null }
  | { readonly kind: 'broker-configured'; readonly key: string; readonly value: string | null };

export function emptyCluster(startConfigs: ReadonlyMap<string, string>): ClusterState {
  return { clusterId: '', topics: new Map(), topicNames: new Map(), dynamicConfigs: new Map(), startConfigs };
}

export function applyCluster(state: ClusterState, record: ClusterRecord): void {
  switch (record.kind) {
    case 'cluster-formed':
      state.clusterId = record.clusterId;
      return;
    case 'topic-created': {
      const { id, name, partitions } = record;
      const configs = new Map(record.configs);
      const settings = topicSettings(configs, effectiveBrokerConfigs(state));
      state.topics.set(name, { id, name, partitions, configs, settings });
      state.topicNames.set(id, name);
      return;
    }
    case 'partitions-added': {
      const topic = state.topics.get(record.name);
      if (topic !== undefined) topic.partitions = record.partitions;
      return;
    }
    case 'topic-deleted':
      state.topicNames.delete(state.topics.get(record.name)?.id ?? '');
      state.topics.delete(record.name);
      return;
    case 'topic-configured': {
      const topic = state.topics.get(record.name);
      if (topic === undefined) return;
      setOrDelete(topic.configs, record.key, record.value);
      topic.settings = topicSettings(topic.configs, effectiveBrokerConfigs(state));
      return;
    }
    case 'broker-configured': {
      setOrDelete(state.dynamicConfigs, record.key, record.value);
      const broker = effectiveBrokerConfigs(state);
      for (const topic of state.topics.values()) topic.settings = topicSettings(topic.configs, broker);
    }
  }
}

/** Records that lead to this state from the empty one. */
export function* snapshotCluster(state: ClusterState): Iterable<ClusterRecord> {
  yield { kind: 'cluster-formed', clusterId: state.clusterId };
  for (const [key, value] of state.dynamicConfigs) yield { kind: 'broker-configured', key, value };
  for (const { id, name, partitions, configs } of state.topics.values()) {
    yield { kind: 'topic-created', id, name, partitions, configs: [...configs] };
  }
}

export function effectiveBrokerConfigs(state: ClusterState): ReadonlyMap<string, string> {
  return state.dynamicConfigs.size === 0
    ? state.startConfigs
    : new Map([...state.startConfigs, ...state.dynamicConfigs]);
}

function setOrDelete(map: Map<string, string>, key: string, value: string | null): void {
  if (value === null) map.delete(key);
  else map.set(key, value);
}
