import { MillraceError } from '@millrace/base';
import * as fc from 'fast-check';
import protobufjs from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { parseProtobuf } from '../parse.ts';
import { messageOf } from '../parsed.ts';
import { arbitraryRecord } from '../testing/arbitrary-message.ts';
import { arbitraryProto } from '../testing/arbitrary-proto.ts';
import { printProto } from '../text/print.ts';
import { compileProtobufColumnDecoder, compileProtobufDecoder } from './decoder.ts';
import { compileProtobufEncoder } from './encoder.ts';

const withRecord = arbitraryProto().chain((tree) => {
  const text = printProto(tree);
  return arbitraryRecord(messageOf(parseProtobuf(text))).map((record) => ({ text, record }));
});

/** The other library's view of the first message. */
function theirs(text: string, name: string): protobufjs.Type {
  return protobufjs.parse(text, { keepCase: true }).root.resolveAll().lookupType(name);
}

describe('records', () => {
  it('decoding what was encoded gives the record back', () => {
    fc.assert(
      fc.property(withRecord, ({ text, record }) => {
        const schema = parseProtobuf(text);
        expect(compileProtobufDecoder(schema)(compileProtobufEncoder(schema)(record))).toEqual(record);
      }),
    );
  });

  it('are the bytes that another library writes, and read as it reads them', () => {
    fc.assert(
      fc.property(withRecord, ({ text, record }) => {
        const schema = parseProtobuf(text);
        const bytes = compileProtobufEncoder(schema)(record);
        const type = theirs(text, messageOf(schema).name);
        const again = Uint8Array.from(type.encode(type.decode(bytes)).finish());
        expect(compileProtobufDecoder(schema)(again)).toEqual(record);
        expect(again).toEqual(bytes);
      }),
      { numRuns: 60 },
    );
  });

  it('arbitrary bytes give a record or DATA_INVALID, whatever the schema', () => {
    fc.assert(
      fc.property(withRecord, fc.uint8Array({ maxLength: 60 }), fc.nat(), ({ text, record }, noise, at) => {
        const schema = parseProtobuf(text);
        const right = compileProtobufEncoder(schema)(record);
        const wrong = Uint8Array.from(right);
        wrong.set(noise.subarray(0, Math.max(0, wrong.length - (at % (wrong.length + 1)))), at % (wrong.length + 1));
        for (const bytes of [noise, wrong, right.subarray(0, at % (right.length + 1))]) {
          for (const decode of [
            compileProtobufDecoder(schema, [0], { logical: 'text' }),
            (data: Uint8Array) => compileProtobufColumnDecoder(schema, ['f1', 'f3'])(data, 0),
          ]) {
            try {
              decode(bytes);
            } catch (error) {
              expect(error).toBeInstanceOf(MillraceError);
              expect((error as MillraceError).code).toBe('DATA_INVALID');
            }
          }
        }
      }),
    );
  });
});
