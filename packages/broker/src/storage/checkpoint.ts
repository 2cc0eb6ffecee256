import { crc32c } from '@millrace/kafka-wire';
import type { Files } from './files.ts';
import type { AbortedTransaction, ProducerEntry, ProducersState } from './producer-state.ts';

/** What a partition knows beside its records, as it was when the log ended at `offset`. A start replays only what follows. */
export interface Checkpoint {
  readonly offset: number;
  /** Records before it were deleted on request; they may still be in the first segment. */
  readonly startOffset: number;
  readonly producers: ProducersState;
  /** Compactions, oldest first. */
  readonly cleanings: Cleaning[];
}

export interface Cleaning {
  readonly upTo: number;
  readonly atMs: number;
}

interface Saved {
  readonly offset: number;
  readonly startOffset: number;
  readonly producers: readonly (readonly [number, ProducerEntry])[];
  readonly open: readonly (readonly [number, number])[];
  readonly aborted: AbortedTransaction[];
  readonly cleanings: Cleaning[];
}

/** Text now, because the state goes on changing while the records that it belongs to are being synced. */
export function encodeCheckpoint({ offset, startOffset, producers, cleanings }: Checkpoint): string {
  const saved: Saved = {
    offset,
    startOffset,
    producers: [...producers.producers],
    open: [...producers.open],
    aborted: producers.aborted,
    cleanings,
  };
  const text = JSON.stringify(saved);
  return `${checksum(text)} ${text}\n`;
}

export function writeCheckpoint(files: Files, path: string, encoded: string): void {
  files.replaceWhole(path, Buffer.from(encoded));
}

/** Undefined when there is none or it is damaged: everything in it can be read from the log again, but the start offset. */
export function readCheckpoint(files: Files, path: string): Checkpoint | undefined {
  const bytes = files.readWhole(path);
  if (bytes === undefined) return undefined;
  const [crc, text] = splitOnce(Buffer.from(bytes).toString('utf8').trimEnd());
  if (text === undefined || crc !== checksum(text)) return undefined;
  const saved = JSON.parse(text) as Saved;
  return {
    offset: saved.offset,
    startOffset: saved.startOffset,
    producers: { producers: new Map(saved.producers), open: new Map(saved.open), aborted: saved.aborted },
    cleanings: saved.cleanings,
  };
}

function checksum(text: string): string {
  return crc32c(Buffer.from(text)).toString(16);
}

function splitOnce(line: string): [string, string | undefined] {
  const space = line.indexOf(' ');
  return space < 0 ? [line, undefined] : [line.slice(0, space), line.slice(space + 1)];
}
