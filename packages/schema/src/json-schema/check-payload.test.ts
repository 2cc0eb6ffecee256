import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonKind } from './json-kind.ts';

const schema = jsonKind.parse(
  JSON.stringify({
    type: 'object',
    properties: {
      id: { type: 'integer' },
      lines: {
        type: 'array',
        items: { type: 'object', properties: { price: { type: 'number' } }, required: ['price'] },
      },
    },
    required: ['id'],
    additionalProperties: false,
  }),
);
const check = await jsonKind.checker(schema);
const told = (text: string): string | undefined => check(Buffer.from(`frame${text}`), 5);

describe('a payload of a JSON Schema', () => {
  it('passes when it is valid', () => {
    expect(told('{"id":1,"lines":[{"price":2.5}]}')).toBeUndefined();
  });

  it('is told where it is not', () => {
    expect(told('{"id":1,"lines":[{"price":1},{"price":"2"}]}')).toBe('At /lines/1/price: it must be number (type).');
    expect(told('{"lines":[]}')).toBe('At /: it must have the property "id" (required).');
    expect(told('{"id":1,"more":2}')).toContain('must not have the property "more"');
    expect(told('{"id":1} ')).toBeUndefined();
    expect(told('{"id":9007199254740993}')).toBeUndefined();
    expect(told('{"id":1}x')).toBe('The data is not JSON in UTF-8.');
    expect(told('')).toBe('The data is not JSON in UTF-8.');
  });

  it('is never more than answered, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), fc.uint8Array({ maxLength: 9 }), (text, bytes) => {
        for (const payload of [Buffer.from(text), bytes]) check(payload, 0);
      }),
    );
  });
});
