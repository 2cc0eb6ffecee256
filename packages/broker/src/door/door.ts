import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from '@millrace/base';
import type { ErrorName } from '@millrace/kafka-wire';
import { readBatchHeader, RecordCursor, WireError } from '@millrace/kafka-wire';
import type { RecordCheck } from '../config/record-check.ts';
import { RequestMemory } from '../network/request-memory.ts';
import type { PartitionLog } from '../storage/partition-log.ts';
import { answerWithin } from './answer-within.ts';
import type { RecordRefusal, RecordsToCheck, RecordValidator } from './record-validator.ts';
import { slicesOf } from './slices.ts';

/** How long the validator may think about a slice of a batch. */
const answerMs = 5000;
/** What a compressed batch may grow to, unless its topic takes larger ones uncompressed: no small batch exhausts the memory. */
const openedBytesMax = 32 * 1024 * 1024;
/** Of compressed batches that are opened at a time, all together; others wait. */
const openedTogetherBytesMax = 128 * 1024 * 1024;
/** Refused records of a batch that are told; the rest is not looked at. */
const refusalsMax = 100;

export interface Refused {
  readonly kind: 'refused';
  readonly code: ErrorName;
  readonly message?: string;
  readonly recordErrors?: readonly { readonly batchIndex: number; readonly batchIndexErrorMessage: string }[];
}

/** A batch whose topic may ask for a check. */
export interface BatchAtDoor {
  readonly topic: string;
  readonly check: RecordCheck | undefined;
  readonly log: PartitionLog;
  readonly bytes: Uint8Array;
  /** The topic's `max.message.bytes`. */
  readonly batchBytesMax: number;
}

/**
 * Where records of topics that ask for it are checked before they are appended. Batches of a partition are checked one after
 * the other and appended in the order in which they came, however long one has to wait; those of other partitions go on.
 */
export class Door {
  readonly #validator: RecordValidator | undefined;
  readonly #answerMs: number;
  readonly #logger: Logger;
  readonly #closing: AbortSignal;
  readonly #opened = new RequestMemory(openedTogetherBytesMax);
  /** The newest batch of each partition that is at the door. */
  readonly #queues = new Map<PartitionLog, Promise<unknown>>();

  constructor(options: {
    readonly validator: RecordValidator | undefined;
    /** Default 5000. */
    readonly answerMs?: number;
    readonly logger: Logger;
    readonly closing: AbortSignal;
  }) {
    this.#validator = options.validator;
    this.#answerMs = options.answerMs ?? answerMs;
    this.#logger = options.logger;
    this.#closing = options.closing;
  }

  /** Whether a batch may be written at once, without being checked and without overtaking another. */
  isOpen(log: PartitionLog, check: RecordCheck | undefined): boolean {
    return check === undefined && !this.#queues.has(log);
  }

  /** Writes the batch when it has passed and all that came to its partition before it are through. */
  enter<T>(batch: BatchAtDoor, write: () => T): Promise<T | Refused> {
    const { log } = batch;
    const pass = async (): Promise<T | Refused> => (await this.#refuse(batch)) ?? write();
    const through = this.#queues.get(log)?.then(pass, pass) ?? pass();
    this.#queues.set(log, through);
    const leave = (): void => {
      if (this.#queues.get(log) === through) this.#queues.delete(log);
    };
    through.then(leave, leave);
    return through;
  }

  async #refuse(batch: BatchAtDoor): Promise<Refused | undefined> {
    const { topic, check, log, bytes } = batch;
    if (this.#closing.aborted) return closingRefusal;
    // What is in the log has passed before: only the answer to it was lost.
    if (check === undefined || log.holds(bytes)) return undefined;
    if (this.#validator === undefined) return refused('INVALID_RECORD', withoutValidator(topic));
    try {
      return await this.#checkBatch(this.#validator, { ...batch, check });
    } catch (error) {
      if (error instanceof WireError) return refused('INVALID_RECORD', `The records cannot be read: ${error.message}.`);
      this.#logger.error({ error, topic }, 'the check of records failed');
      return refused('UNKNOWN_SERVER_ERROR', `Records for topic ${topic} could not be checked: see the broker’s log.`);
    }
  }

  async #checkBatch(
    validator: RecordValidator,
    batch: BatchAtDoor & { readonly check: RecordCheck },
  ): Promise<Refused | undefined> {
    const { topic, check, bytes, batchBytesMax } = batch;
    const header = readBatchHeader(bytes);
    const isPacked = header.compression !== 'none';
    if (isPacked) await this.#roomToOpen();
    const cursor = new RecordCursor({ header, bytes }, Math.max(openedBytesMax, batchBytesMax));
    const openedBytes = isPacked ? cursor.buffer.length : 0;
    this.#opened.take(openedBytes);
    try {
      const refusals: RecordRefusal[] = [];
      for (const records of slicesOf(cursor)) {
        // Others had their turn since the slice before, and the broker may have closed in it.
        if (this.#closing.aborted) return closingRefusal;
        const answer = await this.#ask(validator, { topic, check, records });
        if (answer === 'closing') return closingRefusal;
        if (answer === 'silent') return refused('INVALID_RECORD', silentValidator(topic, this.#answerMs));
        refusals.push(...answer);
        if (refusals.length >= refusalsMax) break;
        if ((records.at(-1)?.index ?? 0) + 1 < header.recordCount) await nextTurn();
      }
      const [first] = refusals;
      if (first === undefined) return undefined;
      // Not every client shows its user the reason.
      this.#logger.info({ topic, record: first.index, reason: first.reason }, 'refused a batch of records');
      return refusedRecords(topic, header.recordCount, refusals);
    } finally {
      this.#opened.give(openedBytes);
    }
  }

  async #roomToOpen(): Promise<void> {
    while (this.#opened.isFull) await new Promise<void>((wake) => this.#opened.onRoom(wake));
  }

  #ask(validator: RecordValidator, records: RecordsToCheck) {
    const answer = validator(records);
    return answer instanceof Promise ? answerWithin(answer, this.#answerMs, this.#closing) : answer;
  }
}

/** As after any broker that is gone, the producer looks for the leader again. */
const closingRefusal = refused('NOT_LEADER_OR_FOLLOWER', 'The broker is closing.');

function refused(code: ErrorName, message: string): Refused {
  return { kind: 'refused', code, message };
}

function withoutValidator(topic: string): string {
  return (
    `Topic ${topic} asks for its records to be checked, and this broker was started without anything that checks them. ` +
    'Start it with a schema registry, or set millrace.value.schema.validation, confluent.value.schema.validation and ' +
    'the same for keys to their defaults.'
  );
}

function silentValidator(topic: string, ms: number): string {
  return `Records for topic ${topic} could not be checked within ${ms} ms. Nothing was written; send them again.`;
}

/** All records of the batch are refused with those that are wrong; they are told one by one (KIP-467). */
function refusedRecords(topic: string, recordCount: number, refusals: readonly RecordRefusal[]): Refused {
  const told = refusals.slice(0, refusalsMax);
  const [first] = told;
  const count = refusals.length < refusalsMax ? `${refusals.length}` : `${refusalsMax} or more`;
  const message =
    `Topic ${topic} refuses ${count} of ${recordCount} records, and with them the whole batch. ` +
    `Record ${first?.index}: ${first?.reason}`;
  return {
    ...refused('INVALID_RECORD', message),
    recordErrors: told.map(({ index, reason }) => ({ batchIndex: index, batchIndexErrorMessage: reason })),
  };
}
