import { describe, expect, it } from 'vitest';
import { describeFields } from './describe.ts';
import { parseAvroJson } from './parse.ts';

describe('the fields of a schema for people', () => {
  it('name types plainly, open records wherever they lie, and carry documentation and tags', () => {
    const point = {
      type: 'record',
      name: 'Point',
      fields: [{ name: 'latitude', type: 'double', doc: 'degrees north', 'confluent:tags': ['PII'] }],
    };
    const fields = describeFields(
      parseAvroJson({
        type: 'record',
        name: 'R',
        fields: [
          { name: 'at', type: ['null', { type: 'long', logicalType: 'timestamp-millis' }] },
          { name: 'price', type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 } },
          { name: 'track', type: { type: 'array', items: ['null', point] } },
          { name: 'either', type: ['int', 'string'], default: 7 },
          { name: 'again', type: 'R' },
        ],
      }),
    );
    expect(fields).toEqual([
      { name: 'at', path: 'at', type: 'timestamp', nullable: true, record: 'R', tags: [] },
      { name: 'price', path: 'price', type: 'decimal(9, 2)', nullable: false, record: 'R', tags: [] },
      {
        name: 'track',
        path: 'track',
        type: 'array of record',
        nullable: false,
        record: 'R',
        tags: [],
        fields: [
          {
            name: 'latitude',
            path: 'track.latitude',
            type: 'double',
            nullable: false,
            record: 'Point',
            doc: 'degrees north',
            tags: ['PII'],
          },
        ],
      },
      {
        name: 'either',
        path: 'either',
        type: 'one of int, string',
        nullable: false,
        record: 'R',
        default: '7',
        tags: [],
      },
      { name: 'again', path: 'again', type: 'record', nullable: false, record: 'R', tags: [] },
    ]);
  });

  it('carry the tags of their types too, also of those inside arrays', () => {
    const email = { type: 'string', 'confluent:tags': ['PII'] };
    const card = { type: 'record', name: 'Card', 'confluent:tags': ['PCI', 'PII'], fields: [] };
    const fields = describeFields(
      parseAvroJson({
        type: 'record',
        name: 'R',
        fields: [
          { name: 'emails', type: { type: 'array', items: ['null', email] }, 'confluent:tags': ['OWN'] },
          { name: 'card', type: ['null', card] },
        ],
      }),
    );
    expect(fields.map(({ tags }) => tags)).toEqual([
      ['OWN', 'PII'],
      ['PCI', 'PII'],
    ]);
  });

  it('of a schema that is not a record are one value', () => {
    expect(describeFields(parseAvroJson('string'))).toEqual([
      { name: 'value', path: 'value', type: 'string', nullable: false, tags: [] },
    ]);
  });

  it('stay bounded where types use each other twice', () => {
    const fields: object[] = [{ name: 'f0', type: { type: 'record', name: 'R0', fields: [] } }];
    for (let level = 1; level < 40; level++) {
      const inner = ['a', 'b'].map((name) => ({ name, type: `R${level - 1}` }));
      fields.push({ name: `f${level}`, type: { type: 'record', name: `R${level}`, fields: inner } });
    }
    const size = JSON.stringify(describeFields(parseAvroJson({ type: 'record', name: 'Top', fields }))).length;
    expect(size).toBeLessThan(5_000_000);
  });
});
