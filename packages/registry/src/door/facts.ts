import type { Clock } from '@millrace/base';
import { MillraceError } from '@millrace/base';
import type { Lifetime } from './memory.ts';
import { Memory } from './memory.ts';

/** What is of no use. `why` is a clause for what is absent, otherwise a sentence. */
export interface Unknown {
  /** There is no such thing; there was no answer; or it cannot be read here. */
  readonly kind: 'absent' | 'failed' | 'unreadable';
  readonly why: string;
}

/** A registration is looked up again after so long, in case it was deleted. */
const registeredMs = 60_000;
/** The schema of an id never changes, unless the registry is exchanged for another. */
const schemaMs = 600_000;
/** What is not there may come soon, but a flood of wrong records must not become one of questions. */
const absentMs = 1000;
/** The most that is remembered of a kind. */
const rememberedMax = 20_000;

/** Remembers what is asked of a registry. An error that says what the registry did is an answer too. */
export function facts<K, V extends { readonly kind: 'registered' | 'schema' }>(
  ask: (key: K) => Promise<V | Unknown>,
  clock: Clock,
): Memory<K, V | Unknown> {
  return new Memory<K, V | Unknown>({
    ask: async (key) => {
      try {
        return await ask(key);
      } catch (error) {
        if (!(error instanceof MillraceError)) throw error;
        return { kind: error.code === 'SCHEMA_INVALID' ? 'unreadable' : 'failed', why: error.message };
      }
    },
    lifetimeOf,
    max: rememberedMax,
    clock,
  });
}

function lifetimeOf({ kind }: { readonly kind: 'registered' | 'schema' | Unknown['kind'] }): Lifetime {
  switch (kind) {
    case 'registered':
      return { kind: 'sure', ms: registeredMs };
    case 'schema':
      return { kind: 'sure', ms: schemaMs };
    case 'absent':
      return { kind: 'unsure', ms: absentMs };
    case 'unreadable':
      return { kind: 'unsure', ms: registeredMs };
    case 'failed':
      return { kind: 'failure', ms: absentMs };
  }
}
