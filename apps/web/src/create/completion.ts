import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { SqlSource } from '@millrace/mesh';
import type { Suggestion } from '@millrace/sql';

const plainName = /^[A-Z_][A-Z0-9_]*$/;
const names: readonly Suggestion['kind'][] = ['source', 'column', 'field'];

/** A suggestion as the editor shows it. Names that need no quotes are written small, as people write them. */
export function completionOf(suggestion: Suggestion, sources: readonly SqlSource[], rank: number): Completion {
  const { label, insert, kind, detail, documentation } = suggestion;
  const small = names.includes(kind) && plainName.test(insert);
  const product = kind === 'source' ? sources.find((source) => source.name === label)?.product : undefined;
  const info = product === undefined ? documentation : `Product ${product}`;
  return {
    label: small ? label.toLowerCase() : label,
    apply: small ? insert.toLowerCase() : insert,
    type: kind,
    detail: detail.toLowerCase(),
    // The language gives the likeliest first; the editor would sort by name.
    boost: -Math.min(99, rank),
    ...(info === '' ? {} : { info }),
  };
}

/** The completion of the editor over the sources that there are now. The language itself is loaded when first asked. */
export const completeWith =
  (sources: () => readonly SqlSource[]) =>
  async (context: CompletionContext): Promise<CompletionResult | null> => {
    const before = context.state.sliceDoc(0, context.pos);
    if (!context.explicit && !/[\w$.>]$/.test(before)) return null;
    const { suggestionsAt } = await import('./language.ts');
    const suggestions = suggestionsAt(context.state.doc.toString(), context.pos, sources());
    const [first] = suggestions;
    if (first === undefined) return null;
    return {
      from: first.start,
      options: suggestions.map((suggestion, rank) => completionOf(suggestion, sources(), rank)),
      validFor: /^[\w$]*$/,
    };
  };
