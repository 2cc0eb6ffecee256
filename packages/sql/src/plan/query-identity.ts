import type { WithProperties } from '../analysis/with-properties.ts';
import type { EngineContext } from './engine-types.ts';
import type { PlanContext } from './plan-context.ts';
import { requestedKeyFormat } from './plan-sink.ts';

/** What planning one query needs of the engine's surroundings. */
export function planContext(
  queryId: string,
  context: EngineContext,
  properties: WithProperties,
  toClient: boolean,
): PlanContext {
  return {
    queryId,
    applicationId: `_confluent-ksql-${context.serviceId}${toClient ? 'transient' : 'query'}_${queryId}`,
    settings: context.settings,
    properties,
    sinkKeyFormat: requestedKeyFormat(properties),
    toClient,
    partitionsOf: (topic) => context.topic(topic)?.partitions,
  };
}
