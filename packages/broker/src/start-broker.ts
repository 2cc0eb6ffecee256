import { randomBytes, randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Clock, Logger } from '@millrace/base';
import { silent } from '@millrace/base';
import type { ClusterRecord } from './cluster/cluster-state.ts';
import { applyCluster, emptyCluster, snapshotCluster } from './cluster/cluster-state.ts';
import { Topics } from './cluster/topics.ts';
import { parseStartConfig } from './config/parsed-configs.ts';
import type { BrokerContext } from './context.ts';
import { Door } from './door/door.ts';
import type { RecordValidator } from './door/record-validator.ts';
import { GroupCoordinator } from './groups/group-coordinator.ts';
import type { OffsetsRecord, OffsetsState } from './groups/offsets-state.ts';
import { applyOffsets, snapshotOffsets } from './groups/offsets-state.ts';
import { Maintenance } from './maintenance.ts';
import { dispatch } from './network/dispatch.ts';
import { Listener } from './network/listener.ts';
import { offeredApis } from './routes.ts';
import { Journal } from './storage/journal.ts';
import { lockDirectory } from './storage/lock-file.ts';
import { nodeFiles } from './storage/node-files.ts';
import { TransactionCoordinator } from './transactions/transaction-coordinator.ts';
import type { TransactionsRecord } from './transactions/transactions-state.ts';
import { applyTransactions, emptyTransactions, snapshotTransactions } from './transactions/transactions-state.ts';

export interface BrokerOptions {
  /** Where everything is kept. Created when missing; one process uses it at a time. */
  readonly dataDir: string;
  /** The address to listen on. */
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Where clients are told to connect. By default `host`, or for 0.0.0.0 the address by which each client came. */
  readonly advertisedHost?: string;
  readonly logger?: Logger;
  readonly clock?: Clock;
  /** Default 1. */
  readonly nodeId?: number;
  /** For a new data directory; a random one by default. */
  readonly clusterId?: string;
  /** Settings of the broker by Kafka's names, as text; see `brokerConfigs`. */
  readonly config?: Readonly<Record<string, string>>;
  /** `commit` (default): acknowledged records survive a loss of power. `os`: they survive the death of the process. */
  readonly flush?: 'commit' | 'os';
  /** What checks records of topics that ask for it. Without one, no topic may ask. */
  readonly validator?: RecordValidator;
}

export interface Broker {
  readonly host: string;
  readonly port: number;
  readonly address: string;
  /** Answers what is under way, makes everything durable and leaves the directory to others. */
  close(): Promise<void>;
}

/**
 * Starts a Kafka broker of one node. Raises DATA_DIRECTORY_LOCKED, ADDRESS_IN_USE or CONFIG_INVALID. When it resolves,
 * all that a former process acknowledged can be read.
 */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const dataDir = resolve(options.dataDir);
  const startConfigs = parseStartConfig(options.config ?? {});
  nodeFiles.makeDirectory(dataDir);
  const unlock = lockDirectory(dataDir);
  try {
    const listener = await Listener.open(options.host, options.port);
    try {
      return await serve(options, dataDir, startConfigs, listener, unlock);
    } catch (error) {
      await listener.close();
      throw error;
    }
  } catch (error) {
    unlock();
    throw error;
  }
}

async function serve(
  options: BrokerOptions,
  dataDir: string,
  startConfigs: ReadonlyMap<string, string>,
  listener: Listener,
  unlock: () => void,
): Promise<Broker> {
  const { logger = silent, clock = Date, nodeId = 1, flush = 'commit', validator } = options;
  const isWildcard = options.host === '0.0.0.0' || options.host === '::';
  const advertisedHost = options.advertisedHost ?? (isWildcard ? undefined : options.host);
  const host = advertisedHost ?? '127.0.0.1';
  const closing = new AbortController();
  const state = openState(dataDir, startConfigs, {
    logger,
    clock,
    flush,
    newClusterId: options.clusterId,
    hasValidator: validator !== undefined,
  });
  const { topics, groups } = state;
  await Promise.all([state.formed, topics.open()]);
  const transactions = state.openTransactions();
  await transactions.recover();
  const context: BrokerContext = {
    nodeId,
    advertisedHost,
    port: listener.port,
    clock,
    logger,
    topics,
    door: new Door({ validator, logger, closing: closing.signal }),
    groups,
    transactions,
    dataDirectory: dataDir,
    offered: offeredApis(),
    closing: closing.signal,
  };
  const maintenance = new Maintenance(topics, clock, logger);
  listener.serve((frame, connection) => dispatch(context, frame, connection), limitsOf(topics), logger);
  return {
    host,
    port: listener.port,
    address: `${host}:${listener.port}`,
    async close() {
      closing.abort();
      groups.close();
      transactions.close();
      await listener.close();
      await maintenance.close();
      await topics.close();
      await state.closeJournals();
      unlock();
    },
  };
}

function limitsOf(topics: Topics) {
  return {
    frameBytesMax: Number(topics.brokerConfig('socket.request.max.bytes')),
    requestBytesMax: Number(topics.brokerConfig('queued.max.request.bytes')),
    connectionsMax: Number(topics.brokerConfig('max.connections')),
  };
}

/** The three states that the broker folds from its journals, and what runs on them. */
function openState(
  dataDir: string,
  startConfigs: ReadonlyMap<string, string>,
  base: {
    logger: Logger;
    clock: Clock;
    flush: 'commit' | 'os';
    newClusterId: string | undefined;
    hasValidator: boolean;
  },
) {
  const { logger, clock, flush } = base;
  const files = nodeFiles;
  const common = { files, logger, flush };
  const cluster = emptyCluster(startConfigs);
  const clusterJournal = new Journal<ClusterRecord>({
    ...common,
    path: join(dataDir, 'cluster.journal'),
    apply: (record) => applyCluster(cluster, record),
    snapshot: () => snapshotCluster(cluster),
  });
  const clusterId = base.newClusterId ?? randomBytes(16).toString('base64url');
  const isNew = cluster.clusterId === '';
  const formed = isNew ? clusterJournal.record([{ kind: 'cluster-formed', clusterId }]) : Promise.resolve();
  const topics = new Topics({
    state: cluster,
    journal: clusterJournal,
    files,
    directory: join(dataDir, 'topics'),
    logger,
    flush,
    randomId: randomUUID,
    hasValidator: base.hasValidator,
  });
  const offsets: OffsetsState = { groups: new Map() };
  const offsetsJournal = new Journal<OffsetsRecord>({
    ...common,
    path: join(dataDir, 'groups.journal'),
    apply: (record) => applyOffsets(offsets, record),
    snapshot: () => snapshotOffsets(offsets),
  });
  const limits = () => ({
    initialDelayMs: Number(topics.brokerConfig('group.initial.rebalance.delay.ms')),
    membersMax: Number(topics.brokerConfig('group.max.size')),
  });
  const groups = new GroupCoordinator({ offsets, journal: offsetsJournal, clock, limits });
  const transactionsState = emptyTransactions();
  const transactionsJournal = new Journal<TransactionsRecord>({
    ...common,
    path: join(dataDir, 'transactions.journal'),
    apply: (record) => applyTransactions(transactionsState, record),
    snapshot: () => snapshotTransactions(transactionsState),
  });
  return {
    formed,
    topics,
    groups,
    openTransactions: () =>
      new TransactionCoordinator({
        state: transactionsState,
        journal: transactionsJournal,
        topics,
        groups,
        clock,
        logger,
      }),
    async closeJournals(): Promise<void> {
      await Promise.all([clusterJournal.close(), offsetsJournal.close(), transactionsJournal.close()]);
    },
  };
}
