import type { alterConfigsApi, RequestOf } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { BrokerContext, Handler } from '../context.ts';
import type { ConfigChange } from './alter-resource.ts';
import { decideAlter } from './alter-resource.ts';
import { resourceType } from './resource-type.ts';

type Resource = RequestOf<typeof alterConfigsApi>['resources'][number];

/** Replaces all settings of a resource: those that are not named go back to their defaults. */
export const alterConfigs: Handler<typeof alterConfigsApi> = async (context, request) => {
  const responses = request.resources.map(async (resource) => {
    const { resourceType: type, resourceName } = resource;
    const decision = decideAlter(context, resource, changesOf(context, resource));
    if (decision.kind === 'refused') {
      const errorCode = ErrorCode[decision.code];
      return { errorCode, errorMessage: decision.message, resourceType: type, resourceName };
    }
    if (!request.validateOnly) await context.topics.record(decision.records);
    return { errorCode: ErrorCode.NONE, errorMessage: null, resourceType: type, resourceName };
  });
  return { responses: await Promise.all(responses) };
};

function changesOf(context: BrokerContext, resource: Resource): ConfigChange[] {
  const present =
    resource.resourceType === resourceType.topic
      ? context.topics.topic(resource.resourceName)?.configs
      : context.topics.state.dynamicConfigs;
  const named = new Set(resource.configs.map(({ name }) => name));
  const dropped = [...(present?.keys() ?? [])].filter((key) => !named.has(key));
  return [
    ...resource.configs.map(({ name: key, value }) => ({ key, value })),
    ...dropped.map((key) => ({ key, value: null })),
  ];
}
