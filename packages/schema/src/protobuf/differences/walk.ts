import { MillraceError } from '@millrace/base';
import type { Difference } from '../../difference.ts';
import { pointer } from '../../json.ts';
import type { ProtobufMessage } from '../types.ts';
import { differenceKinds, type DifferenceKindName } from './kinds.ts';

/** Pairs of messages that fields lead to in other files, and whether what lies between them breaks; undefined while it is looked at. */
type Verdicts = Map<ProtobufMessage, Map<ProtobufMessage, boolean | undefined>>;

/** How many messages may lead from one to the next. Guards the stack. */
const depthMax = 500;

export interface Walk {
  /** `#/Order/Line`. */
  readonly path: string;
  readonly depth: number;
  readonly found: Difference[];
  readonly verdicts: Verdicts;
  /** Fields lead to messages as messages lead to fields. */
  readonly compareMessages: CompareMessages;
}

export type CompareMessages = (reader: ProtobufMessage, writer: ProtobufMessage, walk: Walk) => void;

export function startWalk(compareMessages: CompareMessages): Walk {
  return { path: '#', depth: 0, found: [], verdicts: new Map(), compareMessages };
}

export function at(walk: Walk, ...members: readonly (string | number)[]): Walk {
  return { ...walk, path: members.reduce<string>(pointer, walk.path) };
}

/** Notes a difference here. `reader` and `writer` are what they have, in short. */
export function tell({ path, found }: Walk, kind: DifferenceKindName, reader: string, writer: string): void {
  const { breaks, message, remedy } = differenceKinds[kind];
  const facts = { reader, writer };
  found.push({
    kind,
    breaks,
    path: path === '#' ? '#/' : path,
    message: filled(message, facts),
    remedy: filled(remedy, facts),
    reader,
    writer,
  });
}

function filled(template: string, facts: { readonly reader: string; readonly writer: string }): string {
  return template.replaceAll(/\{(reader|writer)\}/g, (_, fact: 'reader' | 'writer') => facts[fact] || 'nothing');
}

/** Whether something between the messages of two fields breaks. A pair is compared once: types may lead back to themselves. */
export function messagesBreak(reader: ProtobufMessage, writer: ProtobufMessage, walk: Walk): boolean {
  if (reader === writer) return false;
  const { verdicts, found, depth } = walk;
  const known = verdicts.get(reader) ?? new Map<ProtobufMessage, boolean | undefined>();
  if (known.has(writer)) return known.get(writer) ?? false;
  if (depth > depthMax) {
    throw new MillraceError('SCHEMA_INVALID', `The schema leads through more than ${depthMax} messages in a row.`);
  }
  verdicts.set(reader, known.set(writer, undefined));
  const before = found.length;
  const path = `#/${reader.localName.replaceAll('.', '/')}`;
  walk.compareMessages(reader, writer, { ...walk, path, depth: depth + 1 });
  const breaks = found.slice(before).some((each) => each.breaks);
  known.set(writer, breaks);
  return breaks;
}
