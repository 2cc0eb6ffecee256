export interface Segment {
  readonly text: string;
  readonly marked: boolean;
}

const escape = (term: string): string => term.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Splits a text into parts, those that begin with one of the terms at a word's start marked to the word's end. */
export function highlight(text: string, terms: readonly string[]): readonly Segment[] {
  const wanted = terms.filter((term) => term !== '');
  if (wanted.length === 0) return [{ text, marked: false }];
  const pattern = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${wanted.map(escape).join('|')})[\p{L}\p{N}]*`, 'giu');
  const segments: Segment[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) segments.push({ text: text.slice(end, match.index), marked: false });
    segments.push({ text: match[0], marked: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) segments.push({ text: text.slice(end), marked: false });
  return segments;
}
