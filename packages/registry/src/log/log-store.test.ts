import { silent } from '@millrace/base';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryLog } from '../testing/memory-log.ts';
import type { LogFormat } from './log-format.ts';
import { LogStore } from './log-store.ts';
import { SortedTable } from './sorted-table.ts';
import { put, under, type Table } from './table.ts';

/** Numbers that are taken by names: of two that take one, the first has it. */
interface Taken {
  readonly names: Table<string>;
  readonly disputed: Table<number>;
}
interface Take {
  readonly number: number;
  readonly name: string;
}

const keyOf = (number: number): string => String(number).padStart(5, '0');

const format: LogFormat<Taken, Take> = {
  empty: () => ({ names: new SortedTable(), disputed: new SortedTable() }),
  encode: (_state, { number, name }) => [{ key: Buffer.from(keyOf(number)), value: Buffer.from(name) }],
  decode: (key, value) => ({ number: Number(key), name: String(value) }),
  apply(state, { number, name }) {
    const key = keyOf(number);
    const isRefused = (state.names.get(key) ?? name) !== name;
    put(state.disputed, key, isRefused ? number : null);
    if (!isRefused) state.names.set(key, name);
    return !isRefused;
  },
  repair: (state, { number }) => (state.disputed.get(keyOf(number)) === undefined ? undefined : truth(state, number)),
  repairs: (state) => [...under(state.disputed, '')].map((number) => truth(state, number)),
  failed: (cause) => new Error(`the log: ${String(cause)}`),
};

const truth = (state: Taken, number: number): Take => ({ number, name: state.names.get(keyOf(number)) ?? '' });

/** Takes the first number that is free. */
const takeNext =
  (name: string) =>
  (state: Taken): { records: Take[]; answer: number } => {
    const last = [...state.names.descending('')][0];
    const number = last === undefined ? 1 : Number(last.key) + 1;
    return { records: [{ number, name }], answer: number };
  };

const openOn = (log: MemoryLog) => LogStore.open(format, log.open, silent);
const seen = (store: LogStore<Taken, Take>): string[] =>
  [...store.state.names.ascending('')].map(({ key, value }) => `${Number(key)} ${value}`);

describe('a store', () => {
  it('decides all that waits on what those before it lead to, and writes it in one append', async () => {
    const log = new MemoryLog();
    const store = await openOn(log);
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => store.write(takeNext(name))));
    expect(answers).toEqual([1, 2, 3]);
    expect(log.appends).toBe(1);
    expect(seen(store)).toEqual(['1 a', '2 b', '3 c']);
  });

  it('shows to readers only what was read back', async () => {
    const log = new MemoryLog();
    const store = await openOn(log);
    log.beforeAppend = () => expect(seen(store)).toEqual([]);
    await Promise.all(['a', 'b'].map((name) => store.write(takeNext(name))));
    expect(seen(store)).toEqual(['1 a', '2 b']);
  });

  it('refuses one command and goes on with those beside it', async () => {
    const store = await openOn(new MemoryLog());
    const refused = store.write(() => {
      throw new Error('no');
    });
    const taken = store.write(takeNext('a'));
    await expect(refused).rejects.toThrow('no');
    expect(await taken).toBe(1);
  });

  it('answers what saw a record that lost its race by what won', async () => {
    const log = new MemoryLog();
    const store = await openOn(log);
    log.beforeAppend = () => {
      log.beforeAppend = undefined;
      log.push([{ key: Buffer.from(keyOf(1)), value: Buffer.from('theirs') }]);
    };
    const taken = store.write(takeNext('ours'));
    const seenFirst = store.write((state) => ({ records: [], answer: state.names.get(keyOf(1)) }));
    expect(await taken).toBe(2);
    expect(await seenFirst).toBe('theirs');
    expect(seen(await openOn(log.compact()))).toEqual(['1 theirs', '2 ours']);
  });

  it('tells all that wait when the log cannot be written, and goes on when it can', async () => {
    const log = new MemoryLog();
    const store = await openOn(log);
    log.beforeAppend = () => {
      log.beforeAppend = undefined;
      throw new Error('full');
    };
    const answers = await Promise.allSettled(['a', 'b'].map((name) => store.write(takeNext(name))));
    expect(answers.map((answer) => answer.status === 'rejected' && String(answer.reason))).toEqual([
      'Error: the log: Error: full',
      'Error: the log: Error: full',
    ]);
    expect(await store.write(takeNext('c'))).toBe(1);
  });

  it('writes more than fits into one append in several', async () => {
    const log = new MemoryLog();
    const store = await openOn(log);
    const large = Array.from({ length: 5 }, (_, index) => String(index).repeat(200_000));
    const answers = await Promise.all(large.map((name) => store.write(takeNext(name))));
    expect(answers).toEqual([1, 2, 3, 4, 5]);
    expect(log.appends).toBe(3);
  });
});

describe('stores on one log', () => {
  it('agree, whatever is written between a decision and its record', async () => {
    const writers = fc.array(fc.nat(2), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(writers, fc.scheduler(), async (drawn, scheduler) => {
        const log = new MemoryLog();
        const slow = log.slowed(() => scheduler.schedule(Promise.resolve()));
        const stores = await Promise.all([0, 1, 2].map(() => LogStore.open(format, slow, silent)));
        const answers = drawn.map(async (writer, index) => {
          const name = `name ${index}`;
          return { name, number: await stores[writer]?.write(takeNext(name)) };
        });
        const taken = await scheduler.waitFor(Promise.all(answers));
        expect(new Set(taken.map(({ number }) => number)).size).toBe(drawn.length);
        const late = await openOn(log);
        for (const { name, number } of taken) expect(late.state.names.get(keyOf(number ?? 0))).toBe(name);
        expect(seen(await openOn(log.compact()))).toEqual(seen(late));
      }),
    );
  });
});
