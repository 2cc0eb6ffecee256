import { assert } from '@millrace/base';
import { apiOf, apiVersionsApi, ErrorCode, zeroUuid } from '@millrace/kafka-wire';
import { expect, test } from 'vitest';
import { batchOf, createTopic, openBroker, openClient, produce } from './fixtures.ts';
import { requests } from './requests.ts';

test('every API that is offered answers in every version that is offered', async () => {
  const broker = await openBroker();
  const client = await openClient(broker.address);
  const topicId = await createTopic(client, 'known', 4);
  expect(topicId).not.toBe(zeroUuid);
  await produce(client, 'known', batchOf(['first'], { producerId: 5000, producerEpoch: 0, baseSequence: 0 }));
  const { apiKeys } = await client.call(apiVersionsApi, 3, { clientSoftwareName: 'test', clientSoftwareVersion: '1' });
  expect(apiKeys.length).toBe(Object.keys(requests).length);
  for (const { apiKey, maxVersion } of apiKeys) {
    const api = apiOf(apiKey);
    assert(api !== undefined, `an API of key ${apiKey}`);
    for (let version = api.versions.min; version <= maxVersion; version++) {
      const body = requests[api.name]?.({ topicId, version, memberId: 'nobody', generation: 1 }) ?? {};
      const answer = await client.call(api, version, body);
      expect(JSON.stringify(answer), `${api.name} v${version}`).not.toContain(
        `"errorCode":${ErrorCode.UNKNOWN_SERVER_ERROR}`,
      );
      expect(JSON.stringify(answer), `${api.name} v${version}`).not.toContain(
        `"errorCode":${ErrorCode.INVALID_REQUEST}`,
      );
    }
  }
});
