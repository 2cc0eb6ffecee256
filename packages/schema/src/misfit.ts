import { MillraceError } from '@millrace/base';

/** What is wrong with data, and the way to it from the outside in: `customer.lines[3]`. */
class Misfit extends Error {
  readonly path: string;

  constructor(path: string, problem: string) {
    super(problem);
    this.path = path;
  }
}

/** The error as it is seen from around `place`, a field's name or an index in brackets. What is no DATA_INVALID stays as it is. */
export function within(place: string, error: unknown): unknown {
  if (error instanceof Misfit) {
    return new Misfit(`${place}${error.path.startsWith('[') ? '' : '.'}${error.path}`, error.message);
  }
  return error instanceof MillraceError ? new Misfit(place, error.message) : error;
}

/** The problem that `check` raises, with its place, as a sentence. Undefined when it raises none. */
export function problemOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof Misfit) return `At ${error.path}: ${error.message}`;
    if (error instanceof MillraceError) return error.message;
    throw error;
  }
}
