import { describe, expect, test } from 'vitest';
import { concatenate } from './codec/writer.ts';
import {
  decodeRequest,
  decodeRequestHeader,
  decodeResponse,
  encodeRequest,
  encodeResponse,
  readCorrelationId,
} from './frame.ts';
import { produceApi } from './messages/00-produce.ts';
import { metadataApi } from './messages/03-metadata.ts';
import { apiVersionsApi } from './messages/18-api-versions.ts';

function frameOf(chunks: Uint8Array[]): Buffer {
  const bytes = Buffer.from(concatenate(chunks));
  expect(bytes.readInt32BE(0)).toBe(bytes.length - 4);
  return bytes.subarray(4);
}

describe('frames', () => {
  test('a request carries its header in flexible and other versions', () => {
    for (const version of [0, 13]) {
      const body = { topics: [{ name: version === 0 ? 'flights' : 'f' }] };
      const frame = frameOf(encodeRequest(metadataApi, version, { correlationId: 42, clientId: 'me' }, body));
      const header = decodeRequestHeader(frame);
      expect(header).toMatchObject({ apiKey: 3, apiVersion: version, correlationId: 42, clientId: 'me' });
      expect(decodeRequest(metadataApi, header, frame).topics).toHaveLength(1);
    }
  });

  test('the header of a request that we do not know can be read, so that it can be refused', () => {
    const frame = frameOf(encodeRequest(apiVersionsApi, 4, { correlationId: 7, clientId: null }, {}));
    frame.writeInt16BE(99, 2);
    expect(decodeRequestHeader(frame)).toMatchObject({ apiKey: 18, apiVersion: 99, correlationId: 7 });
  });

  test('bytes behind a request are passed over, as librdkafka sends them when it asks for all topics', () => {
    const frame = Buffer.from('0003000d00000003000772646b61666b610000000000010000', 'hex');
    const header = decodeRequestHeader(frame);
    expect(header).toMatchObject({ apiKey: 3, apiVersion: 13, correlationId: 3, clientId: 'rdkafka' });
    expect(decodeRequest(metadataApi, header, frame)).toMatchObject({ topics: null, allowAutoTopicCreation: false });
  });

  test('the header of an ApiVersions response is never flexible', () => {
    const frame = frameOf(encodeResponse(apiVersionsApi, 4, 9, { errorCode: 35 }));
    expect(frame.readInt32BE(0)).toBe(9);
    expect(frame.readInt16BE(4)).toBe(35);
    expect(decodeResponse(apiVersionsApi, 4, frame).errorCode).toBe(35);
  });

  test('a response answers its request by correlation id', () => {
    const frame = frameOf(encodeResponse(metadataApi, 12, 5, { controllerId: 1 }));
    expect(readCorrelationId(frame)).toBe(5);
    expect(decodeResponse(metadataApi, 12, frame).controllerId).toBe(1);
  });

  test('large record batches are sent from where they are', () => {
    const batch = Buffer.alloc(100_000, 1);
    const body = { acks: 1, topicData: [{ name: 't', partitionData: [{ index: 0, records: batch }] }] };
    const chunks = encodeRequest(produceApi, 9, { correlationId: 1, clientId: null }, body);
    expect(chunks).toContain(batch);
    const frame = frameOf(chunks);
    const decoded = decodeRequest(produceApi, decodeRequestHeader(frame), frame);
    const records = decoded.topicData[0]?.partitionData[0]?.records;
    expect(records?.buffer).toBe(frame.buffer);
    expect(records).toEqual(batch);
  });
});
