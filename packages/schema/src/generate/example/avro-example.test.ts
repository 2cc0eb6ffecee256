import { MillraceError } from '@millrace/base';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { avroKind } from '../../avro/avro-kind.ts';
import { compileDecoder } from '../../avro/codec/decoder.ts';
import { compileEncoder } from '../../avro/codec/encoder.ts';
import { arbitrarySchema } from '../../testing/arbitrary-schema.ts';
import { exampleOf } from './example-of.ts';
import { exampleText } from './example-text.ts';

const parse = (json: unknown) => avroKind.parse(JSON.stringify(json));
const record = (...fields: object[]) => parse({ type: 'record', name: 'Order', fields });

describe('examples of an Avro schema', () => {
  it('encode, whatever the schema', () => {
    fc.assert(
      fc.property(arbitrarySchema(), fc.integer(), (json, seed) => {
        const schema = parse(json);
        const encode = compileEncoder(schema.root);
        const decode = compileDecoder(schema.root, schema.root, { unions: 'plain', logical: 'text' });
        for (const example of exampleOf(schema, { seed, count: 3 })) decode(encode(example));
      }),
    );
  });

  it('are the same for the same seed, and others for another', () => {
    const schema = record({ name: 'email', type: 'string' }, { name: 'total', type: 'double' });
    const texts = (seed: number): string => exampleText(exampleOf(schema, { seed, count: 5 }));
    expect(texts(3)).toBe(texts(3));
    expect(texts(3)).not.toBe(texts(4));
    expect(new Set(exampleOf(schema, { count: 5 }).map((each) => exampleText(each))).size).toBe(5);
  });

  it('are realistic by name and logical type', () => {
    const text = (name: string, type: unknown = 'string'): unknown => {
      const [example] = exampleOf(record({ name, type }), { seed: 7 });
      return (example as Record<string, unknown>)[name];
    };
    expect(text('customerEmail')).toMatch(/^[\w.]+@[\w.-]+$/);
    expect(text('origin')).toMatch(/^[A-Z]{3}$/);
    expect(text('currency_code')).toMatch(/^[A-Z]{3}$/);
    expect(text('id', { type: 'string', logicalType: 'uuid' })).toMatch(/^[\da-f-]{36}$/);
    expect(text('created', { type: 'long', logicalType: 'timestamp-micros' })).toMatch(/^2025-12-\d\dT[\d:]+\.\d{6}Z$/);
    expect(text('price', { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 })).toMatch(/^\d{1,3}\.\d\d$/);
    expect(text('latitude', 'double')).toSatisfy((value: number) => Math.abs(value) <= 90);
    expect(text('updated_at', 'long')).toSatisfy((value: number) => value > Date.UTC(2025, 10, 1));
  });

  it('name the branch where the encoder would take the value for one of another', () => {
    const branches = [
      { type: 'bytes', logicalType: 'big-decimal' },
      { type: 'fixed', name: 'F', size: 3 },
    ];
    const schema = record({ name: 'x', type: branches });
    const examples = exampleOf(schema, { count: 20 });
    expect(examples).toContainEqual({ x: { F: expect.any(Uint8Array) as Uint8Array } });
    const decode = compileDecoder(schema.root, schema.root, { logical: 'text' });
    for (const example of examples) decode(compileEncoder(schema.root)(example));
  });

  it('end where a type may hold itself, and are refused where it must', () => {
    const list = parse({ type: 'record', name: 'L', fields: [{ name: 'next', type: ['null', 'L'] }] });
    expect(exampleOf(list, { count: 20 })).toHaveLength(20);
    const endless = parse({ type: 'record', name: 'E', fields: [{ name: 'self', type: 'E' }] });
    expect(() => exampleOf(endless)).toThrow(MillraceError);
    expect(() => exampleOf(parse({ type: 'enum', name: 'N', symbols: [] }))).toThrow(/nothing to choose/);
    const fields: object[] = [{ name: 'f0', type: { type: 'record', name: 'R0', fields: [] } }];
    for (let level = 1; level < 40; level++) {
      const inner = ['a', 'b'].map((name) => ({ name, type: `R${level - 1}` }));
      fields.push({ name: `f${level}`, type: { type: 'record', name: `R${level}`, fields: inner } });
    }
    expect(() => exampleOf(record(...fields))).toThrow(/more than 5000 values/);
  });

  it('show bytes in base64', () => {
    expect(exampleText({ bytes: Uint8Array.of(1, 2, 255) })).toBe('{"bytes":"AQL/"}');
  });
});
