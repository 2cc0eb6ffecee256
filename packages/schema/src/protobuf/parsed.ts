import { MillraceError } from '@millrace/base';
import type { ParsedSchema } from '../schema-kind.ts';
import type { LinkedFile, ProtobufExtension, ProtobufField, ProtobufMessage } from './types.ts';

export interface ParsedProtobuf extends ParsedSchema {
  readonly type: 'PROTOBUF';
  readonly file: LinkedFile;
  /** Every extension that the file and its imports define. */
  readonly extensions: readonly ProtobufExtension[];
  /** The names of fields that its metadata reserves. */
  readonly reserved: readonly string[];
}

/** A message by its full name, or by its place: `[1, 0]` is the first message in the file's second. */
export type MessageName = string | readonly number[];

/** @throws MillraceError NOT_FOUND when the schema has no such message */
export function messageOf(schema: ParsedProtobuf, which: MessageName = [0]): ProtobufMessage {
  const found = typeof which === 'string' ? messageNamed(schema, which) : messageAt(schema.file.messages, which);
  if (found !== undefined) return found;
  const what = typeof which === 'string' ? `named "${which}"` : `with the indexes ${which.join(', ')}`;
  throw new MillraceError('NOT_FOUND', `The Protobuf schema has no message ${what}.`);
}

function messageNamed({ file }: ParsedProtobuf, name: string): ProtobufMessage | undefined {
  const found = file.symbols.resolve(`.${name}`, '');
  return found?.kind === 'message' ? found : undefined;
}

/** The message at that place; undefined when there is none. */
export function messageAt(
  messages: readonly ProtobufMessage[],
  indexes: readonly number[],
): ProtobufMessage | undefined {
  const [first, ...others] = indexes;
  const found = messages[first ?? 0];
  return found === undefined || others.length === 0 ? found : messageAt(found.messages, others);
}

/** The fields of a message and those that extend it. */
export function fieldsWithExtensions(
  extensions: Iterable<ProtobufExtension>,
): (message: ProtobufMessage) => readonly ProtobufField[] {
  const byMessage = Map.groupBy(extensions, ({ extendee }) => extendee.name);
  return (message) => [...message.fields, ...(byMessage.get(message.name) ?? []).map(({ field }) => field)];
}
