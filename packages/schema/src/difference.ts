/** The kinds of Avro's own compatibility check, as Confluent's registry names them. */
export type DifferenceKind =
  | 'NAME_MISMATCH'
  | 'FIXED_SIZE_MISMATCH'
  | 'MISSING_ENUM_SYMBOLS'
  | 'READER_FIELD_MISSING_DEFAULT_VALUE'
  | 'TYPE_MISMATCH'
  | 'MISSING_UNION_BRANCH';

/** One reason why a reader cannot read what a writer wrote. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** Where in the reader's schema, as a JSON pointer: `/fields/2/type`. The root is `/`. */
  readonly path: string;
  /** A clause that speaks of "the reader" and "the writer": `the reader needs field "f2", which …`. */
  readonly message: string;
  /** What the reader has there, for people: `field f2: string`, `enum symbols A, B`. */
  readonly reader: string;
  /** What the writer has in its place. */
  readonly writer: string;
}
