import type { SqlRow } from '@millrace/mesh';

export interface Column {
  readonly name: string;
  readonly type: string;
}
export interface ResultRow {
  /** Number of the row since the query began; rows keep it while newer ones come above them. */
  readonly number: number;
  readonly values: readonly unknown[];
}

/** What a run has shown so far. Times are in ms of one clock. */
export interface Result {
  readonly columns: readonly Column[];
  /** Newest first, at most `rowsMax`. */
  readonly rows: readonly ResultRow[];
  readonly received: number;
  /** How many had been received before the last batch: rows with a higher number are fresh. */
  readonly receivedBefore: number;
  readonly begunAt: number;
  readonly firstAt?: number;
  readonly lastAt?: number;
  readonly message?: string;
  readonly error?: string;
}

export const rowsMax = 1000;

export const begin = (now: number): Result => ({ columns: [], rows: [], received: 0, receivedBefore: 0, begunAt: now });

/** Takes a batch of what the query answered into the result. */
export function receive(result: Result, batch: readonly SqlRow[], now: number): Result {
  let { columns, message, error, received } = result;
  const fresh: ResultRow[] = [];
  for (const row of batch) {
    switch (row.kind) {
      case 'header':
        columns = row.columns;
        break;
      case 'row':
        // The newest rows show, not those that are gone.
        if (row.tombstone === true) break;
        received += 1;
        fresh.push({ number: received, values: row.values });
        break;
      case 'error':
        error = row.message;
        break;
      case 'end':
        message = row.message;
        break;
    }
  }
  const first = result.firstAt ?? (fresh.length > 0 ? now : undefined);
  return {
    ...result,
    columns,
    rows: fresh.length === 0 ? result.rows : [...fresh.reverse(), ...result.rows].slice(0, rowsMax),
    received,
    receivedBefore: result.received,
    ...(message === undefined ? {} : { message }),
    ...(error === undefined ? {} : { error }),
    ...(first === undefined ? {} : { firstAt: first }),
    ...(fresh.length > 0 ? { lastAt: now } : {}),
  };
}

/** Rows a second from the first row to the last. */
export function ratePerSecond(result: Result): number {
  if (result.firstAt === undefined || result.lastAt === undefined || result.lastAt <= result.firstAt) return 0;
  return ((result.received - 1) / (result.lastAt - result.firstAt)) * 1000;
}
