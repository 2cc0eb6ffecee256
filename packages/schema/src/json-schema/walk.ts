import { pointer } from '../json.ts';
import type { DifferenceKindName } from './kinds.ts';
import { targetOf, type Content, type JsonSchema, type TargetSchema } from './schema.ts';

/** What lies between a reader's schema and a writer's: nothing, differences that break nobody, or some that do. */
export type Verdict = 'same' | 'fits' | 'breaks';

/** What a reader or writer has somewhere: a schema, or words for what is none. */
export type Shown = Content | string | undefined;

/** Who is told what the comparison of two schemas finds. */
export interface Listener {
  tell(kind: DifferenceKindName, path: string, reader: Shown, writer: Shown): void;
  /** What lies between two schemas inside adds to what lies between these. */
  compare(reader: TargetSchema, writer: TargetSchema, path: string): void;
  /** What would lie between two schemas, without adding to it. */
  verdict(reader: TargetSchema, writer: TargetSchema): Verdict;
}

/** Compares two schemas keyword by keyword, and leaves those inside to the listener. */
export type Judge = (reader: TargetSchema, writer: TargetSchema, walk: Walk) => void;

export interface Walk {
  /** Where we are: `/properties/a`. */
  readonly path: string;
  readonly listener: Listener;
}

export function at({ path, listener }: Walk, ...members: readonly (string | number)[]): Walk {
  return { path: members.reduce<string>(pointer, path), listener };
}

export function tell({ path, listener }: Walk, kind: DifferenceKindName, reader: Shown, writer: Shown): void {
  listener.tell(kind, path, reader, writer);
}

/** Compares any two schemas here; undefined is a schema that is not there. */
export function compare(reader: JsonSchema | undefined, writer: JsonSchema | undefined, walk: Walk): void {
  if (reader === undefined && writer === undefined) return undefined;
  if (writer === undefined) return tell(walk, 'SCHEMA_ADDED', reader, writer);
  if (reader === undefined) return tell(walk, 'SCHEMA_REMOVED', reader, writer);
  return walk.listener.compare(targetOf(reader), targetOf(writer), walk.path);
}

export function verdictOf(reader: JsonSchema, writer: JsonSchema, { listener }: Walk): Verdict {
  return listener.verdict(targetOf(reader), targetOf(writer));
}
