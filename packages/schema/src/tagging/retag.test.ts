import { MillraceError } from '@millrace/base';
import { describe, expect, it } from 'vitest';
import { avroKind } from '../avro/avro-kind.ts';
import { jsonKind } from '../json-schema/json-kind.ts';
import { protobufKind } from '../protobuf/protobuf-kind.ts';
import { retag, withTagsOf, type TagChange } from './retag.ts';
import { taggedEntities } from './tagged-entities.ts';

const avro = (...fields: object[]) =>
  avroKind.parse(JSON.stringify({ type: 'record', name: 'Order', namespace: 'shop', fields }));
const email = { name: 'email', type: 'string' };
const address = { type: 'record', name: 'Address', fields: [{ name: 'street', type: 'string' }] };
const json = jsonKind.parse(
  JSON.stringify({
    title: 'Order',
    type: 'object',
    properties: {
      email: { type: 'string' },
      address: { properties: { street: { type: 'string', 'confluent:tags': ['A'] } } },
    },
  }),
);
const protobuf = protobufKind.parse(`syntax = "proto3";
package shop;
import "confluent/meta.proto";
message Order {
  string email = 1 [(confluent.field_meta) = { doc: "whom to write to", tags: ["A"] }];
  Address address = 2;
  message Address { string street = 1; }
}`);

const change = (path: string, more: Partial<TagChange> = {}): TagChange => ({
  path,
  kind: 'field',
  add: ['PII'],
  remove: [],
  ...more,
});
const tagsIn = (entities: ReturnType<typeof taggedEntities>) =>
  entities.map(({ path, tags }) => `${path} ${tags.join()}`);

describe('tags', () => {
  it('are written into an Avro schema at records and fields, wherever they lie', () => {
    const schema = avro(email, { name: 'address', type: ['null', address] });
    const text = retag(schema, [
      change('shop.Order.email'),
      change('Order', { kind: 'record', add: ['GDPR'] }),
      change('shop.Address.street', { add: ['HOME', 'PII'] }),
    ]);
    expect(tagsIn(taggedEntities(avroKind.parse(text)))).toEqual([
      'shop.Order GDPR',
      'shop.Order.email PII',
      'shop.Address.street HOME,PII',
    ]);
  });

  it('are written into a JSON Schema at the ways to its properties', () => {
    const text = retag(json, [
      change('object.email'),
      change('object.address.object.street', { remove: ['A'] }),
      change('object', { kind: 'record', add: ['GDPR'] }),
    ]);
    expect(tagsIn(taggedEntities(jsonKind.parse(text)))).toEqual([
      'object GDPR',
      'object.email PII',
      'object.address.object.street PII',
    ]);
  });

  it('are written into a Protobuf schema as options, with the import that they take', () => {
    const text = retag(protobuf, [change('.shop.Order.email'), change('shop.Order.Address.street')]);
    expect(tagsIn(taggedEntities(protobufKind.parse(text)))).toEqual([
      'shop.Order.email A,PII',
      'shop.Order.Address.street PII',
    ]);
    expect(text).toContain('whom to write to');
    const bare = protobufKind.parse('syntax = "proto3"; message M { string a = 1; }');
    expect(retag(bare, [change('M.a')])).toContain('import "confluent/meta.proto";');
  });

  it('are taken out again, and leave the schema as it was', () => {
    const schema = avro(email);
    const tagged = avroKind.parse(retag(schema, [change('shop.Order.email')]));
    expect(retag(tagged, [change('Order.email', { add: [], remove: ['PII'] })])).toBe(schema.text);
    const cleared = protobufKind.parse(retag(protobuf, [change('shop.Order.email', { add: [], remove: ['A'] })]));
    expect(taggedEntities(cleared)).toEqual([]);
  });

  it('of what is not there are refused', () => {
    for (const schema of [avro(email), json, protobuf]) {
      expect(() => retag(schema, [change('shop.Order.phone')])).toThrow(MillraceError);
      expect(() => retag(schema, [change('shop.Order.email', { kind: 'record' })])).toThrow(/has no record/);
    }
  });

  it('of another schema are taken over where there is the same', () => {
    const before = avroKind.parse(
      retag(avro(email, { name: 'phone', type: 'string' }), [change('Order.email'), change('Order.phone')]),
    );
    const text = withTagsOf(avro(email, { name: 'note', type: 'string' }), taggedEntities(before));
    expect(tagsIn(taggedEntities(avroKind.parse(text)))).toEqual(['shop.Order.email PII']);
  });
});
