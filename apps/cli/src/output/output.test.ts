import { MillraceError } from '@millrace/base';
import { expect, test } from 'vitest';
import type { Output } from './output.ts';
import { Refused, showFailure, table } from './output.ts';

function recording(json: boolean): Output & { readonly written: string[]; readonly errors: string[] } {
  const written: string[] = [];
  const errors: string[] = [];
  return { json, written, errors, write: (text) => void written.push(text), error: (text) => void errors.push(text) };
}

test('a failure says what happened and what to do, and exits as its kind demands', () => {
  const output = recording(false);
  expect(showFailure(output, new MillraceError('UNREACHABLE', 'http://127.0.0.1:8080 did not answer.'))).toBe(3);
  expect(output.errors.join('')).toBe(
    'http://127.0.0.1:8080 did not answer.\n  Check its address and whether it runs.\n',
  );
});

test('with --json a failure is a document on standard output', () => {
  const output = recording(true);
  expect(showFailure(output, new MillraceError('NOT_FOUND', 'no product "x"', { details: { id: 'x' } }))).toBe(1);
  expect(JSON.parse(output.written.join(''))).toMatchObject({
    error: { code: 'NOT_FOUND', message: 'no product "x"', details: { id: 'x' } },
  });
});

test('what nobody expected is a defect of ours, with its stack', () => {
  const output = recording(false);
  expect(showFailure(output, new TypeError('x is not a function'))).toBe(70);
  expect(output.errors.join('')).toContain('TypeError: x is not a function');
});

test('a refusal that was shown already only sets the exit status', () => {
  const output = recording(false);
  expect(showFailure(output, new Refused())).toBe(1);
  expect(output.errors).toEqual([]);
});

test('a table lines its columns up and leaves no blanks at the end', () => {
  expect(
    table(
      ['name', 'n'],
      [
        ['flights', '3,000,000'],
        ['a', '1'],
      ],
    ),
  ).toBe('name     n\nflights  3,000,000\na        1\n');
});
