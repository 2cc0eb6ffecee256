/** Where groups have read to: a fold over the records of `groups.journal`. Partitions are keyed by `partitionKey`. */
export interface OffsetsState {
  readonly groups: Map<string, GroupOffsets>;
}

export interface GroupOffsets {
  readonly committed: Map<string, CommittedOffset>;
  /** Offsets of open transactions, by producer id: they count once the transaction commits. */
  readonly pending: Map<number, Map<string, CommittedOffset>>;
}

export interface CommittedOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly leaderEpoch: number;
  readonly metadata: string;
}

export type OffsetsRecord =
  | { readonly kind: 'offsets-committed'; readonly group: string; readonly offsets: readonly CommittedOffset[] }
  | {
      readonly kind: 'offsets-pending';
      readonly group: string;
      readonly producerId: number;
      readonly offsets: readonly CommittedOffset[];
    }
  | {
      readonly kind: 'pending-ended';
      readonly group: string;
      readonly producerId: number;
      readonly isCommit: boolean;
    }
  | { readonly kind: 'offsets-forgotten'; readonly group: string; readonly keys: readonly string[] }
  | { readonly kind: 'group-deleted'; readonly group: string }
  | { readonly kind: 'topic-forgotten'; readonly topic: string };

export function partitionKey(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}

export function applyOffsets(state: OffsetsState, record: OffsetsRecord): void {
  switch (record.kind) {
    case 'offsets-committed':
      put(groupOf(state, record.group).committed, record.offsets);
      return;
    case 'offsets-pending': {
      const { pending } = groupOf(state, record.group);
      const ofProducer = pending.get(record.producerId) ?? new Map<string, CommittedOffset>();
      put(ofProducer, record.offsets);
      pending.set(record.producerId, ofProducer);
      return;
    }
    case 'pending-ended': {
      const group = state.groups.get(record.group);
      const ended = group?.pending.get(record.producerId);
      if (group === undefined || ended === undefined) return;
      if (record.isCommit) put(group.committed, [...ended.values()]);
      group.pending.delete(record.producerId);
      return;
    }
    case 'offsets-forgotten': {
      const group = state.groups.get(record.group);
      for (const key of record.keys) group?.committed.delete(key);
      return;
    }
    case 'group-deleted':
      state.groups.delete(record.group);
      return;
    case 'topic-forgotten':
      for (const group of state.groups.values()) {
        for (const [key, { topic }] of group.committed) if (topic === record.topic) group.committed.delete(key);
      }
  }
}

/** Records that lead to this state from the empty one. */
export function* snapshotOffsets(state: OffsetsState): Iterable<OffsetsRecord> {
  for (const [group, { committed, pending }] of state.groups) {
    yield { kind: 'offsets-committed', group, offsets: [...committed.values()] };
    for (const [producerId, offsets] of pending) {
      yield { kind: 'offsets-pending', group, producerId, offsets: [...offsets.values()] };
    }
  }
}

function groupOf(state: OffsetsState, id: string): GroupOffsets {
  let group = state.groups.get(id);
  if (group === undefined) state.groups.set(id, (group = { committed: new Map(), pending: new Map() }));
  return group;
}

function put(offsets: Map<string, CommittedOffset>, added: readonly CommittedOffset[]): void {
  for (const offset of added) offsets.set(partitionKey(offset.topic, offset.partition), offset);
}
