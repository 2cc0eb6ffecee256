import type { Logger } from '@millrace/base';
import { assert, silent } from '@millrace/base';
import type { Api, RequestInput, ResponseOf } from '@millrace/kafka-wire';
import { ErrorCode, findCoordinatorApi, metadataApi } from '@millrace/kafka-wire';
import * as configs from './admin/configs.ts';
import * as groups from './admin/groups.ts';
import * as offsets from './admin/offsets.ts';
import * as topics from './admin/topics.ts';
import { Connections } from './cluster/connections.ts';
import type { BrokerNode, ClusterMetadata, TopicMetadata } from './cluster/metadata.ts';
import { clusterMetadata } from './cluster/metadata.ts';
import type { FetchOptions } from './consume/fetch-partitions.ts';
import { fetchPartitions } from './consume/fetch-partitions.ts';
import type { FetchedPartition } from './consume/fetched-partition.ts';
import type { PartitionOffset } from './consume/fetcher.ts';
import { closedClient, KafkaError, throwOnError } from './kafka-error.ts';
import { produceBatch } from './produce/produce-batch.ts';
import type { Connection } from './transport/connection.ts';
import { retrying } from './transport/retry.ts';

export type CoordinatorType = 'group' | 'transaction';

/** Whom a request is for. */
export type Target =
  | 'any'
  | 'controller'
  | { readonly node: number }
  | { readonly coordinator: CoordinatorType; readonly key: string }
  | { readonly leader: { readonly topic: string; readonly partition: number } };

export interface ClientOptions {
  /** Addresses `host:port`, in a list or separated by commas. */
  readonly bootstrap: string | readonly string[];
  readonly clientId: string;
  readonly logger?: Logger;
  /** How long to wait for a response. Default 30 s. */
  readonly requestTimeoutMs?: number;
  /** How long to try again what fails for a passing reason. Default 30 s. */
  readonly retryTimeoutMs?: number;
  /** How long a connection may take. Default 5 s. */
  readonly connectTimeoutMs?: number;
}

export interface RequestOptions {
  /** A connection of its own for those who wait long. */
  readonly channel?: string;
  readonly timeoutMs?: number;
}

const mainChannel = 'main';
const newTopicGraceMs = 1000;
/** Someone waits for the first connection, and a wrong address does not mend itself. */
const firstContactMs = 10_000;

/**
 * A client of any Kafka cluster: finds brokers, leaders and coordinators, agrees on versions, reconnects. It keeps no
 * group memberships. All methods raise KafkaError with the broker's answer, or MillraceError UNREACHABLE.
 */
export class KafkaClient {
  readonly logger: Logger;
  /** Aborted when the client is closed. */
  readonly signal: AbortSignal;
  private readonly closing = new AbortController();
  private readonly connections: Connections;
  private readonly requestTimeoutMs: number;
  private readonly retryTimeoutMs: number;
  private readonly topicCache = new Map<string, TopicMetadata>();
  private readonly coordinatorCache = new Map<string, number>();
  private controllerId = -1;

  private constructor(options: ClientOptions) {
    const { bootstrap } = options;
    this.signal = this.closing.signal;
    this.logger = options.logger ?? silent;
    this.requestTimeoutMs = options.requestTimeoutMs ?? 30_000;
    this.retryTimeoutMs = options.retryTimeoutMs ?? 30_000;
    this.connections = new Connections({
      bootstrap: (typeof bootstrap === 'string' ? bootstrap.split(',') : bootstrap).map((address) => address.trim()),
      clientId: options.clientId,
      connectTimeoutMs: options.connectTimeoutMs ?? 5000,
    });
  }

  /** Connects to one of the addresses and learns the cluster. Raises UNREACHABLE when none answers in time. */
  static async connect(options: ClientOptions): Promise<KafkaClient> {
    const client = new KafkaClient(options);
    try {
      await client.attempt('any', () => client.metadata([]), Math.min(client.retryTimeoutMs, firstContactMs));
    } catch (error) {
      await client.close();
      throw error;
    }
    return client;
  }

  /** Ends every connection. What is under way fails. */
  async close(): Promise<void> {
    this.closing.abort();
    this.connections.close();
    return Promise.resolve();
  }

  /** Sends one request, in the newest version that both sides speak. Does not try again; error codes stay in the answer. */
  async request<A extends Api>(
    target: Target,
    api: A,
    body: RequestInput<A>,
    options: RequestOptions = {},
  ): Promise<ResponseOf<A>> {
    const connection = await this.connectionTo(target, options.channel);
    return connection.send(api, body, options.timeoutMs ?? this.requestTimeoutMs);
  }

  /** The connection that a request to the target takes. */
  async connectionTo(target: Target, channel = mainChannel): Promise<Connection> {
    if (target === 'any') return this.connections.toAny(channel);
    return this.connections.toNode(await this.nodeOf(target), channel);
  }

  closeChannel(channel: string): void {
    this.connections.closeChannel(channel);
  }

  /**
   * Tries again what fails for a passing reason, and forgets in between who the target was. `task` must itself raise
   * KafkaError for error codes.
   */
  async attempt<T>(target: Target, task: () => Promise<T>, timeoutMs = this.retryTimeoutMs): Promise<T> {
    const onFailure = (error: unknown): void => {
      this.logger.debug({ target, error }, 'trying again');
      this.forget(target);
    };
    return retrying({ timeoutMs, signal: this.signal, onFailure }, async () => {
      if (this.signal.aborted) throw closedClient();
      return task();
    });
  }

  /** Describes the cluster and the named topics, or all. Does not create topics. A topic's `error` says what is wrong with it. */
  async metadata(names?: readonly string[]): Promise<ClusterMetadata> {
    const body = {
      topics: names === undefined ? null : names.map((name) => ({ name })),
      allowAutoTopicCreation: false,
    };
    const metadata = clusterMetadata(await this.request('any', metadataApi, body));
    this.connections.learn(metadata.brokers);
    this.controllerId = metadata.controllerId;
    for (const topic of metadata.topics) {
      if (topic.error === 'NONE') this.topicCache.set(topic.name, topic);
      else this.topicCache.delete(topic.name);
    }
    return metadata;
  }

  /** A topic as last seen, or asked for now. A topic that is not there gets a second: brokers hear of new ones at different times. */
  async topic(name: string): Promise<TopicMetadata> {
    const cached = this.topicCache.get(name);
    if (cached !== undefined) return cached;
    const lookUp = async (): Promise<TopicMetadata> => {
      const topic = (await this.metadata([name])).topics[0];
      throwOnError(ErrorCode[topic?.error ?? 'UNKNOWN_TOPIC_OR_PARTITION'], `topic ${name}`);
      assert(topic !== undefined, 'a topic without an error is there');
      return topic;
    };
    return this.attempt('any', lookUp, newTopicGraceMs);
  }

  /** What is known of a topic without asking. */
  cachedTopic(name: string): TopicMetadata | undefined {
    return this.topicCache.get(name);
  }

  get brokers(): readonly BrokerNode[] {
    return this.connections.known;
  }

  /** Forgets who serves a target, so that the next request asks anew. */
  forget(target: Target): void {
    if (target === 'controller') this.controllerId = -1;
    if (typeof target !== 'object') return;
    if ('leader' in target) this.topicCache.delete(target.leader.topic);
    if ('coordinator' in target) this.coordinatorCache.delete(`${target.coordinator}:${target.key}`);
  }

  forgetTopic(name: string): void {
    this.topicCache.delete(name);
  }

  /** The node that serves a target. */
  async nodeOf(target: Exclude<Target, 'any'>): Promise<number> {
    if (target === 'controller') {
      if (this.controllerId < 0) await this.metadata([]);
      if (this.controllerId < 0) throw new KafkaError(ErrorCode.NOT_CONTROLLER, 'find the controller');
      return this.controllerId;
    }
    if ('node' in target) return target.node;
    if ('coordinator' in target) return this.coordinatorOf(target.coordinator, target.key);
    const { topic, partition } = target.leader;
    const found = (await this.topic(topic)).partitions[partition];
    if (found !== undefined && found.leader >= 0) return found.leader;
    this.topicCache.delete(topic);
    const code = found === undefined ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.LEADER_NOT_AVAILABLE;
    throw new KafkaError(code, `find the leader of ${topic}-${partition}`);
  }

  private async coordinatorOf(type: CoordinatorType, key: string): Promise<number> {
    const cached = this.coordinatorCache.get(`${type}:${key}`);
    if (cached !== undefined) return cached;
    const keyType = type === 'group' ? 0 : 1;
    const connection = await this.connections.toAny(mainChannel);
    const single = connection.versionOf(findCoordinatorApi) < 4;
    const body = single ? { key, keyType } : { keyType, coordinatorKeys: [key] };
    const response = await connection.send(findCoordinatorApi, body, this.requestTimeoutMs);
    const found = single ? response : response.coordinators[0];
    const what = `find the coordinator of ${type} ${key}`;
    if (found === undefined) throw new KafkaError(ErrorCode.COORDINATOR_NOT_AVAILABLE, what);
    throwOnError(found.errorCode, what, found.errorMessage);
    if (this.connections.known.every(({ id }) => id !== found.nodeId)) await this.metadata([]);
    this.coordinatorCache.set(`${type}:${key}`, found.nodeId);
    return found.nodeId;
  }

  /** Creates topics and waits until they can be used. An existing topic raises TOPIC_ALREADY_EXISTS. */
  createTopics = (list: readonly topics.NewTopic[]): Promise<void> => topics.createTopics(this, list);
  deleteTopics = (names: readonly string[]): Promise<void> => topics.deleteTopics(this, names);
  /** Raises the number of partitions of a topic to `count`. */
  createPartitions = (topic: string, count: number): Promise<void> => topics.createPartitions(this, topic, count);

  describeConfigs = (resources: readonly configs.ConfigResource[]): Promise<configs.ResourceConfigs[]> =>
    configs.describeConfigs(this, resources);
  /** Sets single settings, and puts those given as null back to their defaults. */
  alterConfigs = (resource: configs.ConfigResource, changes: Readonly<Record<string, string | null>>): Promise<void> =>
    configs.alterConfigs(this, resource, changes);

  /** The offset of each partition of a topic; for a timestamp, of the first record not older, or -1 where there is none. */
  listOffsets = (
    topic: string,
    at: offsets.OffsetSpec,
    options?: offsets.ListOffsetsOptions,
  ): Promise<Map<number, number>> => offsets.listOffsets(this, topic, at, options);

  listGroups = (): Promise<groups.GroupListing[]> => groups.listGroups(this);
  describeGroups = (ids: readonly string[]): Promise<groups.GroupDescription[]> => groups.describeGroups(this, ids);
  deleteGroups = (ids: readonly string[]): Promise<void> => groups.deleteGroups(this, ids);
  /** The offsets that a group stored, of the named topics or all. */
  fetchOffsets = (group: string, names?: readonly string[]): Promise<groups.GroupOffset[]> =>
    groups.fetchOffsets(this, group, names);
  /** Stores offsets for a group that has no members. */
  commitOffsets = (group: string, list: readonly groups.GroupOffset[]): Promise<void> =>
    groups.commitOffsets(this, group, list);

  /** Fetches once from each of the partitions: a look at what is there. To read on and on there is Fetcher. */
  fetchPartitions = (partitions: readonly PartitionOffset[], options?: FetchOptions): Promise<FetchedPartition[]> =>
    fetchPartitions(this, partitions, options);

  /** Appends one finished batch. Tries again, so a batch without a producer id may be there twice after a failure. */
  produceBatch = (request: {
    readonly topic: string;
    readonly partition: number;
    readonly batch: Uint8Array;
    readonly acks?: -1 | 0 | 1;
  }): Promise<{ baseOffset: number }> => produceBatch(this, request);
}
