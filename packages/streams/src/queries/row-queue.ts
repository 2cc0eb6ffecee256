import type { FinishReason, RowText } from '../runtime/messages.ts';
import type { QueryStep } from './open-query.ts';

/** Rows between the worker that makes them and the client that takes them. One taker at a time. */
export class RowQueue {
  #rows: RowText[] = [];
  #end: { readonly reason: FinishReason } | { readonly error: unknown } | undefined;
  #wake: (() => void) | undefined;

  offer(rows: readonly RowText[]): void {
    if (this.#end !== undefined) return;
    for (const row of rows) this.#rows.push(row);
    this.#wake?.();
  }

  /** No more rows will come. Those that wait are still given out. */
  finish(reason: FinishReason): void {
    this.#end ??= { reason };
    this.#wake?.();
  }

  fail(error: unknown): void {
    this.#end ??= { error };
    this.#wake?.();
  }

  async next(): Promise<QueryStep> {
    while (this.#rows.length === 0 && this.#end === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#wake = undefined;
    if (this.#rows.length > 0) {
      const rows = this.#rows;
      this.#rows = [];
      return { kind: 'rows', rows };
    }
    const end = this.#end;
    if (end !== undefined && 'error' in end) throw end.error;
    return { kind: 'finished', reason: end?.reason ?? 'end' };
  }
}
