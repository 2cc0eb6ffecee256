import { connect } from 'node:net';
import type { RecordRefusal, RecordToCheck, RecordValidator } from '@millrace/broker';
import { assert, silent } from '@millrace/base';
import { apiOf, apiVersionsApi, encodeRequest, metadataApi, WireError } from '@millrace/kafka-wire';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fraction } from '../src/testing/fraction.ts';
import { createTopic, openBroker, openClient } from './fixtures.ts';
import { requests } from './requests.ts';

/** Sends bytes and then something that is always answered; resolves with the first answer or the end of the connection. */
function send(port: number, bytes: Uint8Array): Promise<void> {
  const after = encodeRequest(apiVersionsApi, 0, { correlationId: 1, clientId: null }, {});
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.concat([bytes, ...after])));
    const done = (): void => {
      socket.destroy();
      resolve();
    };
    socket.setTimeout(100, done);
    socket.once('data', done).once('close', done).once('error', done);
  });
}

const refusalOf = ({ index }: RecordToCheck): RecordRefusal => ({ index, reason: 'not the first' });

test('whatever bytes a request has, no handler breaks and the broker goes on', async () => {
  const broken: unknown[] = [];
  const error = (details: object): void => {
    const cause = 'error' in details ? details.error : undefined;
    if (!(cause instanceof WireError)) broken.push(cause);
  };
  const logger = { ...silent, error };
  // Records are checked, so that what they hold is looked at as well.
  const validator: RecordValidator = ({ records }) => Promise.resolve(records.slice(1).map(refusalOf));
  const broker = await openBroker({ logger, validator });
  const client = await openClient(broker.address);
  const topicId = await createTopic(client, 'known', 2, { 'millrace.value.schema.validation': 'id' });
  const { apiKeys } = await client.call(apiVersionsApi, 0, {});
  const change = fc.tuple(fraction, fc.integer({ min: 0, max: 255 }));
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: apiKeys.length - 1 }),
      fraction,
      fc.array(change, { maxLength: 4 }),
      async (index, which, changes) => {
        const offered = apiKeys[index];
        const api = apiOf(offered?.apiKey ?? -1);
        assert(api !== undefined && offered !== undefined, 'every API that is offered is known');
        const { min } = api.versions;
        const version = min + Math.floor(which * (offered.maxVersion - min + 1));
        const body = requests[api.name]?.({ topicId, version, memberId: 'nobody', generation: 1 }) ?? {};
        const frame = Buffer.concat(encodeRequest(api, version, { correlationId: 7, clientId: 'x' }, body));
        // Behind the size, the key and the version, so that it stays a request of that API.
        for (const [place, byte] of changes) frame[8 + Math.floor(place * (frame.length - 8))] = byte;
        await send(broker.port, frame);
        expect(broken).toEqual([]);
      },
    ),
    { numRuns: 600 },
  );
  expect((await client.call(metadataApi, 9, { topics: [] })).brokers).toHaveLength(1);
});
