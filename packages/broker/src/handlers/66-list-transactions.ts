import type { listTransactionsApi } from '@millrace/kafka-wire';
import { ErrorCode } from '@millrace/kafka-wire';
import type { Handler } from '../context.ts';

const phases: readonly string[] = [
  'Empty',
  'Ongoing',
  'PrepareCommit',
  'PrepareAbort',
  'CompleteCommit',
  'CompleteAbort',
];

/** Transactional producers by phase, id, age of the open transaction and name (KIP-664, KIP-994, KIP-1152). */
export const listTransactions: Handler<typeof listTransactionsApi> = (context, request) => {
  const { stateFilters, producerIdFilters, durationFilter, transactionalIdPattern } = request;
  const pattern = parsePattern(transactionalIdPattern);
  if (pattern === 'invalid') return { errorCode: ErrorCode.INVALID_REGULAR_EXPRESSION };
  const nowMs = context.clock.now();
  const found = [...context.transactions.state.byId.values()].filter(
    ({ id, phase, producerId, startedAtMs }) =>
      (stateFilters.length === 0 || stateFilters.includes(phase)) &&
      (producerIdFilters.length === 0 || producerIdFilters.includes(producerId)) &&
      (durationFilter < 0 || (phase === 'Ongoing' && nowMs - startedAtMs >= durationFilter)) &&
      (pattern === undefined || pattern.test(id)),
  );
  return {
    errorCode: ErrorCode.NONE,
    unknownStateFilters: stateFilters.filter((state) => !phases.includes(state)),
    transactionStates: found.map(({ id: transactionalId, producerId, phase: transactionState }) => ({
      transactionalId,
      producerId,
      transactionState,
    })),
  };
};

function parsePattern(text: string | null): RegExp | undefined | 'invalid' {
  if (text === null || text === '') return undefined;
  try {
    return new RegExp(`^(?:${text})$`);
  } catch {
    return 'invalid';
  }
}
