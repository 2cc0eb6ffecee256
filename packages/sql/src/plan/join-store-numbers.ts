import type { JoinType, Relation } from './physical-plan.ts';

/**
 * Kafka Streams numbers the operators of a topology, and a windowed join's stores carry the number of their operator. Tools that
 * look for ksqlDB's topics expect these names.
 */
export class JoinStoreNumbers {
  #next = 8;

  /** Each repartition of a side adds four operators; a table that is rekeyed takes eight more for itself. */
  moved(left: boolean, right: boolean, rightRelation: Relation): void {
    const rights = right ? (rightRelation === 'table' ? 12 : 4) : 0;
    this.#next += (left ? 4 : 0) + rights;
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
