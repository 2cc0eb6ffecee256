import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { prettyJson } from './pretty-json.ts';

it('JSON is indented as JSON.stringify does it, whatever it holds', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
    }),
  );
});

it('numbers stay as they are written', () => {
  expect(prettyJson('{"a" : [1.0,9223372036854775807]}')).toBe(
    '{\n  "a": [\n    1.0,\n    9223372036854775807\n  ]\n}',
  );
});
