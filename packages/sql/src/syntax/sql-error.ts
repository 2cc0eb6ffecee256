import { MillraceError } from '@millrace/base';
import type { Span } from './span.ts';

/**
 * Where a statement was refused: `parse` it is not of the grammar; `prepare` a name or a literal is wrong; `plan` it cannot run.
 */
export type SqlErrorPhase = 'parse' | 'prepare' | 'plan';

export interface SqlErrorDetails {
  readonly phase: SqlErrorPhase;
  /** Where in the script, when it is one place. */
  readonly at: Span | null;
  /** The statement that was refused, once it is known. */
  readonly statement?: string;
}

/** The one error of this package for what an author wrote: code SQL_INVALID, `details` are SqlErrorDetails. */
export function sqlError(phase: SqlErrorPhase, message: string, at: Span | null = null): MillraceError {
  const details: SqlErrorDetails = { phase, at };
  return new MillraceError('SQL_INVALID', message, { details: { ...details } });
}

export function isSqlError(error: unknown): error is MillraceError {
  return error instanceof MillraceError && error.code === 'SQL_INVALID';
}

/** The place that an SQL error names, if any. */
export function spanOfError(error: MillraceError): Span | null {
  const at: unknown = error.details['at'];
  if (typeof at !== 'object' || at === null) return null;
  return 'line' in at && 'column' in at && 'start' in at && 'end' in at ? (at as Span) : null;
}

/** The same error with the statement that it is about. */
export function aboutStatement(error: MillraceError, statement: string): MillraceError {
  if (error.details['statement'] !== undefined) return error;
  return new MillraceError('SQL_INVALID', error.message, { cause: error, details: { ...error.details, statement } });
}

/** The message with its statement, which may hold data: not for a log. */
export function fullMessage(error: MillraceError): string {
  const statement = error.details['statement'];
  return typeof statement === 'string' ? `${error.message}\nStatement: ${statement}` : error.message;
}
