import { describe, expect, it } from 'vitest';
import type { Lifetime } from './memory.ts';
import { Memory } from './memory.ts';

/** Answers as it is told to; time stands until it is moved. */
function memoryOf(answers: readonly string[], max = 10) {
  const asked: string[] = [];
  const time = { ms: 0 };
  const memory = new Memory<string, string>({
    ask: (key) => Promise.resolve(answers[asked.push(key) - 1] ?? 'no more answers'),
    lifetimeOf: (value) => ({ kind: value.split(' ')[0] as Lifetime['kind'], ms: 100 }),
    max,
    clock: { now: () => time.ms },
  });
  return { memory, asked, time };
}

describe('an answer', () => {
  it('is unknown until it is learnt, and asked for once by all who wait', async () => {
    const { memory, asked } = memoryOf(['sure']);
    expect(memory.known('a')).toBeUndefined();
    await Promise.all([memory.learn('a'), memory.learn('a')]);
    expect(memory.known('a')).toBe('sure');
    expect(asked).toEqual(['a']);
  });

  it('that is unsure is forgotten when its time is up', async () => {
    const { memory, time, asked } = memoryOf(['unsure']);
    await memory.learn('a');
    time.ms = 99;
    expect(memory.known('a')).toBe('unsure');
    time.ms = 100;
    expect(memory.known('a')).toBeUndefined();
    expect(asked).toEqual(['a']);
  });

  it('that is sure holds while it is asked for again, and is then replaced', async () => {
    const { memory, time, asked } = memoryOf(['sure', 'unsure']);
    await memory.learn('a');
    time.ms = 100;
    expect(memory.known('a')).toBe('sure');
    expect(memory.known('a')).toBe('sure');
    await memory.learn('a');
    expect(memory.known('a')).toBe('unsure');
    expect(asked).toEqual(['a', 'a']);
  });

  it('that is sure outlives a failure to ask again', async () => {
    const { memory, time } = memoryOf(['sure', 'failure', 'sure 2']);
    await memory.learn('a');
    time.ms = 100;
    await memory.learn('a');
    expect(memory.known('a')).toBe('sure');
    time.ms = 200;
    await memory.learn('a');
    expect(memory.known('a')).toBe('sure 2');
  });

  it('of long ago makes room', async () => {
    const { memory } = memoryOf(['sure 1', 'sure 2', 'sure 3'], 2);
    for (const key of ['a', 'b', 'c']) await memory.learn(key);
    expect([memory.known('a'), memory.known('b'), memory.known('c')]).toEqual([undefined, 'sure 2', 'sure 3']);
  });
});

it('a defect is told to those who wait, and asked again by the next', async () => {
  let isBroken = true;
  const memory = new Memory<string, string>({
    ask: () => (isBroken ? Promise.reject(new Error('a defect')) : Promise.resolve('sure')),
    lifetimeOf: () => ({ kind: 'sure', ms: 100 }),
    max: 1,
    clock: { now: () => 0 },
  });
  await expect(memory.learn('a')).rejects.toThrow('a defect');
  isBroken = false;
  await memory.learn('a');
  expect(memory.known('a')).toBe('sure');
});
