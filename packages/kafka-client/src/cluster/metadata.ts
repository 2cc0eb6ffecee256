import type { ResponseOf, metadataApi } from '@millrace/kafka-wire';
import { errorName } from '@millrace/kafka-wire';
import type { ErrorName } from '@millrace/kafka-wire';

export interface BrokerNode {
  readonly id: number;
  readonly host: string;
  readonly port: number;
}

export interface PartitionMetadata {
  readonly partition: number;
  /** -1 while there is none. */
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly error: ErrorName;
}

export interface TopicMetadata {
  readonly name: string;
  readonly id: string;
  readonly internal: boolean;
  /** In the order of their numbers. */
  readonly partitions: readonly PartitionMetadata[];
  readonly error: ErrorName;
}

export interface ClusterMetadata {
  readonly clusterId: string | null;
  readonly controllerId: number;
  readonly brokers: readonly BrokerNode[];
  readonly topics: readonly TopicMetadata[];
}

export function clusterMetadata(response: ResponseOf<typeof metadataApi>): ClusterMetadata {
  return {
    clusterId: response.clusterId,
    controllerId: response.controllerId,
    brokers: response.brokers.map(({ nodeId, host, port }) => ({ id: nodeId, host, port })),
    topics: response.topics.map((topic) => ({
      name: topic.name ?? '',
      id: topic.topicId,
      internal: topic.isInternal,
      error: errorName(topic.errorCode),
      partitions: topic.partitions
        .map((partition) => ({
          partition: partition.partitionIndex,
          leader: partition.leaderId,
          leaderEpoch: partition.leaderEpoch,
          replicas: partition.replicaNodes,
          isr: partition.isrNodes,
          error: errorName(partition.errorCode),
        }))
        .sort((a, b) => a.partition - b.partition),
    })),
  };
}
