/** The expression, in the dialect of JavaScript with Unicode when it can be read so; undefined when it cannot be read. */
export function regexOf(pattern: string): RegExp | undefined {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags);
    } catch {
      // not an expression with these flags
    }
  }
  return undefined;
}

export function matcherOf(pattern: string): ((text: string) => boolean) | undefined {
  const regex = regexOf(pattern);
  return regex && ((text) => regex.test(text));
}
