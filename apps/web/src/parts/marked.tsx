import { highlight } from '../format/highlight.ts';

/** A text with the words that a search matched marked. */
export const Marked = ({ text, terms }: { readonly text: string; readonly terms: readonly string[] }) =>
  highlight(text, terms).map((segment, at) =>
    // The segments of one text never change places, so their position names them.
    segment.marked ? <mark key={at}>{segment.text}</mark> : <span key={at}>{segment.text}</span>,
  );
