import { MillraceError } from '@millrace/base';
import { brokerConfigs } from './broker-configs.ts';
import type { ConfigDefinition } from './config-definition.ts';
import { refuseConfigValue, splitList } from './config-definition.ts';
import type { RecordCheck } from './record-check.ts';
import { recordCheckOf } from './record-check.ts';
import { topicConfigs } from './topic-configs.ts';

const topicByName = new Map(topicConfigs.map((definition) => [definition.name, definition]));
const brokerByName = new Map(brokerConfigs.map((definition) => [definition.name, definition]));

export const topicConfigOf = (name: string): ConfigDefinition | undefined => topicByName.get(name);
export const brokerConfigOf = (name: string): ConfigDefinition | undefined => brokerByName.get(name);

/** What a topic's settings mean, once text is parsed and defaults are in place. */
export interface TopicSettings {
  readonly isDeleted: boolean;
  readonly isCompacted: boolean;
  readonly deleteRetentionMs: number;
  readonly maxMessageBytes: number;
  readonly isLogAppendTime: boolean;
  readonly minCleanableDirtyRatio: number;
  readonly minCompactionLagMs: number;
  readonly maxCompactionLagMs: number;
  readonly retentionBytes: number;
  readonly retentionMs: number;
  readonly segmentBytes: number;
  readonly segmentMs: number;
  /** Undefined for a topic that takes records of any content. */
  readonly recordCheck: RecordCheck | undefined;
}

/** The value that holds, and where it comes from. */
export function topicConfigValue(
  definition: ConfigDefinition,
  topic: ReadonlyMap<string, string>,
  broker: ReadonlyMap<string, string>,
): { readonly value: string; readonly source: 'topic' | 'broker' | 'default' } {
  const own = topic.get(definition.name);
  if (own !== undefined) return { value: own, source: 'topic' };
  const ofBroker = definition.brokerName === undefined ? undefined : broker.get(definition.brokerName);
  if (ofBroker !== undefined) return { value: ofBroker, source: 'broker' };
  return { value: definition.fallback, source: 'default' };
}

export function topicSettings(topic: ReadonlyMap<string, string>, broker: ReadonlyMap<string, string>): TopicSettings {
  const text = (name: string): string => {
    const definition = topicByName.get(name);
    return definition === undefined ? '' : topicConfigValue(definition, topic, broker).value;
  };
  const number = (name: string): number => Number(text(name));
  const policies = splitList(text('cleanup.policy'));
  return {
    isDeleted: policies.includes('delete'),
    isCompacted: policies.includes('compact'),
    deleteRetentionMs: number('delete.retention.ms'),
    maxMessageBytes: number('max.message.bytes'),
    isLogAppendTime: text('message.timestamp.type') === 'LogAppendTime',
    minCleanableDirtyRatio: number('min.cleanable.dirty.ratio'),
    minCompactionLagMs: number('min.compaction.lag.ms'),
    maxCompactionLagMs: number('max.compaction.lag.ms'),
    retentionBytes: number('retention.bytes'),
    retentionMs: number('retention.ms'),
    segmentBytes: number('segment.bytes'),
    segmentMs: number('segment.ms'),
    recordCheck: recordCheckOf(text),
  };
}

/** The broker's own setting as text. Names that are not defined do not compile elsewhere than here by accident: they are ''. */
export function brokerConfigValue(name: string, broker: ReadonlyMap<string, string>): string {
  return broker.get(name) ?? brokerByName.get(name)?.fallback ?? '';
}

/** Checks what the person who starts the broker wrote. Raises CONFIG_INVALID, naming the setting. */
export function parseStartConfig(config: Readonly<Record<string, string>>): Map<string, string> {
  for (const [name, value] of Object.entries(config)) {
    const definition = brokerByName.get(name);
    if (definition === undefined) {
      throw new MillraceError('CONFIG_INVALID', `The broker has no setting "${name}".`, { details: { setting: name } });
    }
    const refusal = refuseConfigValue(definition, value);
    if (refusal !== undefined) throw new MillraceError('CONFIG_INVALID', refusal, { details: { setting: name } });
  }
  return new Map(Object.entries(config));
}
