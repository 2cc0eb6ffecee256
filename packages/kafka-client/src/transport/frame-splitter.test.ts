import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameSplitter } from './frame-splitter.ts';

test('frames come out whole, however the stream is cut', () => {
  const frames = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 });
  const cuts = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(frames, cuts, (frames, cuts) => {
      const stream = Buffer.concat(
        frames.map((frame) => {
          const size = Buffer.alloc(4);
          size.writeInt32BE(frame.length);
          return Buffer.concat([size, frame]);
        }),
      );
      const seen: Buffer[] = [];
      const splitter = new FrameSplitter((frame) => seen.push(frame), 100);
      let at = 0;
      for (let i = 0; at < stream.length; i++) {
        const end = at + (cuts[i % cuts.length] ?? 1);
        splitter.push(stream.subarray(at, end));
        at = end;
      }
      expect(seen.map((frame) => [...frame])).toEqual(frames.map((frame) => [...frame]));
    }),
  );
});

test.each([-1, 101])('a size of %d is refused', (size) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(size);
  const splitter = new FrameSplitter(() => undefined, 100);
  expect(() => splitter.push(bytes)).toThrow(`a frame of ${size} bytes`);
});
