import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Message } from '@millrace/kafka-wire';
import {
  apis,
  consumerProtocolAssignment,
  consumerProtocolSubscription,
  controlRecordTypeSchema,
  endTxnMarker,
  requestHeader,
  responseHeader,
} from '@millrace/kafka-wire';
import { compareMessage } from './wire/compare.ts';
import { readOfficialMessages } from './wire/official-message.ts';

const corpus = fileURLToPath(new URL('../../../../shared/conformance/kafka-messages/', import.meta.url));

const ours = new Map<string, Message>(
  [
    ...apis.flatMap(({ request, response }) => [request, response]),
    requestHeader,
    responseHeader,
    consumerProtocolSubscription,
    consumerProtocolAssignment,
    controlRecordTypeSchema,
    endTxnMarker,
  ].map((message) => [message.name, message]),
);

function run(): number {
  if (!existsSync(corpus)) {
    console.log('skipped: no shared corpus');
    return 0;
  }
  const official = readOfficialMessages(corpus);
  const differences: string[] = [];
  const missing: string[] = [];
  let same = 0;
  for (const message of official) {
    const own = ours.get(message.name);
    if (own === undefined) {
      const isNeeded = message.type !== 'data' && message.validVersions !== 'none';
      if (isNeeded) missing.push(message.name);
      continue;
    }
    const found = [...compareMessage(own, message), ...compareApi(message)];
    differences.push(...found);
    if (found.length === 0) same++;
  }
  const names = new Set(official.map(({ name }) => name));
  const invented = [...ours.keys()].filter((name) => !names.has(name));
  for (const name of missing) console.log(`missing: ${name}`);
  for (const name of invented) console.log(`not official: ${name}`);
  for (const line of differences) console.log(line);
  console.log(
    `${same} of ${ours.size} definitions are the official ones, ${differences.length} differences, ` +
      `${missing.length} messages missing, ${invented.length} not official`,
  );
  return differences.length + missing.length + invented.length === 0 ? 0 : 1;
}

/** What belongs to the API rather than to one of its two messages. */
function compareApi({ type, name, apiKey, listeners = [] }: ReturnType<typeof readOfficialMessages>[number]): string[] {
  if (type !== 'request' && type !== 'response') return [];
  const api = apis.find((api) => `${api.name}${type === 'request' ? 'Request' : 'Response'}` === name);
  if (api === undefined) return [`${name}: belongs to no API of ours`];
  const found: string[] = [];
  if (api.key !== apiKey) found.push(`${name}: key is ${api.key}, officially ${apiKey}`);
  const theirs = listeners.toSorted().join(' ');
  if (type === 'request' && api.listeners.toSorted().join(' ') !== theirs) {
    found.push(`${name}: listeners are ${api.listeners.join(' ')}, officially ${theirs}`);
  }
  return found;
}

process.exitCode = run();
