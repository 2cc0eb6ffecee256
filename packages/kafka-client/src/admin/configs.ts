import { describeConfigsApi, incrementalAlterConfigsApi } from '@millrace/kafka-wire';
import type { KafkaClient, Target } from '../client.ts';
import { throwOnAdminError } from '../kafka-error.ts';

const resourceTypes = { topic: 2, broker: 4, brokerLogger: 8, clientMetrics: 16, group: 32 } as const;
const sources = [
  'unknown',
  'topic',
  'dynamic-broker',
  'dynamic-default',
  'static',
  'default',
  'logger',
  'client-metrics',
  'group',
] as const;

/** What has settings. A broker's name is its id; the empty name means the default of all brokers. */
export interface ConfigResource {
  readonly type: keyof typeof resourceTypes;
  readonly name: string;
}

export interface ConfigEntry {
  readonly name: string;
  /** Null for a secret. */
  readonly value: string | null;
  readonly source: (typeof sources)[number];
  readonly readOnly: boolean;
  readonly sensitive: boolean;
}

export interface ResourceConfigs extends ConfigResource {
  readonly configs: readonly ConfigEntry[];
}

export async function describeConfigs(
  client: KafkaClient,
  resources: readonly ConfigResource[],
): Promise<ResourceConfigs[]> {
  return Promise.all(resources.map((resource) => describeResource(client, resource)));
}

async function describeResource(client: KafkaClient, resource: ConfigResource): Promise<ResourceConfigs> {
  const target = targetOf(resource);
  return client.attempt(target, async () => {
    const { results } = await client.request(target, describeConfigsApi, {
      resources: [{ resourceType: resourceTypes[resource.type], resourceName: resource.name, configurationKeys: null }],
    });
    const configs = results.flatMap((result) => {
      throwOnAdminError(result.errorCode, `settings of ${resource.type} ${resource.name}`, result.errorMessage);
      return result.configs.map(({ name, value, configSource, readOnly, isSensitive }) => ({
        name,
        value,
        source: sources[configSource] ?? 'unknown',
        readOnly,
        sensitive: isSensitive,
      }));
    });
    return { ...resource, configs };
  });
}

export async function alterConfigs(
  client: KafkaClient,
  resource: ConfigResource,
  changes: Readonly<Record<string, string | null>>,
): Promise<void> {
  const target = targetOf(resource);
  const configs = Object.entries(changes).map(([name, value]) => ({
    name,
    configOperation: value === null ? 1 : 0,
    value,
  }));
  await client.attempt(target, async () => {
    const { responses } = await client.request(target, incrementalAlterConfigsApi, {
      resources: [{ resourceType: resourceTypes[resource.type], resourceName: resource.name, configs }],
    });
    for (const { errorCode, errorMessage } of responses) {
      throwOnAdminError(errorCode, `change settings of ${resource.type} ${resource.name}`, errorMessage);
    }
  });
}

/** Only the broker itself knows its own settings. */
function targetOf({ type, name }: ConfigResource): Target {
  return (type === 'broker' || type === 'brokerLogger') && name !== '' ? { node: Number(name) } : 'controller';
}
