import * as fc from 'fast-check';

/** Evenly from 0 up to 1: fast-check's doubles are even over their bit patterns, so nearly all of them are close to 0. */
export const fraction = fc.integer({ min: 0, max: 9999 }).map((part) => part / 10_000);
