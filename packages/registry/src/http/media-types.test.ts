import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptedType, charsetOf } from './media-types.ts';

const [v1, any, plain] = [
  'application/vnd.schemaregistry.v1+json',
  'application/vnd.schemaregistry+json',
  'application/json',
];

describe('the type of an answer', () => {
  it.each([
    [undefined, v1],
    ['', v1],
    ['*/*', v1],
    ['*', v1],
    ['application/*', v1],
    ['application/json', plain],
    ['application/JSON; charset=utf-8', plain],
    ['text/html, image/gif, *; q=.2, */*; q=.2', v1],
    ['application/vnd.schemaregistry.v2+json; q=0.1, application/vnd.schemaregistry+json; q=0.9', any],
    [`${plain}; q=0.5, ${any}; q=0.8, ${v1}`, v1],
    [`${plain}, */*; q=0.1`, plain],
    ['application/vnd.schemaregistry.v2+json', undefined],
    ['text/*', undefined],
    ['application/octet-stream', undefined],
    [`${plain}; q=0`, undefined],
    [`${plain}; q=much`, undefined],
  ])('for %s is %s', (accept, expected) => {
    expect(acceptedType(accept)).toBe(expected);
  });

  it('is found for any header', () => {
    fc.assert(
      fc.property(fc.string(), (accept) => {
        acceptedType(accept);
        charsetOf(accept);
      }),
    );
  });
});

it('a body is JSON under its own names and those that tools give when nobody says', () => {
  expect(charsetOf(undefined)).toBe('utf-8');
  expect(charsetOf(`${v1}; charset=UTF-16`)).toBe('utf-16');
  expect(charsetOf('text/plain;charset="utf-8"')).toBe('utf-8');
  expect(charsetOf('application/x-www-form-urlencoded')).toBe('utf-8');
  expect(charsetOf('text/html')).toBeUndefined();
});
