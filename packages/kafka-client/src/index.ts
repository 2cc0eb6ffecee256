export type { ConfigEntry, ConfigResource, ResourceConfigs } from './admin/configs.ts';
export type { GroupDescription, GroupListing, GroupMember, GroupOffset } from './admin/groups.ts';
export type { ListOffsetsOptions, OffsetSpec } from './admin/offsets.ts';
export type { NewTopic } from './admin/topics.ts';
export { KafkaClient } from './client.ts';
export type { ClientOptions, CoordinatorType, RequestOptions, Target } from './client.ts';
export type { BrokerNode, ClusterMetadata, PartitionMetadata, TopicMetadata } from './cluster/metadata.ts';
export { isWorthRetrying, KafkaError } from './kafka-error.ts';
