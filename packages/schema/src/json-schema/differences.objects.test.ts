import { describe, expect, it } from 'vitest';
import { changes } from '../testing/json-changes.ts';
import { jsonKind } from './json-kind.ts';

const text = { type: 'string' };
const number = { type: 'number' };
const object = (properties: object, rest: object = {}) => ({ type: 'object', properties, ...rest });
const closed = { additionalProperties: false };
const texts = { additionalProperties: text };

describe('differences of properties', () => {
  it('that are required', () => {
    const required = object({ a: text }, { required: ['a'] });
    expect(changes(object({ a: text }), required)).toEqual(['!REQUIRED_ATTRIBUTE_ADDED #/required/a']);
    expect(changes(required, object({ a: text }))).toEqual(['REQUIRED_ATTRIBUTE_REMOVED #/required/a']);
    expect(changes(object({ a: text }), object({ a: { ...text, default: '' } }, { required: ['a'] }))).toEqual([
      'REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED #/required/a',
      'DEFAULT_CHANGED #/properties/a',
    ]);
  });

  it('that are added to open content', () => {
    const added = (property: object | boolean, rest: object = {}) => changes(object({}), object({ a: property }, rest));
    expect(added(text)).toEqual(['!OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL #/properties/a']);
    expect(added(text, { required: ['a'] })).toEqual(['!REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL #/properties/a']);
    expect(added({ ...text, default: '' }, { required: ['a'] })).toEqual([
      '!REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL #/properties/a',
    ]);
    expect(added({})).toEqual(['PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL #/properties/a']);
    expect(added(true, { required: ['a'] })).toEqual(['!REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL #/properties/a']);
  });

  it('that are added to closed content', () => {
    const added = (property: object, rest: object = {}) =>
      changes(object({}, closed), object({ a: property }, { ...closed, ...rest }));
    expect(added(text)).toEqual(['OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL #/properties/a']);
    expect(added(text, { required: ['a'] })).toEqual([
      '!REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL #/properties/a',
    ]);
    expect(added({ ...text, default: '' }, { required: ['a'] })).toEqual([
      'REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_UNOPEN_CONTENT_MODEL #/properties/a',
    ]);
  });

  it('that are added to content open in part', () => {
    expect(changes(object({}, texts), object({ a: text }, texts))).toEqual([
      'PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/a',
      'OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL #/properties/a',
    ]);
    expect(changes(object({}, texts), object({ a: number }, texts))).toEqual([
      '!TYPE_CHANGED #/properties/a',
      '!PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/a',
      'OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL #/properties/a',
    ]);
    const patterns = { patternProperties: { '^a': number }, additionalProperties: text };
    expect(changes(object({}, patterns), object({ a: number }, patterns))).toEqual([
      'PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/a',
      'OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL #/properties/a',
    ]);
  });

  it('that are removed', () => {
    const removed = (property: object | boolean, rest: object) =>
      changes(object({ a: property }, rest), object({}, rest));
    expect(removed(text, {})).toEqual(['PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL #/properties/a']);
    expect(removed(text, closed)).toEqual(['!PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL #/properties/a']);
    expect(removed(false, closed)).toEqual(['PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL #/properties/a']);
    expect(removed(text, texts)).toEqual([
      'PROPERTY_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/a',
    ]);
    expect(removed(number, texts)).toEqual([
      '!TYPE_CHANGED #/properties/a',
      '!PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/a',
    ]);
  });

  it('come in the order of the reference, with their names as members of a pointer', () => {
    const names = ['order', 'id', 'currency', 'a/b', 'price', 'customer'];
    const all = (type: string) => object(Object.fromEntries(names.map((name) => [name, { type }])));
    expect(changes(all('string'), all('null'))).toEqual([
      '!TYPE_CHANGED #/properties/a~1b',
      '!TYPE_CHANGED #/properties/price',
      '!TYPE_CHANGED #/properties/currency',
      '!TYPE_CHANGED #/properties/id',
      '!TYPE_CHANGED #/properties/order',
      '!TYPE_CHANGED #/properties/customer',
    ]);
  });
});

describe('differences of additional properties', () => {
  it('opened, closed, widened, narrowed and changed', () => {
    const at = '#/additionalProperties';
    expect(changes(object({}, closed), object({}))).toEqual([`ADDITIONAL_PROPERTIES_ADDED ${at}`]);
    expect(changes(object({}), object({}, closed))).toEqual([`!ADDITIONAL_PROPERTIES_REMOVED ${at}`]);
    expect(changes(object({}, texts), object({}))).toEqual([`ADDITIONAL_PROPERTIES_EXTENDED ${at}`]);
    expect(changes(object({}), object({}, texts))).toEqual([`!ADDITIONAL_PROPERTIES_NARROWED ${at}`]);
    expect(changes(object({}, texts), object({}, { additionalProperties: number }))).toEqual([`!TYPE_CHANGED ${at}`]);
  });

  it('break nobody under the lenient policy, nor do properties added to open content', () => {
    expect(changes(object({}), object({ a: text }, closed), 'LENIENT')).toEqual([
      'OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL #/properties/a',
      'ADDITIONAL_PROPERTIES_REMOVED #/additionalProperties',
    ]);
    expect(
      changes(object({}), object({ a: { ...text, default: '' } }, { ...texts, required: ['a'] }), 'LENIENT'),
    ).toEqual([
      'REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL #/properties/a',
      'ADDITIONAL_PROPERTIES_NARROWED #/additionalProperties',
    ]);
    expect(changes(object({}), object({ a: text }, { required: ['a'] }), 'LENIENT')).toEqual([
      '!REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL #/properties/a',
    ]);
    expect(changes(object({ a: text }, closed), object({}, closed), 'LENIENT')).toEqual([
      '!PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL #/properties/a',
    ]);
    // The policy holds inside of alternatives too.
    const either = (...schemas: object[]) => ({ anyOf: [number, ...schemas] });
    expect(changes(either(object({})), either(object({ a: text })), 'LENIENT')).toEqual([
      'OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL #/anyOf/1/properties/a',
    ]);
    expect(changes(either(object({})), either(object({ a: text })))).toEqual(['!COMBINED_TYPE_SUBSCHEMAS_CHANGED #/']);
  });

  it('unevaluated ones count as additional where no others are named', () => {
    const later = (rest: object) => ({
      $schema: 'https://json-schema.org/draft/2019-09/schema',
      ...object({ a: text }, rest),
    });
    expect(changes(later({ unevaluatedProperties: false }), later({}))).toEqual([
      'ADDITIONAL_PROPERTIES_ADDED #/additionalProperties',
    ]);
    expect(changes(later({ unevaluatedProperties: false, additionalProperties: true }), later({}))).toEqual([]);
  });
});

describe('differences of dependencies', () => {
  it('on names', () => {
    const needs = (...names: string[]) => object({}, { dependencies: { a: names } });
    const at = '#/dependencies/a';
    expect(changes(object({}), needs('b'))).toEqual([`!DEPENDENCY_ARRAY_ADDED ${at}`]);
    expect(changes(needs('b'), object({}))).toEqual([`DEPENDENCY_ARRAY_REMOVED ${at}`]);
    expect(changes(needs('b'), needs('c', 'b'))).toEqual([`!DEPENDENCY_ARRAY_EXTENDED ${at}`]);
    expect(changes(needs('b', 'c'), needs('c'))).toEqual([`DEPENDENCY_ARRAY_NARROWED ${at}`]);
    expect(changes(needs('b'), needs('c'))).toEqual([`!DEPENDENCY_ARRAY_CHANGED ${at}`]);
    expect(changes(needs('b', 'c'), needs('c', 'b'))).toEqual([]);
  });

  it('on schemas', () => {
    const fits = (schema: object) => object({}, { dependencies: { a: schema } });
    const at = '#/dependencies/a';
    expect(changes(object({}), fits(object({})))).toEqual([`!DEPENDENCY_SCHEMA_ADDED ${at}`]);
    expect(changes(fits(object({})), object({}))).toEqual([`DEPENDENCY_SCHEMA_REMOVED ${at}`]);
    expect(changes(fits({ maxProperties: 1 }), fits({ maxProperties: 2 }))).toEqual([
      `MAX_PROPERTIES_INCREASED ${at}/maxProperties`,
    ]);
  });
});

describe('reserved names', () => {
  const reserving = (json: object, reserved: string) =>
    jsonKind.parse(JSON.stringify(json), [], { properties: { 'confluent:reserved': reserved } });
  const told = (reader: ReturnType<typeof reserving>, writer: ReturnType<typeof reserving>) =>
    jsonKind.differences(reader, writer).map(({ kind, path, breaks }) => `${breaks ? '!' : ''}${kind} ${path}`);

  it('stay reserved, and are no properties', () => {
    const plain = object({ a: text }, closed);
    expect(told(reserving(plain, 'cost, status'), reserving(plain, 'cost,status'))).toEqual([]);
    expect(told(reserving(plain, 'cost'), reserving(plain, 'cost,status'))).toEqual([
      '!RESERVED_PROPERTY_REMOVED #/properties/status',
    ]);
    expect(told(reserving(object({ a: text, cost: number }, closed), 'cost'), reserving(plain, 'cost'))).toEqual([
      'OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL #/properties/cost',
      '!RESERVED_PROPERTY_CONFLICTS_WITH_PROPERTY #/properties/cost',
    ]);
    expect(told(reserving({ allOf: [plain] }, 'a'), reserving({ allOf: [plain] }, ''))).toEqual([
      '!RESERVED_PROPERTY_CONFLICTS_WITH_PROPERTY #/properties/a',
    ]);
  });
});
