import type { ConfigDefinition } from './config-definition.ts';

const longMax = '9223372036854775807';

/** By Confluent's class names, or short. */
const subjectNameStrategies = [
  'io.confluent.kafka.serializers.subject.TopicNameStrategy',
  'io.confluent.kafka.serializers.subject.RecordNameStrategy',
  'io.confluent.kafka.serializers.subject.TopicRecordNameStrategy',
  'TopicNameStrategy',
  'RecordNameStrategy',
  'TopicRecordNameStrategy',
] as const;

/**
 * Every setting that a topic may have. A name that is not here is refused. `retention.ms` is -1 by default, unlike
 * Kafka's seven days: events are kept by what their topic asks for, however old the time is that they tell of.
 */
export const topicConfigs: readonly ConfigDefinition[] = [
  {
    name: 'cleanup.policy',
    type: 'list',
    fallback: 'delete',
    allowed: ['delete', 'compact'],
    brokerName: 'log.cleanup.policy',
    documentation: 'What happens to old records: deleted by retention, or compacted to the newest of each key.',
  },
  {
    name: 'compression.type',
    type: 'string',
    fallback: 'producer',
    allowed: ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'],
    brokerName: 'compression.type',
    documentation: 'Batches are kept as their producer compressed them, whatever is set here.',
  },
  {
    name: 'delete.retention.ms',
    type: 'long',
    fallback: '86400000',
    min: 0,
    brokerName: 'log.cleaner.delete.retention.ms',
    documentation: 'How long a compacted topic keeps tombstones.',
  },
  {
    name: 'max.message.bytes',
    type: 'int',
    fallback: '1048588',
    min: 0,
    brokerName: 'message.max.bytes',
    documentation: 'The largest record batch that is taken, as it travels.',
  },
  {
    name: 'message.timestamp.type',
    type: 'string',
    fallback: 'CreateTime',
    allowed: ['CreateTime', 'LogAppendTime'],
    brokerName: 'log.message.timestamp.type',
    documentation: 'Whose time a record carries: the producer’s, or the broker’s.',
  },
  {
    name: 'min.cleanable.dirty.ratio',
    type: 'double',
    fallback: '0.5',
    min: 0,
    max: 1,
    brokerName: 'log.cleaner.min.cleanable.ratio',
    documentation: 'The share of a log that must be new since the last compaction before it is compacted again.',
  },
  {
    name: 'min.compaction.lag.ms',
    type: 'long',
    fallback: '0',
    min: 0,
    brokerName: 'log.cleaner.min.compaction.lag.ms',
    documentation: 'How old a record must be before it may be compacted away.',
  },
  {
    name: 'max.compaction.lag.ms',
    type: 'long',
    fallback: longMax,
    min: 1,
    brokerName: 'log.cleaner.max.compaction.lag.ms',
    documentation: 'How old the active segment may grow before compaction may have it.',
  },
  {
    name: 'retention.bytes',
    type: 'long',
    fallback: '-1',
    brokerName: 'log.retention.bytes',
    documentation: 'The size that a partition is kept to, in whole segments; -1 for any size.',
  },
  {
    name: 'retention.ms',
    type: 'long',
    fallback: '-1',
    min: -1,
    brokerName: 'log.retention.ms',
    documentation: 'How long records are kept, by their own timestamps; -1 for ever.',
  },
  {
    name: 'segment.bytes',
    type: 'int',
    fallback: '1073741824',
    min: 14,
    brokerName: 'log.segment.bytes',
    documentation: 'The size of one file of a partition.',
  },
  {
    name: 'segment.ms',
    type: 'long',
    fallback: '604800000',
    min: 1,
    brokerName: 'log.roll.ms',
    documentation: 'How long one file of a partition is written to.',
  },
  {
    name: 'min.insync.replicas',
    type: 'int',
    fallback: '1',
    min: 1,
    brokerName: 'min.insync.replicas',
    documentation: 'Kept for tools that set it; there is one replica.',
  },
  ...checkConfigs('key'),
  ...checkConfigs('value'),
  ...acceptedWithoutEffect(),
];

/** What is checked of the records of a topic before they are taken; `record-check.ts` says how the settings add up. */
function checkConfigs(part: 'key' | 'value'): ConfigDefinition[] {
  return [
    {
      name: `confluent.${part}.schema.validation`,
      type: 'boolean',
      fallback: 'false',
      documentation: `Whether a record is refused whose ${part} names no schema that is registered for its subject.`,
    },
    {
      name: `confluent.${part}.subject.name.strategy`,
      type: 'string',
      fallback: subjectNameStrategies[0],
      allowed: subjectNameStrategies,
      documentation: `Under which subject the schemas of the ${part} are registered.`,
    },
    {
      name: `millrace.${part}.schema.validation`,
      type: 'string',
      fallback: 'none',
      allowed: ['none', 'id', 'full'],
      documentation: `What the ${part} of a record must be: anything, with a registered schema, or also readable by it.`,
    },
  ];
}

/** Kafka's settings for things that this broker does not have. Topics of other clusters bring them along. */
function acceptedWithoutEffect(): ConfigDefinition[] {
  const documentation = 'Kept for tools that set it; without effect here.';
  return [
    { name: 'file.delete.delay.ms', type: 'long', fallback: '60000', min: 0, documentation },
    { name: 'flush.messages', type: 'long', fallback: longMax, min: 1, documentation },
    { name: 'flush.ms', type: 'long', fallback: longMax, min: 0, documentation },
    { name: 'follower.replication.throttled.replicas', type: 'list', fallback: '', documentation },
    { name: 'index.interval.bytes', type: 'int', fallback: '32768', min: 0, documentation },
    { name: 'leader.replication.throttled.replicas', type: 'list', fallback: '', documentation },
    { name: 'message.timestamp.after.max.ms', type: 'long', fallback: longMax, min: 0, documentation },
    { name: 'message.timestamp.before.max.ms', type: 'long', fallback: longMax, min: 0, documentation },
    { name: 'preallocate', type: 'boolean', fallback: 'false', documentation },
    { name: 'segment.index.bytes', type: 'int', fallback: '10485760', min: 4, documentation },
    { name: 'segment.jitter.ms', type: 'long', fallback: '0', min: 0, documentation },
    { name: 'unclean.leader.election.enable', type: 'boolean', fallback: 'false', documentation },
  ];
}
