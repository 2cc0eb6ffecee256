import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { resolveUri } from './uri.ts';

it.each([
  // RFC 3986, section 5.4
  ['g:h', 'g:h'],
  ['g', 'http://a/b/c/g'],
  ['./g', 'http://a/b/c/g'],
  ['g/', 'http://a/b/c/g/'],
  ['/g', 'http://a/g'],
  ['//g', 'http://g'],
  ['?y', 'http://a/b/c/d;p?y'],
  ['g?y#s', 'http://a/b/c/g?y#s'],
  ['', 'http://a/b/c/d;p?q'],
  ['#s', 'http://a/b/c/d;p?q#s'],
  ['.', 'http://a/b/c/'],
  ['..', 'http://a/b/'],
  ['../g', 'http://a/b/g'],
  ['../../../g', 'http://a/g'],
  ['/./g', 'http://a/g'],
  ['g/./h', 'http://a/b/c/g/h'],
  ['g/../h', 'http://a/b/c/h'],
])('%s is seen from the base of the standard as %s', (reference, resolved) => {
  expect(resolveUri('http://a/b/c/d;p?q', reference)).toBe(resolved);
});

it('names without a scheme, and names that are not paths, are bases too', () => {
  expect(resolveUri('', 'other.json')).toBe('other.json');
  expect(resolveUri('', '#/definitions/a')).toBe('#/definitions/a');
  expect(resolveUri('schemas/one.json', 'two.json#x')).toBe('schemas/two.json#x');
  expect(resolveUri('urn:example:one', '#x')).toBe('urn:example:one#x');
  expect(resolveUri('http://a', 'b')).toBe('http://a/b');
  expect(resolveUri('http://a/b', 'http://a/c#')).toBe('http://a/c');
});

it('any text is resolved against an absolute one, and stays as it is then', () => {
  const part = fc.constantFrom('a', 'b:', '/', '//', '.', '..', '?', '#', '%20', 'http:', 'é', ' ');
  const text = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (base, reference) => {
      const resolved = resolveUri(resolveUri('', `http://h/${base}`), reference);
      expect(resolveUri('', resolved)).toBe(resolved);
    }),
  );
});
