import type { Clock, Logger } from '@millrace/base';
import type { Api, RequestOf, ResponseInput } from '@millrace/kafka-wire';
import type { Topics } from './cluster/topics.ts';
import type { Door } from './door/door.ts';
import type { GroupCoordinator } from './groups/group-coordinator.ts';
import type { TransactionCoordinator } from './transactions/transaction-coordinator.ts';

/** All that handlers work with. */
export interface BrokerContext {
  readonly nodeId: number;
  /** Where clients are told to connect; undefined for the address by which each has reached us. */
  readonly advertisedHost: string | undefined;
  readonly port: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly topics: Topics;
  readonly door: Door;
  readonly groups: GroupCoordinator;
  readonly transactions: TransactionCoordinator;
  readonly dataDirectory: string;
  /** What ApiVersions tells: derived from the table of handlers. */
  readonly offered: readonly OfferedApi[];
  /** Aborted when the broker closes: requests that wait then answer with what they have. */
  readonly closing: AbortSignal;
}

export interface OfferedApi {
  readonly apiKey: number;
  readonly minVersion: number;
  readonly maxVersion: number;
}

/** What a handler knows of the request beside its body. */
export interface Call {
  readonly version: number;
  readonly clientId: string;
  readonly clientHost: string;
  /** Where this client is told to connect. */
  readonly host: string;
  /** Aborted when the connection is gone: nobody waits for the answer any more. */
  readonly gone: AbortSignal;
}

/** Answers a request. Undefined means that the protocol wants no answer (a produce with acks 0). */
export type Handler<A extends Api> = (
  context: BrokerContext,
  request: RequestOf<A>,
  call: Call,
) => ResponseInput<A> | undefined | Promise<ResponseInput<A> | undefined>;
