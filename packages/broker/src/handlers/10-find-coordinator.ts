import type { findCoordinatorApi } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { ErrorName } from '@millrace/kafka-wire';
import type { BrokerContext, Handler } from '../context.ts';

const group = 0;
const transaction = 1;

/** This broker coordinates every group and every transaction. Up to version 3 one key is asked for, then many. */
export const findCoordinator: Handler<typeof findCoordinatorApi> = (context, request, call) => {
  if (call.version <= 3)
    return { errorMessage: null, ...coordinatorOf(context, call.host, request.keyType, request.key) };
  return {
    coordinators: request.coordinatorKeys.map((key) => ({
      key,
      errorMessage: null,
      ...coordinatorOf(context, call.host, request.keyType, key),
    })),
  };
};

function coordinatorOf(
  context: BrokerContext,
  host: string,
  keyType: number,
  key: string,
): { readonly errorCode: number; readonly nodeId: number; readonly host: string; readonly port: number } {
  const { nodeId, port } = context;
  const refuse = (code: ErrorName) => ({ errorCode: ErrorCode[code], nodeId: -1, host: '', port: -1 });
  if (keyType !== group && keyType !== transaction) return refuse('INVALID_REQUEST');
  if (keyType === transaction && key === '') return refuse('INVALID_REQUEST');
  return { errorCode: ErrorCode.NONE, nodeId, host, port };
}
