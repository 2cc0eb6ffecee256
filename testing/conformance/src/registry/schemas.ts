export type SchemaType = 'AVRO' | 'JSON' | 'PROTOBUF';

export interface Candidate {
  /** Tells what it is in a report: `AVRO plus a field`. */
  readonly name: string;
  readonly type: SchemaType;
  readonly text: string;
}

const record = (...fields: object[]): string =>
  JSON.stringify({ type: 'record', name: 'Order', namespace: 'shop', fields });
const id = { name: 'id', type: 'int' };
const note = { name: 'note', type: 'string' };

const avro: Readonly<Record<string, string>> = {
  'one field': record(id),
  'a field more': record(id, note),
  'a field more, with a default': record(id, { ...note, default: '' }),
  'a nullable field more': record(id, { name: 'note', type: ['null', 'string'], default: null }),
  'a wider number': record({ ...id, type: 'long' }),
  'another type': record({ ...id, type: 'string' }),
  'another spelling': '{"namespace":"shop", "name":"Order", "type":"record", "fields":[{"type":"int","name":"id"}]}',
  'a described record': JSON.stringify({ type: 'record', name: 'shop.Order', doc: 'An order.', fields: [id] }),
  'an enum': record(id, { name: 'state', type: { type: 'enum', name: 'State', symbols: ['OPEN', 'PAID'] } }),
  'an enum with a symbol more': record(id, {
    name: 'state',
    type: { type: 'enum', name: 'State', symbols: ['OPEN', 'PAID', 'SENT'] },
  }),
  'a renamed field with an alias': record({ name: 'number', type: 'int', aliases: ['id'] }),
  'a union': record(id, { name: 'amount', type: ['null', 'int', 'string'] }),
  'a narrower union': record(id, { name: 'amount', type: ['null', 'int'] }),
  'a primitive': '"string"',
  'no schema': '{"type":"record"}',
};

const object = (properties: object, more: object = {}): string =>
  JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', type: 'object', properties, ...more });
const number = { type: 'integer' };
const text = { type: 'string' };

const json: Readonly<Record<string, string>> = {
  'one property': object({ id: number }),
  'one property, closed': object({ id: number }, { additionalProperties: false }),
  'a property more': object({ id: number, note: text }),
  'a property more, closed': object({ id: number, note: text }, { additionalProperties: false }),
  'a required property more': object({ id: number, note: text }, { required: ['note'] }),
  'a required property': object({ id: number }, { required: ['id'] }),
  'a wider number': object({ id: { type: 'number' } }),
  'another type': object({ id: text }),
  'a shorter text': object({ id: number, note: { ...text, maxLength: 10 } }),
  'a longer text': object({ id: number, note: { ...text, maxLength: 20 } }),
  'an enum': object({ state: { enum: ['open', 'paid'] } }),
  'a longer enum': object({ state: { enum: ['open', 'paid', 'sent'] } }),
  'one of two': object({ id: { oneOf: [number, text] } }),
  'one of three': object({ id: { oneOf: [number, text, { type: 'boolean' }] } }),
  'at least one': object({ id: { ...number, minimum: 1 } }),
  'at least two': object({ id: { ...number, minimum: 2 } }),
  'a list': object({ lines: { type: 'array', items: text } }),
  'a list of numbers': object({ lines: { type: 'array', items: number } }),
};

const proto = (...lines: string[]): string => ['syntax = "proto3";', 'package shop;', '', ...lines, ''].join('\n');
const message = (...fields: string[]): string =>
  ['message Order {', ...fields.map((field) => `  ${field}`), '}'].join('\n');

const protobuf: Readonly<Record<string, string>> = {
  'one field': proto(message('int32 id = 1;')),
  'a field more': proto(message('int32 id = 1;', 'string note = 2;')),
  'a renamed field': proto(message('int32 number = 1;')),
  'a wider number': proto(message('int64 id = 1;')),
  'another type': proto(message('string id = 1;')),
  'another number': proto(message('int32 id = 2;')),
  'a repeated field': proto(message('int32 id = 1;', 'repeated string note = 2;')),
  'a oneof': proto(message('int32 id = 1;', 'oneof what { string note = 2; int32 code = 3; }')),
  'a oneof with a field less': proto(message('int32 id = 1;', 'oneof what { string note = 2; }')),
  'a nested message': proto(message('Line line = 1;', 'message Line { string sku = 1; }')),
  'a message more': proto(message('int32 id = 1;'), 'message Customer { string name = 1; }'),
  'an enum': proto(message('State state = 1;'), 'enum State { OPEN = 0; PAID = 1; }'),
  'an enum with a value more': proto(message('State state = 1;'), 'enum State { OPEN = 0; PAID = 1; SENT = 2; }'),
  'no schema': 'syntax = "proto3"; message {',
};

const named = (type: SchemaType, texts: Readonly<Record<string, string>>): Candidate[] =>
  Object.entries(texts).map(([name, schema]) => ({ name: `${type} ${name}`, type, text: schema }));

/** Schemas of each language, most of them small evolutions of one another. */
export const candidates: Readonly<Record<SchemaType, readonly Candidate[]>> = {
  AVRO: named('AVRO', avro),
  JSON: named('JSON', json),
  PROTOBUF: named('PROTOBUF', protobuf),
};
