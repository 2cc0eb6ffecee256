import type { JoinType } from './physical-plan.ts';

/**
 * Kafka Streams numbers the operators of a topology, and a windowed join's stores carry the number of their operator. Tools that
 * look for ksqlDB's topics expect these names.
 */
export class JoinStoreNumbers {
  #next: number;

  /** `rekeyedTables`: how many tables of the query are moved to another key. They come before the streams, with twelve operators each. */
  constructor(rekeyedTables: number) {
    this.#next = 8 + 12 * rekeyedTables;
  }

  /** Each stream that is moved to another key adds four operators. */
  moved(streams: number): void {
    this.#next += 4 * streams;
  }

  /** The left and the right store of the next stream-stream join. */
  namesOf(type: JoinType): [string, string] {
    const here = type === 'RIGHT' || type === 'FULL' ? 'OUTERTHIS' : 'JOINTHIS';
    const other = type === 'LEFT' || type === 'FULL' ? 'OUTEROTHER' : 'JOINOTHER';
    const names: [string, string] = [nameOf(here, this.#next), nameOf(other, this.#next + 1)];
    this.#next += 8;
    return names;
  }
}

function nameOf(operator: string, number: number): string {
  return `KSTREAM-${operator}-${String(number).padStart(10, '0')}-store`;
}
