import type { Decision as LogDecision } from '../log/log-format.ts';
import type { RegistryRecord } from '../state/record.ts';

export type Decision<A> = LogDecision<RegistryRecord, A>;
