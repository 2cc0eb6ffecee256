/** A mark of punctuation, a string, or another scalar. */
const token = /[{}[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s{}[\],:"]+/g;

/** JSON on several lines, as `JSON.stringify` indents it, with every scalar as it is written: `1.0` and integers of 64 bits too. */
export function prettyJson(text: string): string {
  const tokens = text.match(token) ?? [];
  let depth = 0;
  const line = (): string => `\n${'  '.repeat(depth)}`;
  const parts = tokens.map((part, index) => {
    const isEmpty = /^[}\]]$/.test(tokens[index + 1] ?? '') && /^[{[]$/.test(part);
    switch (part) {
      case '{':
      case '[':
        depth++;
        return isEmpty ? part : part + line();
      case '}':
      case ']':
        depth--;
        return /^[{[]$/.test(tokens[index - 1] ?? '') ? part : line() + part;
      case ',':
        return part + line();
      case ':':
        return ': ';
      default:
        return part;
    }
  });
  return parts.join('');
}
