import type { PropertyItem } from '../rest/entities.ts';

/** Properties that this server heeds, with their defaults. */
const known: ReadonlyMap<string, string> = new Map([
  ['ksql.streams.auto.offset.reset', 'latest'],
  ['ksql.streams.commit.interval.ms', '100'],
  ['ksql.persistence.default.format.key', 'KAFKA'],
  ['ksql.persistence.default.format.value', ''],
  ['ksql.sink.partitions', ''],
  ['ksql.sink.replicas', ''],
  ['ksql.output.topic.name.prefix', ''],
  ['ksql.functions.collect_list.limit', '2147483647'],
  ['ksql.functions.collect_set.limit', '2147483647'],
  ['ksql.query.pull.table.scan.enabled', 'true'],
  ['ksql.timestamp.throw.on.invalid', 'false'],
  ['ksql.persistence.wrap.single.values', ''],
]);

/** Prefixes under which ksqlDB takes the properties of its Kafka clients; they are accepted, and unknown ones have no effect. */
const clientPrefixes = ['ksql.', 'producer.', 'consumer.'];
const clientProperties = ['auto.offset.reset', 'commit.interval.ms', 'cache.max.bytes.buffering', 'num.stream.threads'];

export function isKnownProperty(name: string): boolean {
  return clientProperties.includes(name) || clientPrefixes.some((prefix) => name.startsWith(prefix));
}

export function propertyItems(overwritten: ReadonlyMap<string, string>, serviceId: string): readonly PropertyItem[] {
  const values = new Map([['ksql.service.id', serviceId], ...known, ...overwritten]);
  return [...values].map(([name, value]) => ({
    name,
    scope: 'KSQL',
    value,
    editable: name !== 'ksql.service.id',
    level: 'SERVER',
  }));
}
