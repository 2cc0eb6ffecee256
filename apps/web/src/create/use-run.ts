import type { SqlResult, SqlRow } from '@millrace/mesh';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { post, problemOf, send } from '../api/client.ts';
import { readLines } from './read-lines.ts';
import { begin, receive, type Result } from './result.ts';
import { createdSource, isQuery, outputQuery, splitStatements } from './statements.ts';

const drawMs = 100;

export type Run =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running' | 'done';
      readonly result: Result;
      /** What statements before the rows did. */
      readonly done: readonly SqlResult[];
      /** The stream or table that the last CREATE names, whose content shows. */
      readonly source?: string;
    };

/** Reads a query to its end, or until `signal`; hands over what came since the last time, ten times a second. */
async function stream(statement: string, signal: AbortSignal, take: (batch: readonly SqlRow[]) => void): Promise<void> {
  const response = await send('POST', '/sql/queries', { statement }, { signal });
  if (response.body === null) return;
  let batch: SqlRow[] = [];
  const hand = (): void => {
    if (batch.length > 0) take(batch);
    batch = [];
  };
  const timer = setInterval(hand, drawMs);
  let soon = true;
  try {
    for await (const row of readLines<SqlRow>(response.body)) {
      batch.push(row);
      if (soon && row.kind === 'row') {
        soon = false;
        hand();
      }
    }
  } finally {
    clearInterval(timer);
    hand();
  }
}

interface Runner {
  readonly run: Run;
  /** `source` is the stream or table whose content the script shows, when it makes none itself. */
  readonly start: (script: string, source?: string) => void;
  readonly stop: () => void;
}

/** Runs a script: each statement in turn; then the rows of its last query, or of what its last statement made. */
export function useRun(): Runner {
  const [run, setRun] = useState<Run>({ kind: 'idle' });
  const current = useRef<AbortController>(undefined);
  const cache = useQueryClient();

  const stop = useCallback(() => {
    current.current?.abort();
    setRun((old) => (old.kind === 'running' ? { ...old, kind: 'done' } : old));
  }, []);
  useEffect(() => () => current.current?.abort(), []);

  const start = useCallback(
    (script: string, source?: string) => {
      current.current?.abort();
      const controller = new AbortController();
      current.current = controller;
      const { signal } = controller;
      let state: Extract<Run, { kind: 'running' | 'done' }> = {
        kind: 'running',
        result: begin(performance.now()),
        done: [],
        ...(source === undefined ? {} : { source }),
      };
      const show = (change: Partial<typeof state>): void => {
        state = { ...state, ...change };
        if (!signal.aborted) setRun(state);
      };
      const take = (batch: readonly SqlRow[]): void =>
        show({ result: receive(state.result, batch, performance.now()) });
      const work = async (): Promise<void> => {
        let query: string | undefined;
        for (const statement of splitStatements(script)) {
          if (isQuery(statement)) {
            query = statement;
            break;
          }
          const made = createdSource(statement);
          if (made !== undefined) show({ source: made });
          const result = await post<SqlResult>('/sql', { statement }, signal);
          query = made === undefined ? undefined : outputQuery(made);
          show({ done: [...state.done, result] });
          void cache.invalidateQueries({ queryKey: ['sql'] });
          void cache.invalidateQueries({ queryKey: ['candidates'] });
        }
        if (query !== undefined) await stream(query, signal, take);
      };
      show({});
      work().then(
        () => show({ kind: 'done' }),
        (error: unknown) => {
          if (signal.aborted) return;
          const problem = problemOf(error);
          show({
            kind: 'done',
            result: { ...state.result, error: problem.detail === '' ? problem.title : problem.detail },
          });
        },
      );
    },
    [cache],
  );
  return { run, start, stop };
}
