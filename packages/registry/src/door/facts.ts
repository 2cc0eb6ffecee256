import type { Clock } from '@millrace/base';
import { MillraceError } from '@millrace/base';
import type { Lifetime } from './memory.ts';
import { Memory } from './memory.ts';

/** Nothing is known, because there is no such thing or because there was no answer; `why` is a clause. */
export interface Unknown {
  readonly kind: 'absent' | 'failed';
  readonly why: string;
}

/** What is there is asked for again after so long, in case it was deleted. */
const presentMs = 60_000;
/** What is not there may come soon, but a flood of wrong records must not become one of questions. */
const absentMs = 1000;
/** The most that is remembered of a kind. */
const rememberedMax = 20_000;

/** Remembers what is asked of a registry. An error that says what the registry did is an answer too. */
export function facts<K, V extends { readonly kind: string }>(
  ask: (key: K) => Promise<V | Unknown>,
  clock: Clock,
): Memory<K, V | Unknown> {
  return new Memory<K, V | Unknown>({
    ask: async (key) => {
      try {
        return await ask(key);
      } catch (error) {
        if (error instanceof MillraceError) return { kind: 'failed', why: error.message };
        throw error;
      }
    },
    lifetimeOf,
    max: rememberedMax,
    clock,
  });
}

function lifetimeOf({ kind }: { readonly kind: string }): Lifetime {
  if (kind === 'absent') return { kind: 'unsure', ms: absentMs };
  return kind === 'failed' ? { kind: 'failure', ms: absentMs } : { kind: 'sure', ms: presentMs };
}
