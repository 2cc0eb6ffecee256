import { brokerConfigs } from '../config/broker-configs.ts';
import type { ConfigDefinition } from '../config/config-definition.ts';
import { topicConfigs } from '../config/topic-configs.ts';
import { topicConfigValue } from '../config/parsed-configs.ts';
import type { ClusterState } from '../cluster/cluster-state.ts';
import { effectiveBrokerConfigs } from '../cluster/cluster-state.ts';

/** Where a value comes from, as DescribeConfigs says it. */
export const configSource = { topic: 1, dynamic: 2, broker: 4, default: 5 } as const;
export const configType = { boolean: 1, string: 2, int: 3, long: 5, double: 6, list: 7 } as const;

export interface ConfigEntry {
  readonly name: string;
  readonly value: string;
  readonly source: keyof typeof configSource;
  readonly definition: ConfigDefinition;
  /** All places that give a value, the one that holds first. */
  readonly synonyms: readonly {
    readonly name: string;
    readonly value: string;
    readonly source: keyof typeof configSource;
  }[];
}

/** Every setting of a topic with the value that holds for it. */
export function topicConfigEntries(state: ClusterState, topic: ReadonlyMap<string, string>): ConfigEntry[] {
  return topicConfigs.map((definition) => {
    const { name, brokerName, fallback } = definition;
    const { value } = topicConfigValue(definition, topic, effectiveBrokerConfigs(state));
    const own = topic.get(name);
    const synonyms = [
      ...(own === undefined ? [] : [{ name, value: own, source: 'topic' as const }]),
      ...(brokerName === undefined ? [] : brokerSynonyms(state, brokerName)),
      { name: brokerName ?? name, value: fallback, source: 'default' as const },
    ];
    return { name, value, source: synonyms[0]?.source ?? 'default', definition, synonyms };
  });
}

/** Every setting of the broker with the value that holds. */
export function brokerConfigEntries(state: ClusterState): ConfigEntry[] {
  return brokerConfigs.map((definition) => {
    const { name, fallback } = definition;
    const synonyms = [...brokerSynonyms(state, name), { name, value: fallback, source: 'default' as const }];
    return {
      name,
      value: synonyms[0]?.value ?? fallback,
      source: synonyms[0]?.source ?? 'default',
      definition,
      synonyms,
    };
  });
}

function brokerSynonyms(state: ClusterState, name: string): ConfigEntry['synonyms'][number][] {
  const dynamic = state.dynamicConfigs.get(name);
  const started = state.startConfigs.get(name);
  return [
    ...(dynamic === undefined ? [] : [{ name, value: dynamic, source: 'dynamic' as const }]),
    ...(started === undefined ? [] : [{ name, value: started, source: 'broker' as const }]),
  ];
}
