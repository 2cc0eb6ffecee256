import { MillraceError } from '@millrace/base';
import { isObject, type JsonObject } from './json.ts';

export interface CaseResult {
  readonly name: string;
  readonly passed: boolean;
  /** Why it did not pass. */
  readonly reason?: string;
}

/** The case's result by a check that gives the reason why it did not pass; what the schemas raise is such a reason too. */
export function judged(name: string, check: () => string | undefined): CaseResult {
  try {
    const reason = check();
    return reason === undefined ? { name, passed: true } : { name, passed: false, reason };
  } catch (error) {
    if (error instanceof MillraceError) return { name, passed: false, reason: error.message };
    throw error;
  }
}

export function objectOf(value: unknown, what: string): JsonObject {
  if (isObject(value)) return value;
  throw notCases(`${what} is not an object`);
}

export function notCases(problem: string): MillraceError {
  return new MillraceError('INVALID_REQUEST', `The file is not one of compatibility cases: ${problem}.`);
}
