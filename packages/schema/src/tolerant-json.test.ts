import { expect, it } from 'vitest';
import { tolerantJson } from './tolerant-json.ts';

it('comments and trailing commas go, what looks like them inside of strings stays', () => {
  const text = `[ // a list
    { "a": "http://x/*y*/", "b": "1,]", /* "c": 2, */ "d\\"//": 3, },
    [1, // one
    ],
  ]`;
  expect(JSON.parse(tolerantJson(text))).toEqual([{ a: 'http://x/*y*/', b: '1,]', 'd"//': 3 }, [1]]);
});
