/** A piece of the source text. Lines and columns count from 1, offsets from 0 in UTF-16 units; `end` is exclusive. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
}
