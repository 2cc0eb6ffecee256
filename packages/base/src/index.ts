export { AssertionError, assert, unreachable } from './assert.ts';
export type { Clock } from './clock.ts';
export { errorRegistry, MillraceError } from './errors.ts';
export type { ErrorCode, ErrorEntry } from './errors.ts';
export { silent } from './logger.ts';
export type { Logger } from './logger.ts';
