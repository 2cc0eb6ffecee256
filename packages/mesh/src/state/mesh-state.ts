import type { Origin, ProductMetadata } from '../facts/fact.ts';
import type { Policy } from '../gate/policy.ts';
import { defaultDirectory } from '../people/directory.ts';
import type { Directory } from '../people/directory.ts';
import { BucketMap } from './bucket-map.ts';

export interface RegisteredConsumer {
  readonly id: string;
  readonly name: string;
  readonly product: string;
  readonly purpose: string;
  readonly group: string;
  readonly registeredAt: string;
  readonly registeredBy: string;
}

export interface Product extends ProductMetadata {
  readonly id: string;
  readonly domain: string;
  readonly name: string;
  readonly topic: string;
  readonly major: number;
  readonly status: 'published' | 'deprecated';
  readonly slaAcknowledged: boolean;
  readonly publishedAt: string;
  readonly publishedBy: string;
  /** Consumers belong to the product, so that a registration and an unpublication at the same time cannot both hold. */
  readonly consumers: readonly RegisteredConsumer[];
}

export interface RecordedQuery {
  readonly id: string;
  readonly statement: string;
  readonly sources: readonly string[];
  readonly sink?: string;
  readonly createdBy: string;
  readonly createdAt: string;
}

/** The fold of all facts. Every reader of the same prefix of the log holds the same state. */
export interface MeshState {
  readonly products: BucketMap<Product>;
  /** Product by topic: a topic is the port of one product at most. */
  readonly productByTopic: BucketMap<string>;
  readonly queries: BucketMap<RecordedQuery>;
  /** Accepted facts by subject. What was removed keeps its version, so that an old decision stays stale. */
  readonly versions: BucketMap<number>;
  readonly directory: Directory;
  readonly directoryOrigin: Origin | undefined;
  readonly policies: readonly Policy[];
  readonly policiesOrigin: Origin | undefined;
}

export const initialState: MeshState = {
  products: BucketMap.empty(),
  productByTopic: BucketMap.empty(),
  queries: BucketMap.empty(),
  versions: BucketMap.empty(),
  directory: defaultDirectory,
  directoryOrigin: undefined,
  policies: [],
  policiesOrigin: undefined,
};

export const versionOf = (state: MeshState, subject: string): number => state.versions.get(subject) ?? 0;
