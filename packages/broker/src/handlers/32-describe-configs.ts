import type { describeConfigsApi, RequestOf } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { ErrorName } from '@millrace/kafka-wire';
import type { BrokerContext, Handler } from '../context.ts';
import type { ConfigEntry } from './config-entries.ts';
import { brokerConfigEntries, configSource, configType, topicConfigEntries } from './config-entries.ts';
import { resourceType } from './resource-type.ts';

type Resource = RequestOf<typeof describeConfigsApi>['resources'][number];

/** The settings of topics and of this broker: each value, where it comes from, and what else would give one. */
export const describeConfigs: Handler<typeof describeConfigsApi> = (context, request) => ({
  results: request.resources.map((resource) => {
    const { resourceType: type, resourceName } = resource;
    const entries = entriesOf(context, resource);
    if ('code' in entries) {
      const errorCode = ErrorCode[entries.code];
      return { errorCode, errorMessage: entries.message, resourceType: type, resourceName };
    }
    const asked = resource.configurationKeys === null ? undefined : new Set(resource.configurationKeys);
    return {
      errorCode: ErrorCode.NONE,
      errorMessage: null,
      resourceType: type,
      resourceName,
      configs: entries
        .filter(({ name }) => asked === undefined || asked.has(name))
        .map((entry) => describe(entry, request.includeSynonyms, request.includeDocumentation)),
    };
  }),
});

function entriesOf(
  context: BrokerContext,
  { resourceType: type, resourceName }: Resource,
): ConfigEntry[] | { readonly code: ErrorName; readonly message: string } {
  const { state } = context.topics;
  if (type === resourceType.topic) {
    const topic = context.topics.topic(resourceName);
    return topic === undefined
      ? { code: 'UNKNOWN_TOPIC_OR_PARTITION', message: `There is no topic '${resourceName}'.` }
      : topicConfigEntries(state, topic.configs);
  }
  if (type === resourceType.broker) {
    // The empty name is that of the default for all brokers: what was set for it while they ran.
    if (resourceName === '') return brokerConfigEntries(state).filter(({ source }) => source === 'dynamic');
    if (resourceName === String(context.nodeId)) return brokerConfigEntries(state);
    return { code: 'INVALID_REQUEST', message: `There is no broker '${resourceName}', only '${context.nodeId}'.` };
  }
  if (type === resourceType.brokerLogger || type === resourceType.clientMetrics || type === resourceType.group)
    return [];
  return { code: 'INVALID_REQUEST', message: `Resources of type ${type} have no settings.` };
}

function describe(
  { name, value, source, definition, synonyms }: ConfigEntry,
  withSynonyms: boolean,
  withText: boolean,
) {
  return {
    name,
    value,
    readOnly: false,
    configSource: configSource[source],
    isSensitive: false,
    synonyms: withSynonyms ? synonyms.map((each) => ({ ...each, source: configSource[each.source] })) : [],
    configType: configType[definition.type],
    documentation: withText ? definition.documentation : null,
  };
}
