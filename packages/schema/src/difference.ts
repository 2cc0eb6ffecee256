/** One difference between the schema of a reader and that of a writer. */
export interface Difference {
  /** As Confluent's registry names it, which clients show: `READER_FIELD_MISSING_DEFAULT_VALUE`. Each language has its own. */
  readonly kind: string;
  /** Whether the reader cannot read what the writer may send. Avro's check tells of nothing else. */
  readonly breaks: boolean;
  /** Where, as a JSON pointer into Avro's schema, the reader's: `/fields/2/type`; with `#` before it in the other languages. The root is `/`. */
  readonly path: string;
  /** A clause that speaks of "the reader" and "the writer": `the reader needs field "f2", which …`. */
  readonly message: string;
  /** What would break nobody: `give "f2" a default`. Empty where the difference breaks nobody. */
  readonly remedy: string;
  /** What the reader has there, for people: `field f2: string`, `enum symbols A, B`. */
  readonly reader: string;
  /** What the writer has in its place. */
  readonly writer: string;
}
