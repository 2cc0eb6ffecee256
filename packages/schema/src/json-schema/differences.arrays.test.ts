import { describe, expect, it } from 'vitest';
import { changes } from '../testing/json-changes.ts';

const text = { type: 'string' };
const number = { type: 'number' };
const array = (rest: object) => ({ type: 'array', ...rest });
const tuple = (items: readonly unknown[], rest: object = {}) => array({ items, ...rest });
const later = (rest: object) => ({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'array', ...rest });

describe('differences of items', () => {
  it('that are all alike', () => {
    expect(changes(array({}), array({ items: text }))).toEqual(['!SCHEMA_ADDED #/items']);
    expect(changes(array({ items: text }), array({}))).toEqual(['SCHEMA_REMOVED #/items']);
    expect(changes(array({ items: text }), array({ items: number }))).toEqual(['!TYPE_CHANGED #/items']);
    expect(changes(array({ items: text }), tuple([text]))).toEqual([
      'SCHEMA_REMOVED #/items',
      '!ITEM_ADDED_TO_OPEN_CONTENT_MODEL #/items/0',
    ]);
    expect(changes(array({ items: text, additionalItems: false }), array({ items: text }))).toEqual([]);
  });

  it('that are added', () => {
    const added = (item: unknown, rest: object) => changes(tuple([text], rest), tuple([text, item], rest));
    expect(added(text, {})).toEqual(['!ITEM_ADDED_TO_OPEN_CONTENT_MODEL #/items/1']);
    expect(added({}, {})).toEqual(['ITEM_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL #/items/1']);
    expect(added(text, { additionalItems: false })).toEqual(['ITEM_ADDED_TO_CLOSED_CONTENT_MODEL #/items/1']);
    expect(added(text, { additionalItems: text })).toEqual([
      'ITEM_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/items/1',
    ]);
    expect(added(number, { additionalItems: text })).toEqual([
      '!TYPE_CHANGED #/items/1',
      '!ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/items/1',
    ]);
  });

  it('that are removed', () => {
    const removed = (item: unknown, rest: object) => changes(tuple([text, item], rest), tuple([text], rest));
    expect(removed(text, {})).toEqual(['ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL #/items/1']);
    expect(removed(text, { additionalItems: false })).toEqual(['!ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL #/items/1']);
    expect(removed(false, { additionalItems: false })).toEqual([
      'ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL #/items/1',
    ]);
    expect(removed(text, { additionalItems: text })).toEqual([
      'ITEM_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/items/1',
    ]);
    expect(removed(number, { additionalItems: text })).toEqual([
      '!TYPE_CHANGED #/items/1',
      '!ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/items/1',
    ]);
    expect(changes(tuple([]), tuple([text]))).toEqual(['!ITEM_ADDED_TO_OPEN_CONTENT_MODEL #/items/0']);
  });

  it('beyond those that are named', () => {
    const beyond = (additionalItems: unknown) => tuple([text], { additionalItems });
    const at = '#/additionalItems';
    expect(changes(beyond(false), beyond(true))).toEqual([`ADDITIONAL_ITEMS_ADDED ${at}`]);
    expect(changes(beyond(true), beyond(false))).toEqual([`!ADDITIONAL_ITEMS_REMOVED ${at}`]);
    expect(changes(beyond(text), beyond(true))).toEqual([`ADDITIONAL_ITEMS_EXTENDED ${at}`]);
    expect(changes(beyond(true), beyond(text))).toEqual([`!ADDITIONAL_ITEMS_NARROWED ${at}`]);
    expect(changes(beyond(true), beyond(text), 'LENIENT')).toEqual([`!ADDITIONAL_ITEMS_NARROWED ${at}`]);
    expect(changes(beyond(text), beyond(number))).toEqual([`!TYPE_CHANGED ${at}`]);
  });

  it('that must differ from each other', () => {
    expect(changes(array({}), array({ uniqueItems: true }))).toEqual(['!UNIQUE_ITEMS_ADDED #/uniqueItems']);
    expect(changes(array({ uniqueItems: true }), array({ uniqueItems: false }))).toEqual([
      'UNIQUE_ITEMS_REMOVED #/uniqueItems',
    ]);
  });

  it('of the drafts that call them prefixItems', () => {
    const prefix = (prefixItems: readonly unknown[], rest: object = {}) => later({ prefixItems, ...rest });
    expect(changes(prefix([text]), prefix([number]))).toEqual(['!TYPE_CHANGED #/items/0']);
    expect(changes(later({ items: text }), later({ items: number }))).toEqual(['!TYPE_CHANGED #/items']);
    expect(changes(prefix([text], { items: text }), prefix([text], { items: number }))).toEqual([
      '!TYPE_CHANGED #/additionalItems',
    ]);
    expect(changes(later({ items: true }), later({ items: false }))).toEqual([
      '!ADDITIONAL_ITEMS_REMOVED #/additionalItems',
    ]);
    expect(
      changes(prefix([text], { unevaluatedItems: false }), prefix([text, text], { unevaluatedItems: false })),
    ).toEqual(['ITEM_ADDED_TO_CLOSED_CONTENT_MODEL #/items/1']);
    const middle = (rest: object) => ({ ...later(rest), $schema: 'https://json-schema.org/draft/2019-09/schema' });
    expect(
      changes(middle({ items: [text], additionalItems: text }), middle({ items: [text, text], additionalItems: text })),
    ).toEqual(['ITEM_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/items/1']);
  });
});
