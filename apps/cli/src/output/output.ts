import type { ErrorCode } from '@millrace/base';
import { errorRegistry, MillraceError } from '@millrace/base';

/** Where a command writes, and how. `json` makes every answer one JSON document. */
export interface Output {
  readonly json: boolean;
  write(text: string): void;
  error(text: string): void;
}

/** An answer of "no" that was already shown in full: only the exit status is left to say. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** A table with columns as wide as their widest cell; the last column is not padded. */
export function table(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headers.map((header, column) =>
    Math.max(header.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const format = (row: readonly string[]): string =>
    row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ');
  return [format(headers), ...rows.map(format)].map((row) => `${row.trimEnd()}\n`).join('');
}

/** Shows a failure and gives the exit status that belongs to it. */
export function showFailure(output: Output, error: unknown): number {
  if (error instanceof Refused) return 1;
  const code: ErrorCode = error instanceof MillraceError ? error.code : 'INTERNAL';
  const entry = errorRegistry[code];
  const message = error instanceof Error ? error.message : String(error);
  if (output.json)
    output.write(
      `${JSON.stringify({ error: { code, message, action: entry.action, ...(error instanceof MillraceError ? { details: error.details } : {}) } })}\n`,
    );
  else output.error(`${message}\n  ${entry.action}\n`);
  if (code === 'INTERNAL' && error instanceof Error && error.stack !== undefined) output.error(`${error.stack}\n`);
  return entry.exit;
}
