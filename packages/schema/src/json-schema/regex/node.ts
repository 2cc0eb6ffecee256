/** A regular expression as a tree. Groups are what they hold: nobody asks what they matched. */
export type RegexNode =
  | { readonly kind: 'character'; readonly test: (character: string) => boolean }
  | { readonly kind: 'sequence'; readonly nodes: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly nodes: readonly RegexNode[] }
  | { readonly kind: 'repeat'; readonly node: RegexNode; readonly min: number; readonly max: number }
  | { readonly kind: 'edge'; readonly of: Edge }
  | { readonly kind: 'lookahead'; readonly node: RegexNode; readonly isNegated: boolean };

/** Begin or end of the text, at a word's edge, or not. */
export type Edge = '^' | '$' | '\\b' | '\\B';
