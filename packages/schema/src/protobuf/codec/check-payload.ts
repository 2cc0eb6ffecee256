import { problemOf, within } from '../../misfit.ts';
import type { PayloadCheck } from '../../payload-check.ts';
import { isPackable } from '../link/link-field.ts';
import { readMessageIndexes } from '../message-indexes.ts';
import { fieldsWithExtensions, messageOf, type ParsedProtobuf } from '../parsed.ts';
import type { ProtobufEnum, ProtobufField, ProtobufMap, ProtobufMessage, ProtobufScalar } from '../types.ts';
import { tagOf, wireTypeOf, wireTypes } from '../wire.ts';
import { ProtobufReader } from './protobuf-reader.ts';

/** Passes over a value, or over all fields of a message, before `end`; raises what is wrong with it. */
type Step = (reader: ProtobufReader, end: number) => void;

/** Passes over what stands behind a tag. */
type TagStep = (reader: ProtobufReader, end: number, message: Passing) => void;

/** What a message has shown so far; made when there is something. */
interface Passing {
  /** How many items of a list of messages. */
  counts: Map<ProtobufField, number> | undefined;
  /** Where a message lies that is no item of a list: starts and ends of all its pieces. */
  pieces: Map<ProtobufField, number[]> | undefined;
  /** Of the required fields. */
  seen: Set<ProtobufField> | undefined;
}

/**
 * Makes a check that the bytes are one of the schema's messages, behind the indexes that say which. Nothing is decoded, only passed
 * over; a field that the schema does not have is none of its business.
 */
export function compileProtobufCheck(schema: ParsedProtobuf): PayloadCheck {
  const reader = new ProtobufReader();
  const checks = new MessageChecks(fieldsWithExtensions(schema.extensions));
  return (bytes, start) =>
    problemOf(() => {
      const { indexes, offset } = readMessageIndexes(schema, bytes, start);
      reader.begin(bytes, offset);
      checks.of(messageOf(schema, indexes))(reader, bytes.length);
    });
}

class MessageChecks {
  readonly #fieldsOf: (message: ProtobufMessage) => readonly ProtobufField[];
  readonly #steps = new Map<ProtobufMessage, Step>();

  constructor(fieldsOf: (message: ProtobufMessage) => readonly ProtobufField[]) {
    this.#fieldsOf = fieldsOf;
  }

  of(message: ProtobufMessage): Step {
    const known = this.#steps.get(message);
    if (known !== undefined) return known;
    const byTag = new Map<number, TagStep>();
    const fields = this.#fieldsOf(message);
    const step = messageStep(fields, byTag, (inner) => this.of(inner));
    // Before its fields: a message may hold itself.
    this.#steps.set(message, step);
    for (const field of fields) for (const [tag, each] of this.#tagSteps(field)) byTag.set(tag, each);
    return step;
  }

  *#tagSteps(field: ProtobufField): Generator<readonly [tag: number, step: TagStep]> {
    const { type, number, delimited, repeated, verifiesUtf8 } = field;
    const tag = tagOf(number, wireTypeOf(type, delimited));
    if (type.kind === 'message') yield [tag, messageTag(field, tag, repeated ? this.of(type) : undefined)];
    else if (type.kind === 'map') yield [tag, messageTag({ ...field, repeated: true }, tag, this.#entry(type, field))];
    else {
      const step = valueStep(type, verifiesUtf8);
      yield [tag, valueTag(field, step)];
      // Both forms of a list are read, whatever the schema says: it may have changed since.
      if (repeated && isPackable(type)) yield [tagOf(number, wireTypes.length), valueTag(field, packed(step))];
    }
  }

  /** An entry is a message with the key (field 1) and the value (field 2). */
  #entry({ key, value }: ProtobufMap, field: ProtobufField): Step {
    const plain = { ...field, repeated: false, delimited: false, presence: 'implicit' } as const;
    const fields: readonly ProtobufField[] = [
      { ...plain, name: 'key', number: 1, type: { kind: 'scalar', scalar: key } },
      { ...plain, name: 'value', number: 2, type: value },
    ];
    const byTag = new Map(fields.flatMap((each) => [...this.#tagSteps(each)]));
    return messageStep(fields, byTag, (inner) => this.of(inner));
  }
}

function messageStep(
  fields: readonly ProtobufField[],
  byTag: ReadonlyMap<number, TagStep>,
  stepOf: (message: ProtobufMessage) => Step,
): Step {
  const required = fields.filter(({ presence }) => presence === 'required');
  return (reader, end) => {
    const message: Passing = { counts: undefined, pieces: undefined, seen: undefined };
    reader.enter();
    while (reader.position < end) {
      const tag = reader.tag();
      const step = byTag.get(tag);
      if (step === undefined) reader.skip(tag, end);
      else step(reader, end, message);
    }
    reader.finish(end);
    // Of several pieces a message is the sum, and only the sum has all that is required.
    for (const [field, pieces] of message.pieces ?? []) {
      if (field.type.kind === 'message') passPieces(reader, field.name, pieces, stepOf(field.type));
    }
    reader.leave();
    for (const field of required) {
      if (message.seen?.has(field) !== true) throw reader.error(`the required field "${field.name}" is missing`);
    }
  };
}

function passPieces(reader: ProtobufReader, name: string, pieces: readonly number[], step: Step): void {
  const { position } = reader;
  const [start = 0, stop = 0] = pieces;
  try {
    if (pieces.length > 2) reader.merged(pieces, step);
    else {
      reader.position = start;
      step(reader, stop);
    }
  } catch (error) {
    throw within(name, error);
  }
  reader.position = position;
}

function valueTag(field: ProtobufField, step: Step): TagStep {
  const isRequired = field.presence === 'required';
  return (reader, end, message) => {
    if (isRequired) (message.seen ??= new Set()).add(field);
    try {
      step(reader, end);
      if (reader.position > end) throw reader.error('the value goes on behind the end of its message');
    } catch (error) {
      throw within(field.name, error);
    }
  };
}

/** An item of a list is passed over with `step` at once; another message is only noted. */
function messageTag(field: ProtobufField, tag: number, step: Step | undefined): TagStep {
  return (reader, end, message) => {
    const index = message.counts?.get(field) ?? 0;
    try {
      const [start, stop] = field.delimited ? groupRange(reader, tag, end) : lengthRange(reader, end);
      if (step === undefined) {
        const pieces = (message.pieces ??= new Map()).get(field) ?? [];
        message.pieces.set(field, [...pieces, start, stop]);
        if (field.presence === 'required') (message.seen ??= new Set()).add(field);
      } else {
        (message.counts ??= new Map()).set(field, index + 1);
        const { position } = reader;
        reader.position = start;
        step(reader, stop);
        reader.position = position;
      }
    } catch (error) {
      throw within(step === undefined ? field.name : `${field.name}[${index}]`, error);
    }
  };
}

/** Where a message begins and ends; the reader is left behind it. */
function lengthRange(reader: ProtobufReader, end: number): readonly [start: number, stop: number] {
  const size = reader.length(end);
  const start = reader.position;
  reader.position = start + size;
  return [start, start + size];
}

function groupRange(reader: ProtobufReader, tag: number, end: number): readonly [start: number, stop: number] {
  const start = reader.position;
  return [start, reader.skipGroup(tag, end)];
}

function packed(step: Step): Step {
  return (reader, end) => {
    const size = reader.length(end);
    const stop = reader.position + size;
    while (reader.position < stop) step(reader, stop);
    reader.finish(stop);
  };
}

function valueStep(type: ProtobufScalar | ProtobufEnum, verifiesUtf8: boolean): Step {
  if (type.kind === 'scalar' && type.scalar === 'string' && verifiesUtf8) {
    return (reader, end) => void reader.verifiedString(end);
  }
  const wireType = wireTypeOf(type, false);
  // Nothing is asked of a value but that it is there.
  return (reader, end) => reader.skip(tagOf(1, wireType), end);
}
