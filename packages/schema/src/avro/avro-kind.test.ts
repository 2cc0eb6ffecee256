import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitrarySchema } from '../testing/arbitrary-schema.ts';
import { avroKind } from './avro-kind.ts';

/** The same JSON with the members of each object in another order. */
function reversed(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(reversed);
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json)
      .toReversed()
      .map(([name, value]) => [name, reversed(value)]),
  );
}

const normal = (json: unknown): string => avroKind.normalise(avroKind.parse(JSON.stringify(json))).text;

describe('Avro among the schema languages', () => {
  it('has one normal form for every order of members, whose normal form it is itself', () => {
    fc.assert(
      fc.property(arbitrarySchema(), (json) => {
        expect(normal(reversed(json))).toBe(normal(json));
        expect(normal(JSON.parse(normal(json)))).toBe(normal(json));
      }),
    );
  });

  it('has one normal form for every spelling of names, attributes, aliases and defaults', () => {
    const field = { name: 'at', type: { type: 'long', b: 1, a: { d: 1, c: 2 } }, default: { y: 1, x: 2 } };
    const one = { type: 'record', name: 'R', namespace: 'n', aliases: ['B', 'n.A'], fields: [field] };
    const other = { name: 'n.R', aliases: ['A', 'n.B'], fields: [reversed(field)], type: 'record' };
    expect(normal(other)).toBe(normal(one));
    expect(normal(one)).toBe(
      '{"type":"record","name":"R","namespace":"n","fields":[{"name":"at","type":{"type":"long","a":{"c":2,"d":1},"b":1},' +
        '"default":{"x":2,"y":1}}],"aliases":["A","B"]}',
    );
  });

  it('prints fractions as Java does, which tells 1.0 from 1', () => {
    // What Apache Avro 1.12 makes of it.
    const [sent, kept] = [
      '{"type":"double","default":[1.0,0.0,-0.0,1,1e3,1e10,12345678.5,0.0001,0.001,1.50,-2.5E-7,5,{"a":2.0,"b":[3.0]}],"x":4.0,"y":{"z":5.0}}',
      '{"type":"double","default":[1.0,0.0,-0.0,1,1000.0,1.0E10,1.23456785E7,1.0E-4,0.001,1.5,-2.5E-7,5,{"a":2.0,"b":[3.0]}],"x":4.0,"y":{"z":5.0}}',
    ];
    expect(avroKind.parse(sent).text).toBe(kept);
    expect(avroKind.normalise(avroKind.parse(sent)).text).toBe(kept);
    const field = (fallback: string): string =>
      `{"type":"record","name":"R","fields":[{"name":"price","type":"double","default":${fallback}}]}`;
    expect(avroKind.parse(field('0.00')).text).toBe(field('0.0'));
    expect(avroKind.parse(field('0')).text).toBe(field('0'));
    expect(avroKind.normalise(avroKind.parse(field('1E1'))).text).toBe(field('10.0'));
  });

  it('leaves references to their names, and resolves them when asked', () => {
    const line = '{"type":"record","name":"shop.Line","fields":[{"name":"sku","type":"string"}]}';
    const text =
      '{"type":"record","name":"shop.Order","confluent:tags":["PII"],"fields":[{"name":"first","type":"Line"}]}';
    const order = avroKind.parse(text, [{ name: 'shop.Line', text: line }]);
    expect(order.text).toContain('"type":"Line"');
    expect(avroKind.formatted(order, '')).toBe(order.text);
    expect(avroKind.parse(avroKind.formatted(order, 'resolved')).text).toContain('"name":"sku"');
    expect(avroKind.recordName(order)).toBe('shop.Order');
    expect(avroKind.tags(order)).toEqual(['PII']);
    expect(avroKind.recordName(avroKind.parse('["null"]'))).toBeUndefined();
  });
});
