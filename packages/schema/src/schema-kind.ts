import type { Difference } from './difference.ts';
import type { SchemaField } from './fields.ts';

export type SchemaType = 'AVRO' | 'PROTOBUF' | 'JSON';

/** A schema that has been read and found valid. Each kind extends it with its own tree. */
export interface ParsedSchema {
  readonly type: SchemaType;
  /** The text that a registry keeps and compares: one line, without what carries no meaning. */
  readonly text: string;
}

/**
 * What Millrace needs of a schema language. A new language is one object of this form and its line in `schema-kinds.ts`.
 * Methods are pure and raise nothing but `MillraceError('SCHEMA_INVALID')`.
 */
export interface SchemaKind<S extends ParsedSchema> {
  readonly type: SchemaType;
  /** `references` are the texts of schemas that this one uses by name, those used by others first. */
  parse(text: string, references?: readonly string[]): S;
  /** The same schema in the form that is equal for all spellings of one meaning. */
  normalise(schema: S): S;
  /** Why data written by `writer` cannot be read by `reader`; empty when it can. */
  differences(reader: S, writer: S): readonly Difference[];
  describe(schema: S): readonly SchemaField[];
}
