import { describe, expect, it } from 'vitest';
import { runCompatibilityCases } from './compatibility-cases.ts';

describe('compatibility cases', () => {
  it('pass when the check agrees, and say what was found when it does not', () => {
    const results = runCompatibilityCases(
      JSON.stringify({
        schemas: { narrow: { type: 'int' }, wide: { type: 'long' } },
        cases: [
          { test: 'a', level: 'BACKWARD', new: 'wide', previous: ['narrow'], compatible: true },
          { test: 'b', level: 'FORWARD', new: 'wide', previous: ['narrow'], compatible: true },
          { test: 'c', level: 'NONE', newSchema: { type: 'nothing' }, previousSchemas: [], compatible: true },
        ],
        parse_only: [{ test: 'd', schema: 'string' }],
      }),
    );
    expect(results).toMatchObject([
      { name: 'a: BACKWARD', passed: true },
      { name: 'b: FORWARD', passed: false, reason: expect.stringContaining('TYPE_MISMATCH /') as string },
      { name: 'c: NONE', passed: false, reason: expect.stringContaining('"nothing"') as string },
      { name: 'd', passed: true },
    ]);
  });

  it('of another form are refused', () => {
    expect(() => runCompatibilityCases('[]')).toThrow(/not one of compatibility cases/);
    expect(() => runCompatibilityCases('[{"description":"x"}]')).toThrow(/x has no changes or no verdict/);
    expect(() => runCompatibilityCases('{"cases":[{"level":"SOMETIMES"}]}')).toThrow(/no compatibility level/);
  });

  it('of differences agree in changes, order and verdict, or say what was expected and found', () => {
    const original_schema = { type: 'string', maxLength: 2 };
    const update_schema = '{"type":"string","maxLength":1,"title":"t"}';
    const changes = ['TITLE_CHANGED #/', 'MAX_LENGTH_DECREASED #/maxLength'];
    const each = { original_schema, update_schema, changes, compatible: false };
    const opened = { original_schema: {}, update_schema: { $ref: 'a.json' }, changes: [], compatible: true };
    const added = ['OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL #/properties/a'];
    const lenient = {
      original_schema: { properties: {} },
      update_schema: { properties: { a: { type: 'null' } } },
      changes: added,
    };
    const reserved = { properties: { 'confluent:reserved': 'a' } };
    const results = runCompatibilityCases(
      JSON.stringify([
        { ...each, description: 'a' },
        { ...each, changes: changes.toReversed() },
        { ...each, compatible: true },
        { ...opened, description: 'b', update_dependencies: [{ name: 'a.json', dependency: true }] },
        { ...opened, update_dependencies: [{ name: 'a.json' }] },
        { ...lenient, compatible: false, compatible_lenient: true },
        { ...lenient, compatible: false, compatible_lenient: false },
        { ...each, original_metadata: reserved, changes: [...changes, 'RESERVED_PROPERTY_REMOVED #/properties/a'] },
        { ...each, original_schema: 'syntax = "nothing"; ', changes: [], compatible: true },
      ]),
    );
    expect(results).toMatchObject([
      { name: 'a', passed: true },
      {
        name: 'case 1',
        passed: false,
        reason: expect.stringMatching(/^expected MAX.*, TITLE.*, found TITLE.*, MAX/) as string,
      },
      {
        passed: false,
        reason: expect.stringMatching(/^expected compatible under STRICT, found: the reader refuses/) as string,
      },
      { name: 'b', passed: true },
      { passed: false, reason: expect.stringContaining('the text of a.json is not in the file') as string },
      { passed: true },
      { passed: false, reason: 'expected a break under LENIENT, found: no break' },
      { passed: true },
      { passed: false },
    ]);
  });
});
