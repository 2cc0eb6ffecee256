import { expect, test } from 'vitest';
import { placeOf } from './error-place.ts';

const text = 'SELECT\n  dellay\nFROM flights;';

test('a message that names a place marks the word there', () => {
  for (const message of ['line 2, column 3: no field', 'at line 2:3, no field']) {
    const [mark] = placeOf(message, text);
    expect(text.slice(mark?.from, mark?.to)).toBe('dellay');
  }
});

test('a place outside of the text marks its end, and no place marks nothing', () => {
  expect(placeOf('line 99:99 oops', text)[0]).toMatchObject({ from: text.length, to: text.length });
  expect(placeOf('the source is not there', text)).toEqual([]);
});
