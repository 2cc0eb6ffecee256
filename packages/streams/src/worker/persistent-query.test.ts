import { array, assert, asyncProperty, constantFrom, nat } from 'fast-check';
import { expect, test } from 'vitest';
import { runPersistentQuery } from './persistent-query.ts';
import type { QueryTasks } from './query-tasks.ts';
import type { SchemaCache } from '../registry/schema-cache.ts';
import { countingTopology } from './testing/counting-topology.ts';
import { MemoryKafka } from './testing/memory-kafka.ts';

const schemas: SchemaCache = {
  byId: () => undefined,
  idOf: () => undefined,
  fetch: () => Promise.resolve(),
  learn: () => Promise.resolve(false),
  register: () => Promise.resolve(),
};

async function runUntil(kafka: MemoryKafka, isDone: (tasks: QueryTasks) => boolean): Promise<void> {
  const abort = new AbortController();
  let tasks: QueryTasks | undefined;
  await runPersistentQuery(
    // A clock that leaps makes every turn end after one run, and every commit due.
    { kafka, schemas, clock: { now: () => (clockNow += 20) } },
    {
      topology: countingTopology(),
      offsetReset: 'earliest',
      commitIntervalMs: 30,
      signal: abort.signal,
      isPaused: () => {
        if (tasks !== undefined && isDone(tasks)) abort.abort();
        return false;
      },
      log: { topic: 'log', take: () => [] },
      onRunning: (running) => {
        tasks = running;
      },
    },
    { emitted: 0 },
  );
}
let clockNow = 0;

function wordsIn(kafka: MemoryKafka, words: readonly string[]): void {
  kafka.create('words', 2);
  words.forEach((word, index) => {
    kafka.append('words', index % 2, { key: null, value: Buffer.from(word), timestamp: index });
  });
}

function newestCounts(kafka: MemoryKafka): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const record of kafka.topics.get('counts')?.flat() ?? []) {
    counts[Buffer.from(record.key ?? []).toString()] = Number(Buffer.from(record.value ?? []).toString());
  }
  return counts;
}

function expectedCounts(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

const all = (kafka: MemoryKafka, words: readonly string[]): boolean =>
  ['words'].every(() => {
    const sum = [...kafka.offsets].reduce((total, [, offset]) => total + offset, 0);
    return sum === words.length;
  });

test('counts through a repartition are those of the input', async () => {
  const words = Array.from({ length: 500 }, (_, index) => `w${index % 7}`);
  const kafka = new MemoryKafka();
  wordsIn(kafka, words);
  await runUntil(kafka, () => all(kafka, words));
  expect(newestCounts(kafka)).toEqual(expectedCounts(words));
});

test('a query that dies in any of its commits and is started again gives the counts of one that never died', async () => {
  await assert(
    asyncProperty(
      array(constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 600 }),
      array(nat(3), { maxLength: 5 }),
      async (words, commitsBeforeDeath) => {
        const kafka = new MemoryKafka();
        wordsIn(kafka, words);
        for (const commits of commitsBeforeDeath) {
          let left = commits;
          kafka.beforeCommit = () => {
            if (left === 0) throw new Error('the process died');
            left -= 1;
          };
          await runUntil(kafka, () => all(kafka, words)).catch((error: Error) => {
            expect(error.message).toBe('the process died');
          });
        }
        kafka.beforeCommit = () => undefined;
        await runUntil(kafka, () => all(kafka, words));
        expect(newestCounts(kafka)).toEqual(expectedCounts(words));
      },
    ),
    { numRuns: 50 },
  );
});

test('a query that was stopped has committed what it had processed', async () => {
  const words = Array.from({ length: 50 }, () => 'x');
  const kafka = new MemoryKafka();
  wordsIn(kafka, words);
  await runUntil(kafka, (tasks) => tasks.processed === words.length);
  expect(newestCounts(kafka)).toEqual({ x: 50 });
});
