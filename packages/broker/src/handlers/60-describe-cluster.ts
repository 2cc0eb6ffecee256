import type { describeClusterApi } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { Handler } from '../context.ts';

const brokers = 1;

/** The brokers of the cluster: this one. */
export const describeCluster: Handler<typeof describeClusterApi> = (context, request, { host }) => {
  const { nodeId, port } = context;
  const { clusterId } = context.topics.state;
  if (request.endpointType !== brokers) {
    const errorMessage = 'Controllers have no endpoint of their own here; ask for brokers.';
    return { errorCode: ErrorCode.UNSUPPORTED_ENDPOINT_TYPE, errorMessage, clusterId };
  }
  return { errorCode: ErrorCode.NONE, clusterId, controllerId: nodeId, brokers: [{ brokerId: nodeId, host, port }] };
};
