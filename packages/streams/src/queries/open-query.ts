import type { SqlType } from '@millrace/sql';
import type { FinishReason, RowText } from '../runtime/messages.ts';

export interface ResultColumn {
  readonly name: string;
  readonly type: SqlType;
  readonly key: boolean;
}

export type QueryStep =
  /** In order. Never empty. */
  | { readonly kind: 'rows'; readonly rows: readonly RowText[] }
  | { readonly kind: 'finished'; readonly reason: FinishReason };

/** A push or pull query on its way to one client. */
export interface OpenQuery {
  readonly queryId: string;
  /** A push query waits for more rows; a pull query tells what there is. */
  readonly kind: 'push' | 'pull';
  readonly columns: readonly ResultColumn[];
  /** The next rows, or the end. Waits while there are none. Rejects when the query fails. */
  next(): Promise<QueryStep>;
  /** Stops the query and frees what it holds. May be called at any time, more than once. */
  close(): void;
}
