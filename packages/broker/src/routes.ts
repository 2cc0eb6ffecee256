import type { Api } from '@millrace/kafka-wire';
import {
  produceApi,
  fetchApi,
  listOffsetsApi,
  metadataApi,
  offsetCommitApi,
  offsetFetchApi,
  findCoordinatorApi,
  joinGroupApi,
  heartbeatApi,
  leaveGroupApi,
  syncGroupApi,
  describeGroupsApi,
  listGroupsApi,
  apiVersionsApi,
  createTopicsApi,
  deleteTopicsApi,
  deleteRecordsApi,
  initProducerIdApi,
  offsetForLeaderEpochApi,
  addPartitionsToTxnApi,
  addOffsetsToTxnApi,
  endTxnApi,
  txnOffsetCommitApi,
  describeConfigsApi,
  alterConfigsApi,
  describeLogDirsApi,
  createPartitionsApi,
  deleteGroupsApi,
  incrementalAlterConfigsApi,
  offsetDeleteApi,
  describeClusterApi,
  describeProducersApi,
  describeTransactionsApi,
  listTransactionsApi,
  describeTopicPartitionsApi,
} from '@millrace/kafka-wire';
import type { Handler, OfferedApi } from './context.ts';
import { produce } from './handlers/00-produce.ts';
import { fetch } from './handlers/01-fetch.ts';
import { listOffsets } from './handlers/02-list-offsets.ts';
import { metadata } from './handlers/03-metadata.ts';
import { offsetCommit } from './handlers/08-offset-commit.ts';
import { offsetFetch } from './handlers/09-offset-fetch.ts';
import { findCoordinator } from './handlers/10-find-coordinator.ts';
import { joinGroup } from './handlers/11-join-group.ts';
import { heartbeat } from './handlers/12-heartbeat.ts';
import { leaveGroup } from './handlers/13-leave-group.ts';
import { syncGroup } from './handlers/14-sync-group.ts';
import { describeGroups } from './handlers/15-describe-groups.ts';
import { listGroups } from './handlers/16-list-groups.ts';
import { apiVersions } from './handlers/18-api-versions.ts';
import { createTopics } from './handlers/19-create-topics.ts';
import { deleteTopics } from './handlers/20-delete-topics.ts';
import { deleteRecords } from './handlers/21-delete-records.ts';
import { initProducerId } from './handlers/22-init-producer-id.ts';
import { offsetForLeaderEpoch } from './handlers/23-offset-for-leader-epoch.ts';
import { addPartitionsToTxn } from './handlers/24-add-partitions-to-txn.ts';
import { addOffsetsToTxn } from './handlers/25-add-offsets-to-txn.ts';
import { endTxn } from './handlers/26-end-txn.ts';
import { txnOffsetCommit } from './handlers/28-txn-offset-commit.ts';
import { describeConfigs } from './handlers/32-describe-configs.ts';
import { alterConfigs } from './handlers/33-alter-configs.ts';
import { describeLogDirs } from './handlers/35-describe-log-dirs.ts';
import { createPartitions } from './handlers/37-create-partitions.ts';
import { deleteGroups } from './handlers/42-delete-groups.ts';
import { incrementalAlterConfigs } from './handlers/44-incremental-alter-configs.ts';
import { offsetDelete } from './handlers/47-offset-delete.ts';
import { describeCluster } from './handlers/60-describe-cluster.ts';
import { describeProducers } from './handlers/61-describe-producers.ts';
import { describeTransactions } from './handlers/65-describe-transactions.ts';
import { listTransactions } from './handlers/66-list-transactions.ts';
import { describeTopicPartitions } from './handlers/75-describe-topic-partitions.ts';

/** A request that is served. */
export interface Route {
  readonly api: Api;
  readonly handler: Handler<Api>;
  readonly minVersion: number;
  readonly maxVersion: number;
}

/** `maxVersion` is below the protocol's where a newer version means something that this broker does not do. */
function route<A extends Api>(api: A, handler: Handler<A>, maxVersion: number = api.versions.max): Route {
  return { api, handler, minVersion: api.versions.min, maxVersion };
}

/** Every API that is served: one line and one file each. What ApiVersions tells is derived from it. */
const routes: readonly Route[] = [
  route(produceApi, produce),
  route(fetchApi, fetch),
  route(listOffsetsApi, listOffsets),
  route(metadataApi, metadata),
  route(offsetCommitApi, offsetCommit),
  route(offsetFetchApi, offsetFetch),
  route(findCoordinatorApi, findCoordinator),
  route(joinGroupApi, joinGroup),
  route(heartbeatApi, heartbeat),
  route(leaveGroupApi, leaveGroup),
  route(syncGroupApi, syncGroup),
  route(describeGroupsApi, describeGroups),
  route(listGroupsApi, listGroups),
  route(apiVersionsApi, apiVersions),
  route(createTopicsApi, createTopics),
  route(deleteTopicsApi, deleteTopics),
  route(deleteRecordsApi, deleteRecords),
  route(initProducerIdApi, initProducerId, 5),
  route(offsetForLeaderEpochApi, offsetForLeaderEpoch),
  route(addPartitionsToTxnApi, addPartitionsToTxn),
  route(addOffsetsToTxnApi, addOffsetsToTxn),
  route(endTxnApi, endTxn, 4),
  route(txnOffsetCommitApi, txnOffsetCommit, 4),
  route(describeConfigsApi, describeConfigs),
  route(alterConfigsApi, alterConfigs),
  route(describeLogDirsApi, describeLogDirs),
  route(createPartitionsApi, createPartitions),
  route(deleteGroupsApi, deleteGroups),
  route(incrementalAlterConfigsApi, incrementalAlterConfigs),
  route(offsetDeleteApi, offsetDelete),
  route(describeClusterApi, describeCluster),
  route(describeProducersApi, describeProducers),
  route(describeTransactionsApi, describeTransactions),
  route(listTransactionsApi, listTransactions),
  route(describeTopicPartitionsApi, describeTopicPartitions),
];

const byKey = new Map(routes.map((each) => [each.api.key, each]));

export function routeOf(apiKey: number): Route | undefined {
  return byKey.get(apiKey);
}

/**
 * Produce is told from version 0, though older ones than 3 are refused as in Kafka 4: librdkafka learns from it which
 * compressions it may use.
 */
export function offeredApis(): OfferedApi[] {
  return routes.map(({ api, minVersion, maxVersion }) => ({
    apiKey: api.key,
    minVersion: api.key === produceApi.key ? 0 : minVersion,
    maxVersion,
  }));
}
