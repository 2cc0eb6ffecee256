import type { Difference } from './difference.ts';
import type { SchemaField } from './fields.ts';
import type { PayloadCheck } from './payload-check.ts';

export type SchemaType = 'AVRO' | 'PROTOBUF' | 'JSON';

/** A schema that has been read and found valid. Each kind extends it with its own tree. */
export interface ParsedSchema {
  readonly type: SchemaType;
  /** The text that a registry keeps and compares, without what carries no meaning. */
  readonly text: string;
}

/** A schema that another one uses. */
export interface ReferencedSchema {
  /** As the using schema spells it: Avro's full name, Protobuf's import path, the URI of a JSON Schema's `$ref`. */
  readonly name: string;
  readonly text: string;
}

/** What a registry keeps beside a schema, as far as it says something of the schema itself. */
export interface SchemaMetadata {
  /** `confluent:reserved` names, comma separated, the fields that shall never be used (again). */
  readonly properties?: Readonly<Record<string, string>>;
}

/**
 * How strictly a JSON Schema's open content is judged. `STRICT`: a writer may send any property that its schema does not forbid.
 * `LENIENT`: it sends none but those that its schema names. The other languages know no such choice.
 */
export type CompatibilityPolicy = 'STRICT' | 'LENIENT';

/**
 * Reads one datum behind the frame of the schema's id (and, for Protobuf, with the message indexes that stand there) into plain
 * values for people: logical types as text, unions bare. `offset` is where the frame ends.
 * @throws MillraceError DATA_INVALID when the bytes do not fit the schema
 */
export type PayloadDecoder = (bytes: Uint8Array, offset: number) => unknown;

/**
 * What Millrace needs of a schema language. A new language is one object of this form and its line in `schema-kinds.ts`.
 * Methods are pure and raise nothing but `MillraceError('SCHEMA_INVALID')`.
 */
export interface SchemaKind<S extends ParsedSchema> {
  readonly type: SchemaType;
  /** `references` are all schemas that this one leads to, those used by others first. */
  parse(text: string, references?: readonly ReferencedSchema[], metadata?: SchemaMetadata): S;
  /** The same schema in the form that is equal for all spellings of one meaning. */
  normalise(schema: S): S;
  /** Of a text that a registry keeps what tells it from others: two that agree in it are one schema, with one id. */
  identity(text: string): string;
  /** A text that is equal for all orders of what is the same in any order; where the language is not written in JSON, its identity. */
  inOrder(text: string): string;
  /** The text in a format of a registry's REST API (`resolved`, `serialized` …); in one that the language does not know, its `text`. */
  formatted(schema: S, format: string): string;
  /**
   * What subjects are named by (RecordNameStrategy): Avro's full name, JSON Schema's title, the full name of Protobuf's message: of
   * the one that the payload is, behind the frame of the schema's id at `offset`, or without a payload of the first.
   * @throws MillraceError DATA_INVALID when the payload is none of the schema's messages
   */
  recordName(schema: S, payload?: { readonly bytes: Uint8Array; readonly offset: number }): string | undefined;
  /** The tags of the whole record or message; those of its fields are in `describe`. */
  tags(schema: S): readonly string[];
  /** How `reader` differs from `writer`, in what decides whether the one reads the other's data. Default policy: `STRICT`. */
  differences(reader: S, writer: S, policy?: CompatibilityPolicy): readonly Difference[];
  describe(schema: S): readonly SchemaField[];
  decoder(schema: S): PayloadDecoder;
  /** For checking data without decoding it. Resolves when what it needs is loaded. */
  checker(schema: S): Promise<PayloadCheck>;
}
