import { expect, test } from 'vitest';
import { readLines } from './read-lines.ts';

test('a line that arrives in pieces, in the middle of a letter too, is one value', async () => {
  const bytes = new TextEncoder().encode('{"a":"é"}\n\n{"a":"b"}');
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const at of [0, 3, 7, 8, 14])
        controller.enqueue(bytes.slice(at, [3, 7, 8, 14, 99][[0, 3, 7, 8, 14].indexOf(at)]));
      controller.close();
    },
  });
  const values: unknown[] = [];
  for await (const value of readLines(body)) values.push(value);
  expect(values).toEqual([{ a: 'é' }, { a: 'b' }]);
});
