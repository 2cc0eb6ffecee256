import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LayeredTable } from './layered-table.ts';
import { joined } from './merged.ts';
import { SortedTable } from './sorted-table.ts';
import { behind, hasUnder, lastUnder, put, under, type ReadTable, type Table } from './table.ts';

type Change = readonly [key: string, value: number | null];

// Few different keys, so that they meet; the last unit that there is among them.
const key = fc.array(fc.constantFrom('a', 'b', '\0', '\uffff'), { maxLength: 4 }).map((units) => units.join(''));
const changes: fc.Arbitrary<Change[]> = fc.array(fc.tuple(key, fc.option(fc.nat(), { nil: null })));

function changed<T extends Table<number>>(table: T, all: readonly Change[]): T {
  for (const [name, value] of all) put(table, name, value);
  return table;
}

/** What a plain map would hold, in order. */
function modelOf(all: readonly Change[]): [string, number][] {
  const model = new Map(all);
  const held = [...model].filter((entry): entry is [string, number] => entry[1] !== null);
  return held.sort(([left], [right]) => (left < right ? -1 : 1));
}

function expectToBe(table: ReadTable<number>, model: [string, number][], from: string, to: string | undefined): void {
  const entries = (walk: Iterable<{ key: string; value: number }>) => [...walk].map((each) => [each.key, each.value]);
  const within = model.filter(([name]) => name >= from && (to === undefined || name < to));
  expect(entries(table.ascending(from, to))).toEqual(within);
  expect(entries(table.descending(from, to))).toEqual(within.toReversed());
  for (const [name, value] of model) expect(table.get(name)).toBe(value);
  const beginning = model.filter(([name]) => name.startsWith(from)).map(([, value]) => value);
  expect([...under(table, from)]).toEqual(beginning);
  expect([...lastUnder(table, from)]).toEqual(beginning.toReversed());
  expect(hasUnder(table, from)).toBe(beginning.length > 0);
}

describe('a table', () => {
  it('is a map in the order of its keys', () => {
    fc.assert(
      fc.property(changes, key, fc.option(key, { nil: undefined }), (all, from, to) => {
        expectToBe(changed(new SortedTable<number>(), all), modelOf(all), from, to);
      }),
    );
  });

  it('stays one when it is large', () => {
    const name = (index: number): string => String(index).padStart(6, '0');
    const indexes = fc.uniqueArray(fc.nat(5000), { minLength: 1500, maxLength: 1500 });
    fc.assert(
      fc.property(indexes, fc.boolean(), (drawn, inOrder) => {
        const order = inOrder ? drawn.toSorted((left, right) => left - right) : drawn;
        const all = [
          ...order.map((index): Change => [name(index), index]),
          ...order.slice(200, 900).map((index): Change => [name(index), null]),
        ];
        expectToBe(changed(new SortedTable<number>(), all), modelOf(all), name(1000), name(4000));
      }),
      { numRuns: 5 },
    );
  });

  it('under a layer is as it would be changed, and is not changed', () => {
    fc.assert(
      fc.property(changes, changes, key, fc.option(key, { nil: undefined }), (before, after, from, to) => {
        const below = changed(new SortedTable<number>(), before);
        const layer = changed(new LayeredTable(below), after);
        expectToBe(layer, modelOf([...before, ...after]), from, to);
        expectToBe(below, modelOf(before), from, to);
      }),
    );
  });

  it('is read with another as one', () => {
    fc.assert(
      fc.property(changes, changes, key, (left, right, from) => {
        const [below, above] = [changed(new SortedTable<number>(), left), changed(new SortedTable<number>(), right)];
        expectToBe(joined(below, above), modelOf([...modelOf(left), ...modelOf(right)]), from, undefined);
      }),
    );
  });
});

it('the key behind a prefix parts those that begin with it from the rest', () => {
  fc.assert(
    fc.property(key, key, (prefix, other) => {
      const end = behind(prefix);
      expect(other >= prefix && (end === undefined || other < end)).toBe(other.startsWith(prefix));
    }),
  );
});
