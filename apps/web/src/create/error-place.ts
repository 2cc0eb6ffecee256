import type { Diagnostic } from '@codemirror/lint';

/** Marks the place that a message of the server names (`line 5, column 18`, `line 5:18`); none when it names no place. */
export function placeOf(message: string, text: string): readonly Diagnostic[] {
  const match = /line\s+(\d+)(?:,?\s*col(?:umn)?\s+|:)(\d+)/i.exec(message);
  if (match === null) return [];
  const lines = text.split('\n');
  const line = Math.min(Number(match[1]), lines.length);
  const before = lines.slice(0, line - 1).reduce((length, each) => length + each.length + 1, 0);
  const from = Math.min(before + Math.max(0, Number(match[2]) - 1), text.length);
  const word = /^[\w$]+/.exec(text.slice(from))?.[0].length ?? 1;
  return [{ from, to: Math.min(from + word, text.length), severity: 'error', message }];
}
