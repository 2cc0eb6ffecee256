import { consumerProtocolSubscription, encodeVersioned } from '@millrace/kafka-wire';
import { batchOf } from './fixtures.ts';

export interface Known {
  readonly topicId: string;
  readonly version: number;
  readonly memberId: string;
  readonly generation: number;
}

/** For each API a request about things that are there, so that answers have all their fields. */
export const requests: Record<string, (known: Known) => object> = {
  Produce: ({ topicId, version }) => ({
    acks: -1,
    timeoutMs: 1000,
    topicData: [{ ...named('name', version < 13, topicId), partitionData: [{ index: 0, records: batchOf(['a']) }] }],
  }),
  Fetch: ({ topicId, version }) => ({
    maxBytes: 1_000_000,
    isolationLevel: 1,
    topics: [{ ...named('topic', version < 13, topicId), partitions: [{ fetchOffset: 0, partitionMaxBytes: 10_000 }] }],
  }),
  ListOffsets: () => ({
    topics: [{ name: 'known', partitions: [{ timestamp: -1 }, { timestamp: 0 }, { timestamp: -3 }] }],
  }),
  Metadata: () => ({ topics: [{ name: 'known' }, { name: 'unknown/name' }] }),
  OffsetCommit: ({ topicId, version }) => ({
    groupId: 'other',
    topics: [{ ...named('name', version < 10, topicId), partitions: [{ committedOffset: 3, committedMetadata: 'm' }] }],
  }),
  OffsetFetch: ({ topicId, version }) => {
    const topics = [{ ...named('name', version < 10, topicId), partitionIndexes: [0] }];
    return version < 8 ? { groupId: 'other', topics } : { groups: [{ groupId: 'other', topics }] };
  },
  FindCoordinator: ({ version }) => (version < 4 ? { key: 'g' } : { coordinatorKeys: ['g', 'h'] }),
  JoinGroup: ({ version }) => ({
    groupId: `join-${version}`,
    sessionTimeoutMs: 10_000,
    ...(version >= 5 ? { groupInstanceId: 'static' } : {}),
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: subscription }],
  }),
  Heartbeat: ({ memberId, generation }) => ({ groupId: 'group', memberId, generationId: generation }),
  LeaveGroup: ({ version }) =>
    version < 3 ? { groupId: 'group', memberId: 'nobody' } : { groupId: 'group', members: [{ memberId: 'nobody' }] },
  SyncGroup: ({ memberId, generation }) => ({ groupId: 'group', memberId, generationId: generation }),
  DescribeGroups: () => ({ groups: ['group', 'nothing'] }),
  ListGroups: () => ({}),
  ApiVersions: ({ version }) => (version < 3 ? {} : { clientSoftwareName: 'test', clientSoftwareVersion: '1' }),
  CreateTopics: ({ version }) => ({
    topics: [
      { name: `made-${version}`, numPartitions: 1, replicationFactor: 1 },
      { name: 'known', numPartitions: 1, replicationFactor: 1 },
    ],
  }),
  DeleteTopics: ({ version }) =>
    version < 6
      ? { topicNames: ['made-2', 'nothing'] }
      : { topics: [{ name: 'made-7' }, { topicId: '00000000-0000-0000-0000-000000000009' }] },
  DeleteRecords: () => ({ topics: [{ name: 'known', partitions: [{ offset: 0 }, { offset: 99 }] }] }),
  InitProducerId: ({ version }) => ({ transactionalId: `producer-${version}`, transactionTimeoutMs: 1000 }),
  OffsetForLeaderEpoch: () => ({ topics: [{ topic: 'known', partitions: [{ leaderEpoch: 0 }, { leaderEpoch: 7 }] }] }),
  AddPartitionsToTxn: ({ version }) => {
    const topics = [{ name: 'known', partitions: [0] }];
    return version < 4
      ? { v3AndBelowTransactionalId: 'x', v3AndBelowTopics: topics }
      : { transactions: [{ transactionalId: 'x', topics }] };
  },
  AddOffsetsToTxn: () => ({ transactionalId: 'x', groupId: 'group' }),
  EndTxn: () => ({ transactionalId: 'x' }),
  TxnOffsetCommit: () => ({
    transactionalId: 'x',
    groupId: 'group',
    topics: [{ name: 'known', partitions: [{ committedMetadata: '' }] }],
  }),
  DescribeConfigs: ({ version }) => ({
    resources: [
      { resourceType: 2, resourceName: 'known', configurationKeys: null },
      { resourceType: 4, resourceName: '1' },
      { resourceType: 2, resourceName: 'no' },
    ],
    includeSynonyms: true,
    ...(version >= 3 ? { includeDocumentation: true } : {}),
  }),
  AlterConfigs: () => ({
    resources: [{ resourceType: 2, resourceName: 'known', configs: [{ name: 'retention.ms', value: '-1' }] }],
  }),
  DescribeLogDirs: () => ({ topics: null }),
  CreatePartitions: ({ version }) => ({
    topics: [
      { name: 'known', count: 10 + version, assignments: null },
      { name: 'no', count: 1, assignments: null },
    ],
  }),
  DeleteGroups: () => ({ groupsNames: ['nothing', 'group'] }),
  IncrementalAlterConfigs: () => ({
    resources: [{ resourceType: 2, resourceName: 'known', configs: [{ name: 'segment.ms', value: '1000' }] }],
  }),
  OffsetDelete: () => ({ groupId: 'other', topics: [{ name: 'known', partitions: [{ partitionIndex: 3 }] }] }),
  DescribeCluster: () => ({}),
  DescribeProducers: () => ({ topics: [{ name: 'known', partitionIndexes: [0, 99] }] }),
  DescribeTransactions: () => ({ transactionalIds: ['producer-0', 'nothing'] }),
  ListTransactions: () => ({}),
  DescribeTopicPartitions: () => ({ topics: [{ name: 'known' }, { name: 'no' }], responsePartitionLimit: 2 }),
};

const subscription = encodeVersioned(consumerProtocolSubscription, 0, { topics: ['known'] });

function named(field: string, byName: boolean, topicId: string): object {
  return byName ? { [field]: 'known' } : { topicId };
}
