/** Raised where the program itself is wrong. Never caught to go on; it ends the component that raised it. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** States what must be true for the program to be right. Input from outside is parsed, not asserted. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** Closes a switch over a discriminated union: a new kind does not compile until it is handled. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable: ${JSON.stringify(value)}`);
}
