import { MillraceError } from '@millrace/base';
import { describe, expect, it } from 'vitest';
import { ByteWriter } from './codec/byte-writer.ts';
import { frame, framedId, unframe, writeFrame } from './framing.ts';

describe('framing', () => {
  it('is a zero and the id in four bytes, and comes off again', () => {
    const framed = frame(0x01020304, Uint8Array.of(9));
    expect([...framed]).toEqual([0, 1, 2, 3, 4, 9]);
    const out = new ByteWriter(1);
    writeFrame(0x01020304, out);
    expect(out.slice()).toEqual(Uint8Array.of(0, 1, 2, 3, 4));
    expect(unframe(framed)).toEqual({ id: 0x01020304, payload: Uint8Array.of(9) });
    expect(framedId(framed)).toBe(0x01020304);
  });

  it('refuses what has no frame', () => {
    expect(framedId(Uint8Array.of(1, 2, 3, 4, 5))).toBeUndefined();
    expect(() => unframe(Uint8Array.of(0, 0))).toThrow(MillraceError);
    expect(() => unframe(Uint8Array.of(7, 0, 0, 0, 1))).toThrow(/first byte is 7/);
  });
});
