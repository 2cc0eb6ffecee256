/** Cases of ksqlDB's corpus that we do not pass on purpose, by a part of their names, and why. Those of PROTOBUF are not listed. */
export const knownDifferences: Readonly<Record<string, string>> = {
  'reduce-map - reduce map with double':
    "The result depends on the order of Java's HashMap; our maps keep the order of their entries.",
  'suppress - should support final results for hopping windows':
    'Kafka Streams loses final results when stream time jumps past the retention of the store between two records; we tell them.',
  'suppress - should suppress multiple keys': 'As above.',
  'suppress - should suppress after a filter WHERE clause': 'As above.',
};
