import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokens } from './tokens.ts';

const kinds = (text: string, language: 'json' | 'protobuf') =>
  tokens(text, language)
    .filter(({ kind }) => kind !== 'plain')
    .map((token) => `${token.kind} ${token.text}`);

test('a member is told from a string, and a word in a string is no word', () => {
  expect(kinds('{"a": "true", "b": [1, -2.5e3, null]}', 'json')).toEqual([
    'name "a"',
    'string "true"',
    'name "b"',
    'number 1',
    'number -2.5e3',
    'word null',
  ]);
});

test('Protobuf is told with its comments', () => {
  expect(kinds('// a "message"\nmessage Order {\n  optional string mapper = 0x2; /* to */\n}', 'protobuf')).toEqual([
    'comment // a "message"',
    'word message',
    'word optional',
    'name string',
    'number 0x2',
    'comment /* to */',
  ]);
});

test('the tokens of any text are the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('json', 'protobuf'), (text, language) => {
      const parts = tokens(text, language).map((token) => token.text);
      expect(parts.join('')).toBe(text);
      expect(parts).not.toContain('');
    }),
  );
});
