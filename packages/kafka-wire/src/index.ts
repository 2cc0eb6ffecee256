export { ApiKey } from './api-key.ts';
export type { ApiName } from './api-key.ts';
export { apiOf, apis } from './apis.ts';
export {
  decodeMessage,
  decodeVersioned,
  encodeMessage,
  encodeVersioned,
  readMessage,
  writeMessage,
} from './codec/codec.ts';
export { Reader } from './codec/reader.ts';
export { concatenate, Writer } from './codec/writer.ts';
export {
  array,
  bool,
  bytes,
  float64,
  int16,
  int32,
  int64,
  int64Max,
  int8,
  records,
  string,
  struct,
  uint16,
  uint32,
  uuid,
  zeroUuid,
} from './definition/field.ts';
export type { Decoded, Encodable, Field, FieldShape, Fields, FieldType, ScalarType } from './definition/field.ts';
export { api, message } from './definition/message.ts';
export type {
  Api,
  Input,
  Listener,
  Message,
  RequestInput,
  RequestOf,
  ResponseInput,
  ResponseOf,
  Value,
} from './definition/message.ts';
export { includes } from './definition/versions.ts';
export type { Versions } from './definition/versions.ts';
export { ErrorCode, errorName, isRetriable } from './error-code.ts';
export type { ErrorName } from './error-code.ts';
export {
  decodeRequest,
  decodeRequestHeader,
  decodeResponse,
  encodeRequest,
  encodeResponse,
  readCorrelationId,
} from './frame.ts';
export type { RequestHeader } from './frame.ts';
export { produceApi } from './messages/00-produce.ts';
export { fetchApi } from './messages/01-fetch.ts';
export { listOffsetsApi } from './messages/02-list-offsets.ts';
export { metadataApi } from './messages/03-metadata.ts';
export { offsetCommitApi } from './messages/08-offset-commit.ts';
export { offsetFetchApi } from './messages/09-offset-fetch.ts';
export { findCoordinatorApi } from './messages/10-find-coordinator.ts';
export { joinGroupApi } from './messages/11-join-group.ts';
export { heartbeatApi } from './messages/12-heartbeat.ts';
export { leaveGroupApi } from './messages/13-leave-group.ts';
export { syncGroupApi } from './messages/14-sync-group.ts';
export { describeGroupsApi } from './messages/15-describe-groups.ts';
export { listGroupsApi } from './messages/16-list-groups.ts';
export { saslHandshakeApi } from './messages/17-sasl-handshake.ts';
export { apiVersionsApi } from './messages/18-api-versions.ts';
export { createTopicsApi } from './messages/19-create-topics.ts';
export { deleteTopicsApi } from './messages/20-delete-topics.ts';
export { deleteRecordsApi } from './messages/21-delete-records.ts';
export { initProducerIdApi } from './messages/22-init-producer-id.ts';
export { offsetForLeaderEpochApi } from './messages/23-offset-for-leader-epoch.ts';
export { addPartitionsToTxnApi } from './messages/24-add-partitions-to-txn.ts';
export { addOffsetsToTxnApi } from './messages/25-add-offsets-to-txn.ts';
export { endTxnApi } from './messages/26-end-txn.ts';
export { writeTxnMarkersApi } from './messages/27-write-txn-markers.ts';
export { txnOffsetCommitApi } from './messages/28-txn-offset-commit.ts';
export { describeAclsApi } from './messages/29-describe-acls.ts';
export { createAclsApi } from './messages/30-create-acls.ts';
export { deleteAclsApi } from './messages/31-delete-acls.ts';
export { describeConfigsApi } from './messages/32-describe-configs.ts';
export { alterConfigsApi } from './messages/33-alter-configs.ts';
export { alterReplicaLogDirsApi } from './messages/34-alter-replica-log-dirs.ts';
export { describeLogDirsApi } from './messages/35-describe-log-dirs.ts';
export { saslAuthenticateApi } from './messages/36-sasl-authenticate.ts';
export { createPartitionsApi } from './messages/37-create-partitions.ts';
export { createDelegationTokenApi } from './messages/38-create-delegation-token.ts';
export { renewDelegationTokenApi } from './messages/39-renew-delegation-token.ts';
export { expireDelegationTokenApi } from './messages/40-expire-delegation-token.ts';
export { describeDelegationTokenApi } from './messages/41-describe-delegation-token.ts';
export { deleteGroupsApi } from './messages/42-delete-groups.ts';
export { electLeadersApi } from './messages/43-elect-leaders.ts';
export { incrementalAlterConfigsApi } from './messages/44-incremental-alter-configs.ts';
export { alterPartitionReassignmentsApi } from './messages/45-alter-partition-reassignments.ts';
export { listPartitionReassignmentsApi } from './messages/46-list-partition-reassignments.ts';
export { offsetDeleteApi } from './messages/47-offset-delete.ts';
export { describeClientQuotasApi } from './messages/48-describe-client-quotas.ts';
export { alterClientQuotasApi } from './messages/49-alter-client-quotas.ts';
export { describeUserScramCredentialsApi } from './messages/50-describe-user-scram-credentials.ts';
export { alterUserScramCredentialsApi } from './messages/51-alter-user-scram-credentials.ts';
export { voteApi } from './messages/52-vote.ts';
export { beginQuorumEpochApi } from './messages/53-begin-quorum-epoch.ts';
export { endQuorumEpochApi } from './messages/54-end-quorum-epoch.ts';
export { describeQuorumApi } from './messages/55-describe-quorum.ts';
export { alterPartitionApi } from './messages/56-alter-partition.ts';
export { updateFeaturesApi } from './messages/57-update-features.ts';
export { envelopeApi } from './messages/58-envelope.ts';
export { fetchSnapshotApi } from './messages/59-fetch-snapshot.ts';
export { describeClusterApi } from './messages/60-describe-cluster.ts';
export { describeProducersApi } from './messages/61-describe-producers.ts';
export { brokerRegistrationApi } from './messages/62-broker-registration.ts';
export { brokerHeartbeatApi } from './messages/63-broker-heartbeat.ts';
export { unregisterBrokerApi } from './messages/64-unregister-broker.ts';
export { describeTransactionsApi } from './messages/65-describe-transactions.ts';
export { listTransactionsApi } from './messages/66-list-transactions.ts';
export { allocateProducerIdsApi } from './messages/67-allocate-producer-ids.ts';
export { consumerGroupHeartbeatApi } from './messages/68-consumer-group-heartbeat.ts';
export { consumerGroupDescribeApi } from './messages/69-consumer-group-describe.ts';
export { controllerRegistrationApi } from './messages/70-controller-registration.ts';
export { getTelemetrySubscriptionsApi } from './messages/71-get-telemetry-subscriptions.ts';
export { pushTelemetryApi } from './messages/72-push-telemetry.ts';
export { assignReplicasToDirsApi } from './messages/73-assign-replicas-to-dirs.ts';
export { listConfigResourcesApi } from './messages/74-list-config-resources.ts';
export { describeTopicPartitionsApi } from './messages/75-describe-topic-partitions.ts';
export { shareGroupHeartbeatApi } from './messages/76-share-group-heartbeat.ts';
export { shareGroupDescribeApi } from './messages/77-share-group-describe.ts';
export { shareFetchApi } from './messages/78-share-fetch.ts';
export { shareAcknowledgeApi } from './messages/79-share-acknowledge.ts';
export { addRaftVoterApi } from './messages/80-add-raft-voter.ts';
export { removeRaftVoterApi } from './messages/81-remove-raft-voter.ts';
export { updateRaftVoterApi } from './messages/82-update-raft-voter.ts';
export { initializeShareGroupStateApi } from './messages/83-initialize-share-group-state.ts';
export { readShareGroupStateApi } from './messages/84-read-share-group-state.ts';
export { writeShareGroupStateApi } from './messages/85-write-share-group-state.ts';
export { deleteShareGroupStateApi } from './messages/86-delete-share-group-state.ts';
export { readShareGroupStateSummaryApi } from './messages/87-read-share-group-state-summary.ts';
export { streamsGroupHeartbeatApi } from './messages/88-streams-group-heartbeat.ts';
export { streamsGroupDescribeApi } from './messages/89-streams-group-describe.ts';
export { describeShareGroupOffsetsApi } from './messages/90-describe-share-group-offsets.ts';
export { alterShareGroupOffsetsApi } from './messages/91-alter-share-group-offsets.ts';
export { deleteShareGroupOffsetsApi } from './messages/92-delete-share-group-offsets.ts';
export { consumerProtocolAssignment } from './messages/consumer-protocol-assignment.ts';
export { consumerProtocolSubscription } from './messages/consumer-protocol-subscription.ts';
export { controlRecordTypeSchema } from './messages/control-record-type-schema.ts';
export { endTxnMarker } from './messages/end-txn-marker.ts';
export { requestHeader } from './messages/request-header.ts';
export { responseHeader } from './messages/response-header.ts';
export { murmur2, partitionOf } from './partitioner.ts';
export {
  batchLayout,
  batchSize,
  isBatchIntact,
  iterateBatches,
  placeBatch,
  readBatchHeader,
  stampAppendTime,
  stampProducer,
} from './records/batch-header.ts';
export type { BatchHeader, BatchSlice } from './records/batch-header.ts';
export { compress, compressions, decompress } from './records/compression.ts';
export type { Compression } from './records/compression.ts';
export { buildTransactionMarker, controlType } from './records/control.ts';
export { crc32c } from './records/crc32c.ts';
export { RecordBatchBuilder } from './records/record-batch-builder.ts';
export type { BatchOptions, RecordHeader } from './records/record-batch-builder.ts';
export { decodeRecords, RecordCursor } from './records/record-cursor.ts';
export type { DecodedRecord } from './records/record-cursor.ts';
export { WireError } from './wire-error.ts';
