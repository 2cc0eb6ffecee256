import { expect, test } from 'vitest';
import { Mailbox } from './mailbox.ts';

test('take gives all that waits, and counts it off', async () => {
  const mailbox = new Mailbox<string>();
  mailbox.put('a', 3);
  mailbox.put('b', 4);
  expect(mailbox.size).toBe(7);
  expect(await mailbox.take(1000)).toEqual(['a', 'b']);
  expect(mailbox.size).toBe(0);
});

test('take waits for what is put later', async () => {
  const mailbox = new Mailbox<string>();
  const taken = mailbox.take(60_000);
  mailbox.put('a', 1);
  expect(await taken).toEqual(['a']);
});

test('what came before a failure is given first', async () => {
  const mailbox = new Mailbox<string>();
  mailbox.put('a', 1);
  mailbox.fail(new Error('lost'));
  expect(await mailbox.take(1000)).toEqual(['a']);
  await expect(mailbox.take(1000)).rejects.toThrow('lost');
  expect(await mailbox.take(0)).toEqual([]);
});

test('what is dropped is not counted any more', async () => {
  const mailbox = new Mailbox<string>();
  mailbox.put('a', 3);
  mailbox.put('b', 4);
  mailbox.drop((item) => item === 'a');
  expect(mailbox.size).toBe(4);
  expect(await mailbox.take(0)).toEqual(['b']);
});
