import { MillraceError } from '@millrace/base';
import type { ErrorName } from '@millrace/kafka-wire';
import { ErrorCode, errorName, isRetriable } from '@millrace/kafka-wire';

/** An error that a broker answered, by the protocol's own name. */
export class KafkaError extends Error {
  override readonly name = 'KafkaError';
  readonly codeName: ErrorName;
  readonly code: number;
  /** Whether the same request may succeed later. */
  readonly retriable: boolean;

  /** `what` says what was asked for, of whom: "create topic flights". */
  constructor(code: number, what: string, detail?: string | null, retriable = isRetriable(code)) {
    const codeName = errorName(code);
    super(`${what}: the broker answers ${codeName}${detail ? ` (${detail})` : ''}`);
    this.code = code;
    this.codeName = codeName;
    this.retriable = retriable;
  }
}

/** Raises KafkaError for any code but 0. */
export function throwOnError(code: number, what: string, detail?: string | null): void {
  if (code !== 0) throw new KafkaError(code, what, detail);
}

/** As throwOnError, for requests that name a topic which must be there: that it is not is an answer, not a delay. */
export function throwOnAdminError(code: number, what: string, detail?: string | null): void {
  if (code === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) throw new KafkaError(code, what, detail, false);
  throwOnError(code, what, detail);
}

/** Whether it is worth while to try again: the broker says so, or it was not reached. */
export function isWorthRetrying(error: unknown): boolean {
  if (error instanceof KafkaError) return error.retriable;
  return error instanceof MillraceError && error.code === 'UNREACHABLE' && error.details['final'] !== true;
}

export function unreachableBroker(address: string, what: string, cause?: unknown): MillraceError {
  const reason = cause instanceof Error ? `: ${cause.message}` : '';
  return new MillraceError('UNREACHABLE', `Kafka broker ${address}: ${what}${reason}`, { cause, details: { address } });
}

/** What a client that was closed says to those that still use it. */
export function closedClient(): MillraceError {
  return new MillraceError('UNREACHABLE', 'the Kafka client is closed', { details: { final: true } });
}
