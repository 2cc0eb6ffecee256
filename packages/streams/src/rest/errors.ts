import { MillraceError } from '@millrace/base';
import { KafkaError } from '@millrace/kafka-client';
import type { Entity } from './entities.ts';

/** ksqlDB's error codes: the HTTP status times 100, plus a number of its own. */
export const restErrorCode = {
  badRequest: 40000,
  badStatement: 40001,
  queryEndpoint: 40002,
  notFound: 40400,
  assertionFailed: 41700,
  server: 50000,
  commandTimeout: 50301,
  notReady: 50302,
  shuttingDown: 50303,
} as const;

export type RestErrorCode = (typeof restErrorCode)[keyof typeof restErrorCode];

/** A refusal in the words and codes of ksqlDB's REST API. `statement` names the statement that was refused. */
export class RestError extends Error {
  override readonly name = 'RestError';
  readonly code: RestErrorCode;
  readonly statement: string | undefined;
  /** Answers to the statements of the same request that had been run before. */
  readonly entities: readonly Entity[];

  constructor(
    code: RestErrorCode,
    message: string,
    options: { statement?: string; entities?: readonly Entity[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.statement = options.statement;
    this.entities = options.entities ?? [];
  }
}

export interface ErrorBody {
  readonly '@type': 'generic_error' | 'statement_error';
  readonly error_code: number;
  readonly message: string;
  readonly statementText?: string;
  readonly entities?: readonly Entity[];
}

export function errorBody(error: RestError): ErrorBody {
  const common = { error_code: error.code, message: error.message };
  return error.statement === undefined
    ? { '@type': 'generic_error', ...common }
    : { '@type': 'statement_error', ...common, statementText: error.statement, entities: error.entities };
}

export function statusOf(code: RestErrorCode): number {
  return Math.floor(code / 100);
}

/** The one mapper at this edge: what it does not know is "internal", its detail goes to the log only. */
export function restErrorOf(thrown: unknown, statement?: string, entities?: readonly Entity[]): RestError {
  const options = {
    ...(statement === undefined ? {} : { statement }),
    ...(entities === undefined ? {} : { entities }),
    cause: thrown,
  };
  if (thrown instanceof RestError) {
    if (thrown.statement !== undefined || statement === undefined) return thrown;
    return new RestError(thrown.code, thrown.message, options);
  }
  if (thrown instanceof KafkaError) return new RestError(restErrorCode.server, thrown.message, options);
  if (!(thrown instanceof MillraceError)) {
    return new RestError(restErrorCode.server, 'Something in the server broke; its log holds the detail.', options);
  }
  switch (thrown.code) {
    case 'UNREACHABLE':
      return new RestError(restErrorCode.server, thrown.message, options);
    case 'INTERNAL':
      return new RestError(restErrorCode.server, thrown.message, options);
    default:
      return new RestError(
        statement === undefined ? restErrorCode.badRequest : restErrorCode.badStatement,
        thrown.message,
        options,
      );
  }
}
