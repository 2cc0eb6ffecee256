import { MillraceError } from '@millrace/base';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frame } from './framing.ts';
import { guidHeader, identify } from './schema-identity.ts';

const guid = '00112233-4455-6677-8899-aabbccddeeff';
const payload = Uint8Array.of(9, 8);

/** What a decoder would read. */
function read(data: Uint8Array, headers: [string, Uint8Array | null][], part: 'key' | 'value' = 'value') {
  const { schema, bytes, offset } = identify(data, headers, part);
  return { schema, payload: [...bytes.subarray(offset)] };
}

describe('the schema of data', () => {
  it('is an id in front, or a GUID in the header of the part', () => {
    expect(read(frame(7, payload), [])).toEqual({ schema: { kind: 'id', id: 7 }, payload: [9, 8] });
    const header = guidHeader('value', guid);
    expect(header[0]).toBe('__value_schema_id');
    expect([...header[1]].slice(0, 4)).toEqual([1, 0, 0x11, 0x22]);
    const headers: [string, Uint8Array | null][] = [['x', null], [...header]];
    expect(read(payload, headers)).toEqual({ schema: { kind: 'guid', guid }, payload: [9, 8] });
    expect(read(frame(7, payload), headers, 'key').schema).toEqual({ kind: 'id', id: 7 });
  });

  it('may be an id in the header and a GUID in front, and the last header counts', () => {
    const id = frame(7, new Uint8Array(0));
    const headers: [string, Uint8Array][] = [[...guidHeader('key', guid)], ['__key_schema_id', id]];
    expect(read(payload, headers, 'key')).toEqual({ schema: { kind: 'id', id: 7 }, payload: [9, 8] });
    expect(read(Uint8Array.of(...guidHeader('value', guid)[1], ...payload), [])).toEqual({
      schema: { kind: 'guid', guid },
      payload: [9, 8],
    });
  });

  it('keeps the message indexes of a header before the payload, where a decoder expects them', () => {
    const header = guidHeader('value', guid, Uint8Array.of(2, 4));
    expect(read(payload, [[...header]]).payload).toEqual([2, 4, 9, 8]);
  });

  it('is told or refused with DATA_INVALID, whatever the bytes', () => {
    expect(() => identify(Uint8Array.of(7), [], 'value')).toThrow(/the value begins with byte 7/);
    expect(() => identify(payload, [['__key_schema_id', Uint8Array.of(1, 2)]], 'key')).toThrow(/has only 2 bytes/);
    expect(() => guidHeader('key', 'no')).toThrow(/not the GUID/);
    const bytes = fc.uint8Array({ maxLength: 20 });
    fc.assert(
      fc.property(bytes, fc.option(bytes), (data, header) => {
        try {
          const found = identify(data, [['__value_schema_id', header]], 'value');
          expect(found.offset).toBeLessThanOrEqual(found.bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(MillraceError);
        }
      }),
    );
  });
});
