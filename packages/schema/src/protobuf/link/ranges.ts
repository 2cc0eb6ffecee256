import { invalidDeclaration } from '../errors.ts';
import type { Declared, NumberRange } from '../tree.ts';

interface Ranged extends Declared {
  readonly ranges: readonly NumberRange[];
}

/** The ranges of all statements by their start. Those of a valid schema do not overlap. */
export function sortedRanges(statements: readonly Ranged[]): readonly NumberRange[] {
  return statements.flatMap(({ ranges }) => ranges).toSorted(byStart);
}

function byStart(one: NumberRange, other: NumberRange): number {
  return one.start - other.start;
}

/** Whether one of the sorted ranges holds the number. */
export function contains(sorted: readonly NumberRange[], number: number): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle]?.start ?? 0) <= number) low = middle + 1;
    else high = middle;
  }
  return number <= (sorted[low - 1]?.end ?? Number.NEGATIVE_INFINITY);
}

/** Refuses ranges that overlap, and those that begin below `least`. */
export function checkRanges(statements: readonly Ranged[], least = Number.NEGATIVE_INFINITY): void {
  const all = statements.flatMap((statement) => statement.ranges.map((range) => ({ statement, range })));
  all.sort((one, other) => byStart(one.range, other.range));
  for (const [index, { statement, range }] of all.entries()) {
    if (range.start < least) {
      throw invalidDeclaration(statement, `the range begins at ${range.start}, and numbers at ${least}`);
    }
    const before = all[index - 1]?.range;
    if (before !== undefined && before.end >= range.start) {
      throw invalidDeclaration(statement, `the ranges ${shown(before)} and ${shown(range)} overlap`);
    }
  }
}

function shown({ start, end }: NumberRange): string {
  return start === end ? String(start) : `${start} to ${end}`;
}
