import type { incrementalAlterConfigsApi, RequestOf } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import { splitList } from '../config/config-definition.ts';
import { brokerConfigOf, topicConfigOf } from '../config/parsed-configs.ts';
import type { BrokerContext, Handler } from '../context.ts';
import type { Altered, ConfigChange } from './alter-resource.ts';
import { decideAlter } from './alter-resource.ts';
import { brokerConfigEntries, topicConfigEntries } from './config-entries.ts';
import { resourceType } from './resource-type.ts';

type Resource = RequestOf<typeof incrementalAlterConfigsApi>['resources'][number];

const operations = ['set', 'delete', 'append', 'subtract'] as const;

/** Changes single settings of a resource, and leaves the others (KIP-339). Lists can be added to and taken from. */
export const incrementalAlterConfigs: Handler<typeof incrementalAlterConfigsApi> = async (context, request) => {
  const responses = request.resources.map(async (resource) => {
    const { resourceType: type, resourceName } = resource;
    const decision = decide(context, resource);
    if (decision.kind === 'refused') {
      const errorCode = ErrorCode[decision.code];
      return { errorCode, errorMessage: decision.message, resourceType: type, resourceName };
    }
    if (!request.validateOnly) await context.topics.record(decision.records);
    return { errorCode: ErrorCode.NONE, errorMessage: null, resourceType: type, resourceName };
  });
  return { responses: await Promise.all(responses) };
};

function decide(context: BrokerContext, resource: Resource): Altered {
  const present = presentValues(context, resource);
  const isTopic = resource.resourceType === resourceType.topic;
  const changes: ConfigChange[] = [];
  const names = new Set<string>();
  for (const { name, configOperation, value } of resource.configs) {
    const operation = operations[configOperation];
    const refuse = (message: string): Altered => ({ kind: 'refused', code: 'INVALID_REQUEST', message });
    if (operation === undefined) return refuse(`Unknown operation ${configOperation} on ${name}.`);
    if (names.has(name)) return refuse(`Configuration ${name} is named twice.`);
    names.add(name);
    if (operation !== 'delete' && value === null) return refuse(`Configuration ${name} needs a value.`);
    const definition = isTopic ? topicConfigOf(name) : brokerConfigOf(name);
    const changesList = operation === 'append' || operation === 'subtract';
    if (changesList && definition !== undefined && definition.type !== 'list') {
      return { kind: 'refused', code: 'INVALID_CONFIG', message: `Configuration ${name} is not a list.` };
    }
    changes.push({ key: name, value: newValue(operation, present.get(name) ?? '', value) });
  }
  return decideAlter(context, resource, changes);
}

function newValue(operation: (typeof operations)[number], present: string, value: string | null): string | null {
  if (operation === 'delete' || value === null) return null;
  if (operation === 'set') return value;
  const before = splitList(present);
  const named = splitList(value);
  const after = operation === 'append' ? [...before, ...named] : before.filter((item) => !named.includes(item));
  return [...new Set(after)].join(',');
}

function presentValues(context: BrokerContext, { resourceType: type, resourceName }: Resource): Map<string, string> {
  const { state } = context.topics;
  const entries =
    type === resourceType.topic
      ? topicConfigEntries(state, context.topics.topic(resourceName)?.configs ?? new Map())
      : brokerConfigEntries(state);
  return new Map(entries.map(({ name, value }) => [name, value]));
}
