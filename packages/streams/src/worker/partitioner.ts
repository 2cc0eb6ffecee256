import { murmur2 } from '@millrace/kafka-wire';

/** The partition that Kafka's default partitioner gives a key; null keys go to partition 0 of a queue in memory. */
export function murmur2Partition(key: Uint8Array | null, partitions: number): number {
  return key === null ? 0 : (murmur2(key) & 0x7fff_ffff) % partitions;
}

/** Chooses a partition of a sink by the hash of the key bytes; records without a key take the partitions in turn. */
export function partitionOf(counts: ReadonlyMap<string, number>): (topic: string, key: Uint8Array | null) => number {
  let turn = 0;
  return (topic, key) => {
    const partitions = counts.get(topic) ?? 1;
    if (key !== null) return murmur2Partition(key, partitions);
    turn += 1;
    return turn % partitions;
  };
}
