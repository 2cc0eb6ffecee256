import type { ErrorName } from '@millrace/kafka-wire';
import type { ClusterRecord } from '../cluster/cluster-state.ts';
import { refuseTopicConfig } from '../cluster/decide-topics.ts';
import { refuseConfigValue } from '../config/config-definition.ts';
import { brokerConfigOf } from '../config/parsed-configs.ts';
import type { BrokerContext } from '../context.ts';
import { resourceType } from './resource-type.ts';

/** A setting to be given a value, or with null its default. */
export interface ConfigChange {
  readonly key: string;
  readonly value: string | null;
}

export type Altered =
  | { readonly kind: 'accepted'; readonly records: readonly ClusterRecord[] }
  | { readonly kind: 'refused'; readonly code: ErrorName; readonly message: string };

/** Checks all changes to one resource; one that is wrong refuses all. */
export function decideAlter(
  context: BrokerContext,
  resource: { readonly resourceType: number; readonly resourceName: string },
  changes: readonly ConfigChange[],
): Altered {
  const { resourceType: type, resourceName: name } = resource;
  if (type === resourceType.topic) {
    if (context.topics.topic(name) === undefined) {
      return { kind: 'refused', code: 'UNKNOWN_TOPIC_OR_PARTITION', message: `There is no topic '${name}'.` };
    }
    const { hasValidator } = context.topics;
    const wrong = firstRefusal(changes, (key, value) => refuseTopicConfig(key, value, hasValidator));
    if (wrong !== undefined) return { kind: 'refused', code: 'INVALID_CONFIG', message: wrong };
    return { kind: 'accepted', records: changes.map((change) => ({ kind: 'topic-configured', name, ...change })) };
  }
  if (type === resourceType.broker && (name === '' || name === String(context.nodeId))) {
    const wrong = firstRefusal(changes, refuseBrokerConfig);
    if (wrong !== undefined) return { kind: 'refused', code: 'INVALID_CONFIG', message: wrong };
    return { kind: 'accepted', records: changes.map((change) => ({ kind: 'broker-configured', ...change })) };
  }
  return {
    kind: 'refused',
    code: 'INVALID_REQUEST',
    message: `There is no resource '${name}' of type ${type} to configure.`,
  };
}

function refuseBrokerConfig(name: string, value: string): string | undefined {
  const definition = brokerConfigOf(name);
  return definition === undefined ? `Unknown broker config name: ${name}` : refuseConfigValue(definition, value);
}

function firstRefusal(
  changes: readonly ConfigChange[],
  refuse: (name: string, value: string) => string | undefined,
): string | undefined {
  for (const { key, value } of changes) {
    const wrong = value === null ? undefined : refuse(key, value);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}
