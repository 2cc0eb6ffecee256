import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apis } from '../apis.ts';
import { api } from '../definition/message.ts';
import type { Message } from '../definition/message.ts';
import { array, bytes, int16, int32, int64, int64Max, records, string, struct, uuid } from '../definition/field.ts';
import { consumerProtocolAssignment } from '../messages/consumer-protocol-assignment.ts';
import { consumerProtocolSubscription } from '../messages/consumer-protocol-subscription.ts';
import { arbitraryMessage } from '../testing/arbitrary-message.ts';
import { WireError } from '../wire-error.ts';
import { decodeMessage, decodeVersioned, encodeMessage, encodeVersioned } from './codec.ts';

const messages: readonly Message[] = [
  ...apis.flatMap((api) => [api.request, api.response]),
  consumerProtocolSubscription,
  consumerProtocolAssignment,
];

function versionsOf(message: Message): number[] {
  return Array.from({ length: message.versions.max - message.versions.min + 1 }, (_, i) => message.versions.min + i);
}

describe('every message in every version', () => {
  test.each(messages.map((message) => [message.name, message] as const))(
    '%s decodes to what was encoded',
    (_, message) => {
      for (const version of versionsOf(message)) {
        fc.assert(
          fc.property(arbitraryMessage(message, version), (value) => {
            const encoded = encodeMessage(message, version, value as object);
            expect(decodeMessage(message, version, encoded)).toEqual(value);
          }),
          { numRuns: 10 },
        );
      }
    },
  );

  test.each(messages.map((message) => [message.name, message] as const))(
    '%s raises nothing but WireError',
    (_, message) => {
      for (const version of versionsOf(message)) {
        const mutated = fc
          .tuple(
            arbitraryMessage(message, version),
            fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
            fc.nat(),
          )
          .map(([value, edits, cut]) => {
            const encoded = Buffer.from(encodeMessage(message, version, value as object));
            for (const [at, byte] of edits) if (encoded.length > 0) encoded[at % encoded.length] = byte;
            return cut % 3 === 0 ? encoded.subarray(0, cut % (encoded.length + 1)) : encoded;
          });
        fc.assert(
          fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), mutated), (input) => {
            try {
              decodeMessage(message, version, input);
            } catch (error) {
              expect(error).toBeInstanceOf(WireError);
            }
          }),
          { numRuns: 10 },
        );
      }
    },
  );
});

const sample = api({
  key: 999,
  name: 'Sample',
  versions: '0-2',
  flexible: '2+',
  listeners: ['broker'],
  request: {
    required: int32('0+', { default: 7 }),
    lost: string('1+'),
    ignorable: string('1+', { ignorable: true }),
    nullable: string('0+', { nullable: '1+' }),
    tagged: int64('2+', { tag: 3, default: -1 }),
    nested: struct('2+', { inner: int16('2+') }, { nullable: '2+', default: null }),
    list: array('0+', { id: uuid('0+') }),
    data: bytes('0+'),
    records: records('0+', { nullable: '0+' }),
  },
  response: {},
}).request;

describe('the codec', () => {
  test('gives a field that is left out its default', () => {
    const decoded = decodeMessage(sample, 2, encodeMessage(sample, 2, {}));
    expect(decoded).toEqual({
      required: 7,
      lost: '',
      ignorable: '',
      nullable: '',
      tagged: -1,
      nested: null,
      list: [],
      data: Buffer.alloc(0),
      records: null,
    });
  });

  test('refuses a value that the version has no place for, unless it may be ignored', () => {
    expect(() => encodeMessage(sample, 0, { lost: 'x' })).toThrow('SampleRequest.lost cannot be said in version 0');
    expect(encodeMessage(sample, 0, { ignorable: 'x' })).toEqual(encodeMessage(sample, 0, {}));
    expect(() => encodeMessage(sample, 1, { nested: {} })).toThrow(WireError);
    expect(() => encodeMessage(sample, 1, { tagged: -1 })).not.toThrow();
  });

  test('refuses null where the version does not allow it', () => {
    expect(() => encodeMessage(sample, 0, { nullable: null })).toThrow('SampleRequest.nullable may not be null');
    expect(() => encodeMessage(sample, 1, { nullable: null })).not.toThrow();
  });

  test('refuses numbers beyond their type', () => {
    expect(() => encodeMessage(sample, 0, { required: 2 ** 31 })).toThrow(WireError);
    expect(() => encodeMessage(sample, 2, { tagged: 2 ** 53 })).toThrow(WireError);
    expect(() => encodeMessage(sample, 2, { tagged: Number.NaN })).toThrow(WireError);
  });

  test('refuses an int64 that a number does not hold exactly, but reads the largest of all', () => {
    const encoded = Buffer.from(encodeMessage(sample, 2, { tagged: int64Max }));
    expect(decodeMessage(sample, 2, encoded).tagged).toBe(int64Max);
    encoded[encoded.length - 1] = 0xfe;
    expect(() => decodeMessage(sample, 2, encoded)).toThrow('beyond what a number holds exactly');
  });

  test('passes over tagged fields that a newer version invented', () => {
    const encoded = Buffer.from(encodeMessage(sample, 2, {}));
    const extended = Buffer.concat([encoded.subarray(0, -1), Buffer.from([1, 9, 2, 0xaa, 0xbb])]);
    expect(decodeMessage(sample, 2, extended)).toEqual(decodeMessage(sample, 2, encoded));
  });

  test('refuses a list longer than the bytes that are left could hold', () => {
    const encoded = Buffer.from(encodeMessage(sample, 0, { required: 1 }));
    encoded.writeInt32BE(0x7fffffff, 6);
    expect(() => decodeMessage(sample, 0, encoded)).toThrow('2147483647 elements announced');
  });

  test('refuses bytes left over', () => {
    const encoded = encodeMessage(sample, 0, {});
    expect(() => decodeMessage(sample, 0, Buffer.concat([encoded, Buffer.from([0])]))).toThrow('1 bytes left over');
  });

  test('takes record batches in parts', () => {
    const parts = [Buffer.alloc(5000, 1), Buffer.alloc(3, 2)];
    for (const version of [0, 2]) {
      const decoded = decodeMessage(sample, version, encodeMessage(sample, version, { records: parts }));
      expect(decoded.records).toEqual(Buffer.concat(parts));
    }
  });

  test('refuses a version that the message does not have', () => {
    expect(() => encodeMessage(sample, 3, {})).toThrow('SampleRequest has no version 3');
  });

  test('reads data of clients that are newer than we are as our newest version', () => {
    const encoded = Buffer.from(encodeVersioned(consumerProtocolSubscription, 3, { topics: ['a'], rackId: 'r' }));
    encoded.writeInt16BE(9, 0);
    expect(decodeVersioned(consumerProtocolSubscription, encoded).value).toMatchObject({ topics: ['a'], rackId: 'r' });
  });
});
