import {
  consumerGroupDescribeApi,
  consumerProtocolAssignment,
  decodeVersioned,
  deleteGroupsApi,
  describeGroupsApi,
  ErrorCode,
  listGroupsApi,
  offsetCommitApi,
  offsetFetchApi,
} from '@millrace/kafka-wire';
import type { KafkaClient } from '../client.ts';
import { KafkaError, throwOnError } from '../kafka-error.ts';

export interface GroupListing {
  readonly groupId: string;
  readonly protocolType: string;
  readonly state: string;
  /** `classic`, `consumer`, `share` or `streams`; empty from a broker that does not say. */
  readonly type: string;
}

export interface GroupMember {
  readonly memberId: string;
  readonly clientId: string;
  readonly clientHost: string;
  readonly assignment: readonly { readonly topic: string; readonly partitions: readonly number[] }[];
}

export interface GroupDescription {
  readonly groupId: string;
  /** `Dead` for a group that is not there. */
  readonly state: string;
  readonly protocolType: string;
  /** The assignor. */
  readonly protocol: string;
  readonly members: readonly GroupMember[];
}

export interface GroupOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly metadata?: string | null;
}

/** The groups of all brokers. */
export async function listGroups(client: KafkaClient): Promise<GroupListing[]> {
  if (client.brokers.length === 0) await client.metadata([]);
  const lists = await Promise.all(
    client.brokers.map(({ id }) =>
      client.attempt({ node: id }, async () => {
        const response = await client.request({ node: id }, listGroupsApi, {});
        throwOnError(response.errorCode, `list the groups of broker ${id}`);
        return response.groups;
      }),
    ),
  );
  return lists.flat().map(({ groupId, protocolType, groupState, groupType }) => ({
    groupId,
    protocolType,
    state: groupState,
    type: groupType.toLowerCase(),
  }));
}

export async function describeGroups(client: KafkaClient, ids: readonly string[]): Promise<GroupDescription[]> {
  return Promise.all(ids.map((id) => describeGroup(client, id)));
}

/** A group is of the classic protocol or of the new one, and is found by the request of its own protocol alone. */
async function describeGroup(client: KafkaClient, groupId: string): Promise<GroupDescription> {
  const target = { coordinator: 'group', key: groupId } as const;
  return client.attempt(target, async () => {
    const { groups } = await client.request(target, describeGroupsApi, { groups: [groupId] });
    const group = groups[0];
    if (group !== undefined && group.errorCode !== ErrorCode.GROUP_ID_NOT_FOUND) {
      throwOnError(group.errorCode, `describe group ${groupId}`, group.errorMessage);
      if (group.groupState !== 'Dead') return classicGroup(group);
    }
    const newer = await describeConsumerGroup(client, groupId);
    return newer ?? { groupId, state: 'Dead', protocolType: '', protocol: '', members: [] };
  });
}

function classicGroup(group: {
  readonly groupId: string;
  readonly groupState: string;
  readonly protocolType: string;
  readonly protocolData: string;
  readonly members: readonly {
    readonly memberId: string;
    readonly clientId: string;
    readonly clientHost: string;
    readonly memberAssignment: Uint8Array;
  }[];
}): GroupDescription {
  return {
    groupId: group.groupId,
    state: group.groupState,
    protocolType: group.protocolType,
    protocol: group.protocolData,
    members: group.members.map(({ memberId, clientId, clientHost, memberAssignment }) => ({
      memberId,
      clientId,
      clientHost,
      assignment:
        group.protocolType === 'consumer' && memberAssignment.length > 0
          ? decodeVersioned(consumerProtocolAssignment, memberAssignment).value.assignedPartitions
          : [],
    })),
  };
}

async function describeConsumerGroup(client: KafkaClient, groupId: string): Promise<GroupDescription | undefined> {
  const target = { coordinator: 'group', key: groupId } as const;
  const connection = await client.connectionTo(target);
  if (!connection.supports(consumerGroupDescribeApi)) return undefined;
  const { groups } = await client.request(target, consumerGroupDescribeApi, { groupIds: [groupId] });
  const group = groups[0];
  if (group === undefined || group.errorCode === ErrorCode.GROUP_ID_NOT_FOUND) return undefined;
  throwOnError(group.errorCode, `describe group ${groupId}`, group.errorMessage);
  return {
    groupId,
    state: group.groupState,
    protocolType: 'consumer',
    protocol: group.assignorName,
    members: group.members.map(({ memberId, clientId, clientHost, assignment }) => ({
      memberId,
      clientId,
      clientHost,
      assignment: assignment.topicPartitions.map(({ topicName, partitions }) => ({ topic: topicName, partitions })),
    })),
  };
}

export async function deleteGroups(client: KafkaClient, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const target = { coordinator: 'group', key: id } as const;
    await client.attempt(target, async () => {
      const { results } = await client.request(target, deleteGroupsApi, { groupsNames: [id] });
      for (const { errorCode } of results) throwOnError(errorCode, `delete group ${id}`);
    });
  }
}

export async function fetchOffsets(
  client: KafkaClient,
  group: string,
  names?: readonly string[],
): Promise<GroupOffset[]> {
  const target = { coordinator: 'group', key: group } as const;
  return client.attempt(target, async () => {
    const single = (await client.connectionTo(target)).versionOf(offsetFetchApi) < 8;
    const topics = names === undefined ? null : await topicPartitions(client, names);
    const body = single ? { groupId: group, topics } : { groups: [{ groupId: group, topics }] };
    const response = await client.request(target, offsetFetchApi, body);
    const answer = single ? response : response.groups[0];
    if (answer === undefined)
      throw new KafkaError(ErrorCode.UNKNOWN_SERVER_ERROR, `offsets of group ${group}`, 'the answer is empty');
    throwOnError(answer.errorCode, `offsets of group ${group}`);
    const offsets: GroupOffset[] = [];
    for (const { name, partitions } of answer.topics) {
      for (const { partitionIndex, committedOffset, metadata, errorCode } of partitions) {
        throwOnError(errorCode, `offset of group ${group} in ${name}-${partitionIndex}`);
        if (committedOffset >= 0)
          offsets.push({ topic: name, partition: partitionIndex, offset: committedOffset, metadata });
      }
    }
    return offsets;
  });
}

async function topicPartitions(
  client: KafkaClient,
  names: readonly string[],
): Promise<{ name: string; partitionIndexes: number[] }[]> {
  return Promise.all(
    names.map(async (name) => ({
      name,
      partitionIndexes: (await client.topic(name)).partitions.map(({ partition }) => partition),
    })),
  );
}

/** The offsets as requests carry them: grouped by topic. */
export function offsetsByTopic(offsets: readonly GroupOffset[]): {
  name: string;
  partitions: { partitionIndex: number; committedOffset: number; committedMetadata: string | null }[];
}[] {
  return [...Map.groupBy(offsets, ({ topic }) => topic)].map(([name, list]) => ({
    name,
    partitions: list.map(({ partition, offset, metadata }) => ({
      partitionIndex: partition,
      committedOffset: offset,
      committedMetadata: metadata ?? '',
    })),
  }));
}

export async function commitOffsets(
  client: KafkaClient,
  group: string,
  offsets: readonly GroupOffset[],
): Promise<void> {
  const target = { coordinator: 'group', key: group } as const;
  await client.attempt(target, async () => {
    const { topics } = await client.request(target, offsetCommitApi, {
      groupId: group,
      topics: offsetsByTopic(offsets),
    });
    for (const { name, partitions } of topics) {
      for (const { partitionIndex, errorCode } of partitions) {
        throwOnError(errorCode, `commit the offset of group ${group} in ${name}-${partitionIndex}`);
      }
    }
  });
}
