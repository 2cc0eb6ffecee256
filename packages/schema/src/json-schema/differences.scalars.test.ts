import { describe, expect, it } from 'vitest';
import { changes } from '../testing/json-changes.ts';
import { differenceKinds } from './kinds.ts';
import { jsonKind } from './json-kind.ts';

const bounds = [
  ['MAX_LENGTH', 'maxLength', { type: 'string' }, 'DECREASED'],
  ['MIN_LENGTH', 'minLength', { type: 'string' }, 'INCREASED'],
  ['MAXIMUM', 'maximum', { type: 'number' }, 'DECREASED'],
  ['MINIMUM', 'minimum', { type: 'integer' }, 'INCREASED'],
  ['EXCLUSIVE_MAXIMUM', 'exclusiveMaximum', { type: 'number' }, 'DECREASED'],
  ['EXCLUSIVE_MINIMUM', 'exclusiveMinimum', { type: 'number' }, 'INCREASED'],
  ['MAX_PROPERTIES', 'maxProperties', { type: 'object' }, 'DECREASED'],
  ['MIN_PROPERTIES', 'minProperties', { type: 'object' }, 'INCREASED'],
  ['MAX_ITEMS', 'maxItems', { type: 'array' }, 'DECREASED'],
  ['MIN_ITEMS', 'minItems', { type: 'array' }, 'INCREASED'],
] as const;

describe('differences of bounds', () => {
  it.each(bounds)('%s', (kind, keyword, plain, tighter) => {
    const [low, high] = [3, 4].map((bound) => ({ ...plain, [keyword]: bound }));
    const mark = (direction: string): string => (direction === tighter ? '!' : '');
    expect(changes(plain, low)).toEqual([`!${kind}_ADDED #/${keyword}`]);
    expect(changes(low, plain)).toEqual([`${kind}_REMOVED #/${keyword}`]);
    expect(changes(low, high)).toEqual([`${mark('INCREASED')}${kind}_INCREASED #/${keyword}`]);
    expect(changes(high, low)).toEqual([`${mark('DECREASED')}${kind}_DECREASED #/${keyword}`]);
  });

  it('compare numbers by value: large integers exactly, 10 and 10.0 as one', () => {
    const number = (maximum: string) => jsonKind.parse(`{"type":"integer","maximum":${maximum}}`);
    const between = (reader: string, writer: string) =>
      jsonKind.differences(number(reader), number(writer)).map(({ kind }) => kind);
    expect(between('10.0', '10')).toEqual([]);
    expect(between('9007199254740992', '9007199254740993')).toEqual(['MAXIMUM_DECREASED']);
  });

  it('take the exclusive limits of draft-04 for what they are', () => {
    const draft4 = (json: object) => ({
      $schema: 'http://json-schema.org/draft-04/schema#',
      type: 'number',
      maximum: 9,
      ...json,
    });
    expect(changes(draft4({}), draft4({ exclusiveMaximum: true }))).toEqual([
      '!EXCLUSIVE_MAXIMUM_ADDED #/exclusiveMaximum',
    ]);
    expect(changes(draft4({ exclusiveMaximum: true }), draft4({ exclusiveMaximum: false }))).toEqual([
      'EXCLUSIVE_MAXIMUM_REMOVED #/exclusiveMaximum',
    ]);
  });
});

describe('differences of numbers', () => {
  const multiple = (multipleOf: number) => ({ type: 'number', multipleOf });
  it('by multiples', () => {
    expect(changes({ type: 'number' }, multiple(5))).toEqual(['!MULTIPLE_OF_ADDED #/multipleOf']);
    expect(changes(multiple(5), { type: 'number' })).toEqual(['MULTIPLE_OF_REMOVED #/multipleOf']);
    expect(changes(multiple(5), multiple(10))).toEqual(['!MULTIPLE_OF_EXPANDED #/multipleOf']);
    expect(changes(multiple(0.3), multiple(0.1))).toEqual(['MULTIPLE_OF_REDUCED #/multipleOf']);
    expect(changes(multiple(1e-300), multiple(1e300))).toEqual(['!MULTIPLE_OF_CHANGED #/multipleOf']);
    expect(changes(multiple(4), multiple(6))).toEqual(['!MULTIPLE_OF_CHANGED #/multipleOf']);
  });

  it('by integers among them, told after the bounds', () => {
    expect(changes({ type: 'integer', maximum: 1 }, { type: 'number', maximum: 2 })).toEqual([
      'MAXIMUM_INCREASED #/maximum',
      'TYPE_EXTENDED #/',
    ]);
    expect(changes({ type: 'number' }, { type: 'integer' })).toEqual(['!TYPE_NARROWED #/']);
  });

  it('are none between the two ways in which Connect writes a decimal', () => {
    const decimal = (type: string) => ({
      type,
      title: 'org.apache.kafka.connect.data.Decimal',
      'connect.type': 'bytes',
    });
    expect(changes(decimal('number'), decimal('string'))).toEqual([]);
    expect(changes({ type: 'number' }, decimal('string'))).toEqual(['!TYPE_CHANGED #/']);
  });
});

describe('differences of texts and values', () => {
  it('of patterns', () => {
    const [plain, one, other] = [
      { type: 'string' },
      { type: 'string', pattern: 'a' },
      { type: 'string', pattern: 'b' },
    ];
    expect(changes(plain, one)).toEqual(['!PATTERN_ADDED #/pattern']);
    expect(changes(one, plain)).toEqual(['PATTERN_REMOVED #/pattern']);
    expect(changes(one, other)).toEqual(['!PATTERN_CHANGED #/pattern']);
  });

  it('of enums, as sets of values; const is one of a single value', () => {
    expect(changes({ enum: ['a', { b: 1, c: 2 }] }, { enum: [{ c: 2, b: 1 }, 'a', 'd'] })).toEqual([
      'ENUM_ARRAY_EXTENDED #/enum',
    ]);
    expect(changes({ enum: [1, 2] }, { enum: [2] })).toEqual(['!ENUM_ARRAY_NARROWED #/enum']);
    expect(changes({ enum: [1, 2] }, { enum: [2, 3] })).toEqual(['!ENUM_ARRAY_CHANGED #/enum']);
    expect(changes({ const: 1 }, { enum: [1, 2] })).toEqual(['ENUM_ARRAY_EXTENDED #/enum']);
    expect(changes({ const: 1 }, { const: 2 })).toEqual(['!ENUM_ARRAY_CHANGED #/enum']);
  });

  it('of what only describes break nobody', () => {
    expect(
      changes(
        { $id: 'a', title: 'A', description: 'x', default: 1 },
        { $id: 'b', title: 'B', description: 'y', default: null },
      ),
    ).toEqual(['ID_CHANGED #/', 'TITLE_CHANGED #/', 'DESCRIPTION_CHANGED #/', 'DEFAULT_CHANGED #/']);
    expect(changes({ default: null }, {})).toEqual(['DEFAULT_CHANGED #/']);
    const later = { $schema: 'https://json-schema.org/draft/2020-12/schema' };
    expect(changes({ ...later, $id: 'a' }, { ...later, $id: 'b' })).toEqual([]);
  });

  it('of schemas that take or refuse all', () => {
    expect(changes({ type: 'string' }, true)).toEqual([]);
    expect(changes(false, { type: 'string' })).toEqual([]);
    expect(changes({ type: 'string' }, false)).toEqual(['!TYPE_CHANGED #/']);
    expect(changes({}, { type: 'string' })).toEqual(['!TYPE_CHANGED #/']);
    expect(changes({ type: 'string', enum: ['a'] }, {})).toEqual([]);
  });
});

describe('the sentences', () => {
  it('name both sides, and what would break nobody', () => {
    const of = (type: string, rest: object) => jsonKind.parse(JSON.stringify({ properties: { a: { type, ...rest } } }));
    expect(jsonKind.differences(of('string', { maxLength: 10 }), of('string', { maxLength: 12 }))).toEqual([
      {
        kind: 'MAX_LENGTH_DECREASED',
        breaks: true,
        path: '#/properties/a/maxLength',
        message: 'the reader refuses strings longer than 10, of which the writer leaves out only those longer than 12',
        remedy: 'leave the maxLength at 12',
        reader: '10',
        writer: '12',
      },
    ]);
    const [changed] = jsonKind.differences(of('number', {}), of('string', {}));
    expect(changed).toMatchObject({
      message: 'the reader expects number where the writer has string',
      reader: 'number',
      writer: 'string',
    });
  });

  it('of every kind speak of the reader, and give a remedy where it breaks and there alone', () => {
    for (const [kind, { breaks, message, remedy }] of Object.entries(differenceKinds)) {
      expect(message, kind).toMatch(/\breader\b/);
      expect(remedy === '', kind).toBe(breaks === false);
      expect(message.replaceAll(/\{(?:reader|writer|name)\}/g, ''), kind).not.toMatch(/[{}]/);
    }
  });
});
