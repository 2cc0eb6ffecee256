import type { Settings } from '../analysis/serde.ts';
import type { WithProperties } from '../analysis/with-properties.ts';
import type { KeyFormat } from './stage.ts';

/** What planning needs to know besides the query and the metastore. */
export interface PlanContext {
  readonly queryId: string;
  readonly applicationId: string;
  readonly settings: Settings;
  /** WITH of the sink. */
  readonly properties: WithProperties;
  /** The key format that WITH asks for; null: inherited. */
  readonly sinkKeyFormat: KeyFormat | null;
  readonly toClient: boolean;
  /** Number of partitions of a topic, if it is known. */
  partitionsOf(topic: string): number | undefined;
}

/** `_confluent-ksql-…query_CSAS_A_0-Join-left-repartition` */
export function internalTopic(context: PlanContext, name: string): string {
  return `${context.applicationId}-${name}`;
}
