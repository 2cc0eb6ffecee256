import type { Generator } from '../../codec/generator.ts';
import type { ProtobufField, ProtobufMessage } from '../types.ts';
import type { Shape } from './shape.ts';

export interface ReadContext {
  readonly generator: Generator;
  readonly shape: Shape;
  /** The message's own fields and the known extensions of it. */
  readonly fieldsOf: (message: ProtobufMessage) => readonly ProtobufField[];
  /** The name of a function that reads the message; see `messageReader`. */
  readonly messageReader: (
    message: ProtobufMessage,
    writer: ProtobufMessage | undefined,
    context: ReadContext,
  ) => string;
}

/** A field to be read. */
export interface Reading {
  readonly field: ProtobufField;
  /** Its place among the fields of the message. */
  readonly index: number;
  /** The writer's field of the same number, if it has one; the field itself where reader and writer are one. */
  readonly source: ProtobufField | undefined;
  /** The variable of its value; undefined is absent. */
  readonly value: string;
  /** Variables of where a message lies: from and to, and all pieces when there are several. */
  readonly start: string;
  readonly stop: string;
  readonly pieces: string;
  /** The variable with the index of the last member of its oneof that was read. */
  readonly oneof: string | undefined;
  readonly context: ReadContext;
}

/** What one field adds to the function that reads its message. */
export interface FieldReader {
  /** Variables, and expressions of what they are at first. */
  readonly initial: readonly (readonly [variable: string, value: string])[];
  /** Cases of a switch over the tag; each gets the reader `r`, the `tag` and the `end` of the message. */
  readonly cases: readonly string[];
  /** Behind the loop over the message's bytes. */
  readonly finish: string;
}
