import { MillraceError } from '@millrace/base';

/**
 * One statement that changes state, as the command topic keeps it. `outcome` is what the statement came to when it was
 * decided, so that a later version replays results, not analyses.
 */
export interface Command<Outcome> {
  /** ``stream/`NAME`/create`` in ksqlDB's words; the record's key. */
  readonly id: string;
  readonly statement: string;
  readonly streamsProperties: Readonly<Record<string, string>>;
  readonly version: typeof commandVersion;
  /** Offset of the last command that the decision knew, -1 for none. */
  readonly decidedOn: number;
  readonly outcome: Outcome;
}

export const commandVersion = 'millrace/1';

export interface CommandRecord {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

export function encodeCommand(command: Command<unknown>): CommandRecord {
  const { id, ...rest } = command;
  return { key: Buffer.from(JSON.stringify(id)), value: Buffer.from(JSON.stringify(rest)) };
}

/**
 * Reads a record of the command topic; undefined for one that another program wrote in its own form (ksqlDB's plans are
 * of its own engine and cannot be run here).
 *
 * @throws MillraceError `INTERNAL` when the record is ours and damaged.
 */
export function decodeCommand<Outcome>(key: Uint8Array | null, value: Uint8Array | null): Command<Outcome> | undefined {
  if (key === null || value === null) return undefined;
  let id: unknown;
  let rest: unknown;
  try {
    id = JSON.parse(Buffer.from(key).toString());
    rest = JSON.parse(Buffer.from(value).toString());
  } catch (cause) {
    throw new MillraceError('INTERNAL', 'A record of the command topic is not JSON.', { cause });
  }
  if (typeof id !== 'string' || typeof rest !== 'object' || rest === null) return undefined;
  if (!('version' in rest) || rest.version !== commandVersion) return undefined;
  return { id, ...(rest as Omit<Command<Outcome>, 'id'>) };
}
