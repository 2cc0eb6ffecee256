import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRecord } from './decode-record.ts';
import { encodeRecord, type RegistryRecord } from './record.ts';

const bytes = (text: string | null): Uint8Array | null => (text === null ? null : Buffer.from(text));
const decode = (key: string, value: string | null): RegistryRecord | undefined =>
  decodeRecord(bytes(key), bytes(value), 7);

describe('records of the topic', () => {
  it('are those that a Confluent registry writes', () => {
    expect(
      decode(
        '{"keytype":"SCHEMA","subject":"a-value","version":2,"magic":1}',
        '{"subject":"a-value","version":2,"id":7,"schema":"\\"int\\"","deleted":false,"newer":[1]}',
      ),
    ).toEqual({
      kind: 'schema',
      subject: 'a-value',
      version: 2,
      value: {
        id: 7,
        schema: '"int"',
        schemaType: 'AVRO',
        references: [],
        deleted: false,
        timestamp: 7,
        others: { newer: [1] },
      },
    });
    expect(decode('{"keytype":"CONFIG","subject":null,"magic":0}', '{"compatibilityLevel":"FULL"}')).toEqual({
      kind: 'config',
      subject: null,
      value: { compatibilityLevel: 'FULL' },
    });
    expect(decode('{"keytype":"DELETE_SUBJECT","subject":"a","magic":0}', '{"subject":"a","version":3}')).toEqual({
      kind: 'delete-subject',
      subject: 'a',
      version: 3,
    });
    expect(decode('{"keytype":"NOOP","magic":0}', null)).toEqual({ kind: 'noop', maxIds: null });
    expect(decode('{"keytype":"CONTEXT","tenant":"default","context":".a","magic":0}', '{"context":".a"}')).toEqual({
      kind: 'context',
      context: '.a',
      exists: true,
    });
    expect(decode('{"keytype":"SOMETHING","magic":0}', '{}')).toBeUndefined();
  });

  it('have keys to the byte as Confluent has them, since compaction compares bytes', () => {
    const key = (record: RegistryRecord): string => Buffer.from(encodeRecord(record).key).toString();
    expect(key({ kind: 'schema', subject: 'a', version: 1, value: null })).toBe(
      '{"keytype":"SCHEMA","subject":"a","version":1,"magic":1}',
    );
    expect(key({ kind: 'config', subject: null, value: null })).toBe('{"keytype":"CONFIG","subject":null,"magic":0}');
  });

  it('keep the spelling of a key that another registry has, since compaction compares bytes', () => {
    const key = '{"subject":"a","version":1,"magic":1,"keytype":"SCHEMA"}';
    const record = decode(key, null);
    expect(record).toEqual({ kind: 'schema', subject: 'a', version: 1, value: null, spelling: key });
    expect(decode('{"keytype":"SCHEMA","subject":"a","version":1,"magic":1}', null)).not.toHaveProperty('spelling');
  });

  it('come back as they were written', () => {
    const subject = fc.string().filter((name) => !name.includes('\0'));
    const number = fc.nat();
    const record: fc.Arbitrary<RegistryRecord> = fc.oneof(
      fc.record({ subject, version: number, id: number, schema: fc.string(), deleted: fc.boolean() }).map((drawn) => ({
        kind: 'schema' as const,
        subject: drawn.subject,
        version: drawn.version,
        value: {
          id: drawn.id,
          schema: drawn.schema,
          deleted: drawn.deleted,
          schemaType: 'JSON',
          references: [{ name: 'n', subject: 's', version: 1 }],
          metadata: { a: 1 },
          timestamp: 7,
          isOurs: true,
          others: { later: true },
        },
      })),
      subject.map((name) => ({ kind: 'schema' as const, subject: name, version: 1, value: null })),
      subject.map((name) => ({ kind: 'mode' as const, subject: name, value: { mode: 'IMPORT' } })),
      subject.map((name) => ({ kind: 'config' as const, subject: name, value: { newer: true } })),
      subject.map((name) => ({ kind: 'clear-subject' as const, subject: name, cleared: true })),
      subject.map((name) => ({ kind: 'context' as const, context: name, exists: true })),
      number.map((id) => ({ kind: 'noop' as const, maxIds: { '.': id } })),
    );
    fc.assert(
      fc.property(record, (each) => {
        const { key, value, headers } = encodeRecord(each);
        expect(decodeRecord(key, value, 7, headers)).toEqual(each);
      }),
    );
  });

  it('of any other form are passed over, not an end', () => {
    const part = fc.option(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((text) => `{"keytype":"SCHEMA","subject":${text}}`),
      ),
    );
    fc.assert(
      fc.property(part, part, (key, value) => {
        decodeRecord(bytes(key), bytes(value), 7);
      }),
    );
  });
});
