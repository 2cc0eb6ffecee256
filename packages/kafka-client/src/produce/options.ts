import type { Compression, RecordHeader } from '@millrace/kafka-wire';

export interface ProducerOptions {
  /** Default none. */
  readonly compression?: Compression;
  /** How long a record may wait for others to share its batch. Default 5 ms. */
  readonly lingerMs?: number;
  /** A batch is sent when it holds so many bytes before compression. Default 256 KiB. */
  readonly batchBytes?: number;
  /** When so many bytes wait, `send` asks to hold on. Default 64 MiB. */
  readonly bufferBytesMax?: number;
  /** Default -1: all replicas that are in sync. 0 asks for no answer, and learns of no failure. */
  readonly acks?: -1 | 0 | 1;
  /** Whether the broker drops what arrives twice. Default true, unless `acks` is given as 0 or 1. */
  readonly idempotent?: boolean;
  /** Makes the producer transactional. A later producer of the same id fences this one. */
  readonly transactionalId?: string;
  /** The broker aborts a transaction that lasts longer. Default 60 s. */
  readonly transactionTimeoutMs?: number;
  /** How long a batch is tried again before it is given up. Default 120 s. */
  readonly deliveryTimeoutMs?: number;
}

export interface ProducerRecord {
  /** Default: by the key's hash, as the Java client; without a key, one partition a batch in turn. */
  readonly partition?: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers?: readonly RecordHeader[];
  /** Milliseconds since 1970. Default: now. */
  readonly timestamp?: number;
}

/** Who a producer is to the brokers. */
export interface ProducerIdentity {
  readonly producerId: number;
  readonly producerEpoch: number;
}

export const anonymous: ProducerIdentity = { producerId: -1, producerEpoch: -1 };
