import type { Api, ResponseOf, apiVersionsApi } from '@millrace/kafka-wire';
import { ApiKey, ErrorCode } from '@millrace/kafka-wire';
import { KafkaError } from '../kafka-error.ts';

/**
 * The newest versions that this client speaks where they are not the codec's newest: those behind name topics by id, or
 * change how transactions work (KIP-890), or are for brokers alone.
 */
const newest: Readonly<Record<number, number>> = {
  [ApiKey.Produce]: 11,
  [ApiKey.Fetch]: 12,
  [ApiKey.OffsetCommit]: 9,
  [ApiKey.OffsetFetch]: 9,
  [ApiKey.InitProducerId]: 5,
  [ApiKey.AddPartitionsToTxn]: 3,
  [ApiKey.EndTxn]: 4,
  [ApiKey.TxnOffsetCommit]: 4,
};

/** The versions that a broker speaks, by API key. */
export type BrokerVersions = ReadonlyMap<number, { readonly min: number; readonly max: number }>;

export function brokerVersions(response: ResponseOf<typeof apiVersionsApi>): BrokerVersions {
  return new Map(
    response.apiKeys.map(({ apiKey, minVersion, maxVersion }) => [apiKey, { min: minVersion, max: maxVersion }]),
  );
}

/** The newest version that both sides speak. Raises KafkaError when there is none. */
export function chooseVersion(api: Api, broker: BrokerVersions, address: string): number {
  const theirs = broker.get(api.key);
  if (theirs === undefined) {
    throw new KafkaError(
      ErrorCode.UNSUPPORTED_VERSION,
      `${api.name} at ${address}`,
      'the broker does not have this API',
    );
  }
  const version = Math.min(newest[api.key] ?? api.versions.max, api.versions.max, theirs.max);
  if (version < theirs.min || version < api.versions.min) {
    const ranges = `it speaks ${theirs.min} to ${theirs.max}, we speak ${api.versions.min} to ${newest[api.key] ?? api.versions.max}`;
    throw new KafkaError(ErrorCode.UNSUPPORTED_VERSION, `${api.name} at ${address}`, ranges);
  }
  return version;
}
