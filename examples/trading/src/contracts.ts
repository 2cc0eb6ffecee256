import type { PublishRequest } from '@millrace/mesh';
import { topics } from './generate.ts';

/** A source product: its topic, the Avro schema of its values, and what its owners say of it. */
export interface Contract {
  readonly person: string;
  readonly schema: object;
  readonly compacted: boolean;
  readonly request: PublishRequest & { readonly name: string };
}

const millis = { type: 'long', logicalType: 'timestamp-millis' };

export const contracts: readonly Contract[] = [
  {
    person: 'mel',
    compacted: true,
    schema: {
      type: 'record',
      name: 'User',
      namespace: 'membership',
      fields: [
        { name: 'registertime', type: millis, doc: 'When the user registered.' },
        { name: 'userid', type: 'string' },
        { name: 'regionid', type: 'string' },
        { name: 'gender', type: 'string' },
      ],
    },
    request: {
      topic: topics.users,
      domain: 'membership',
      name: 'users',
      owner: '@membership-team',
      description: 'All users from all regions, national and international; the newest fact of a user holds.',
      quality: 'authoritative',
      sla: 'tier-1',
      alignment: 'source',
      slaAcknowledged: true,
    },
  },
  {
    person: 'erin',
    compacted: false,
    schema: {
      type: 'record',
      name: 'StockTrade',
      namespace: 'execution',
      fields: [
        { name: 'side', type: 'string', doc: 'BUY or SELL.' },
        { name: 'quantity', type: 'int', doc: 'Shares.' },
        { name: 'symbol', type: 'string' },
        { name: 'price', type: 'int', doc: 'Dollars a share.' },
        { name: 'account', type: 'string' },
        { name: 'userid', type: 'string' },
      ],
    },
    request: {
      topic: topics.trades,
      domain: 'execution',
      name: 'stocktrades',
      owner: '@execution-team',
      description: 'All trades, bought and sold, from all regions, national and international.',
      quality: 'authoritative',
      sla: 'tier-1',
      alignment: 'source',
      slaAcknowledged: true,
    },
  },
  {
    person: 'eddie',
    compacted: false,
    schema: {
      type: 'record',
      name: 'PageView',
      namespace: 'web',
      fields: [
        { name: 'viewtime', type: millis, doc: 'When the page was shown.' },
        { name: 'userid', type: 'string' },
        { name: 'pageid', type: 'string' },
      ],
    },
    request: {
      topic: topics.pageviews,
      domain: 'web',
      name: 'pageviews',
      owner: '@edge-team',
      description: 'Pages of the web site that users looked at.',
      quality: 'curated',
      sla: 'tier-2',
      alignment: 'source',
      slaAcknowledged: true,
    },
  },
];

/** Sources that the use cases name; their value columns come from the registry. */
export const sources: readonly { readonly name: string; readonly person: string; readonly text: string }[] = [
  {
    name: 'USERS',
    person: 'mel',
    text: `CREATE TABLE users (user_key STRING PRIMARY KEY) WITH (KAFKA_TOPIC='${topics.users}', KEY_FORMAT='KAFKA', VALUE_FORMAT='AVRO');`,
  },
  {
    name: 'STOCKTRADES',
    person: 'erin',
    text: `CREATE STREAM stocktrades (symbol_key STRING KEY) WITH (KAFKA_TOPIC='${topics.trades}', KEY_FORMAT='KAFKA', VALUE_FORMAT='AVRO');`,
  },
  {
    name: 'PAGEVIEWS',
    person: 'eddie',
    text: `CREATE STREAM pageviews (user_key STRING KEY) WITH (KAFKA_TOPIC='${topics.pageviews}', KEY_FORMAT='KAFKA', VALUE_FORMAT='AVRO');`,
  },
];
