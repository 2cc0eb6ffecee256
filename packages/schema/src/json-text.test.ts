import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonText } from './json-text.ts';

describe('the text of a schema', () => {
  it('keeps the order of its members and the spelling of its numbers, and nothing else', () => {
    const text = `{ "b" : [ 1.0, 1, 1e2, 9223372036854775807 ],\n "10": "\\u00e9\\/\\n", "2" : {"__proto__": null}, "é": "a b" }`;
    expect(readJsonText(text).compact).toBe(
      '{"b":[1.0,1,1e2,9223372036854775807],"10":"é/\\n","2":{"__proto__":null},"é":"a b"}',
    );
    expect(readJsonText(text).sorted()).toBe(
      '{"10":"é/\\n","2":{"__proto__":null},"b":[1.0,1,1e2,9223372036854775807],"é":"a b"}',
    );
  });

  it('has each member once, the last one in the place of the first', () => {
    expect(readJsonText('{"a":1,"b":2,"\\u0061":3}').compact).toBe('{"a":3,"b":2}');
  });

  it('says the same as before, and stays as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, '\t'), (value, space) => {
        const { compact, sorted } = readJsonText(JSON.stringify(value, undefined, space));
        expect(compact).toBe(JSON.stringify(JSON.parse(compact)));
        expect(JSON.parse(sorted())).toEqual(JSON.parse(JSON.stringify(value)));
        expect(readJsonText(compact).compact).toBe(compact);
        expect(readJsonText(sorted()).sorted()).toBe(sorted());
      }),
    );
  });

  it('is refused when it is not JSON, or would exhaust the stack', () => {
    expect(() => readJsonText('{"a":\n1 2}')).toThrow(/not JSON.*line 2 column 3/);
    expect(() => readJsonText(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toThrow(/nested more than/);
  });
});
