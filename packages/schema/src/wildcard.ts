/**
 * Whether a dotted name is of a pattern, as Confluent's clients match the names of fields: `?` is one character and `*` any number of
 * them but no dot, `**` any number of any; `\` takes the next as it is. In time proportional to both lengths, whatever the pattern.
 */
export function matchesWildcard(name: string, pattern: string): boolean {
  // `a.**.*` is any name below `a`, of one part too.
  const tokens = pattern.replaceAll('**.*', '**').match(/\*\*|\\[^]|[^]/g) ?? [];
  // For each place in the name: whether the tokens so far can be what lies before it.
  let reached = Array.from({ length: name.length + 1 }, (_, end) => end === 0);
  for (const token of tokens) {
    const next: boolean[] = [];
    for (let end = 0; end <= name.length; end++) {
      const last = name[end - 1];
      const repeats = token === '**' || (token === '*' && last !== '.');
      const fits = token === '?' ? last !== '.' : last === token.at(-1);
      const isStar = token === '**' || token === '*';
      next.push(
        isStar ? reached[end] === true || (repeats && next[end - 1] === true) : fits && reached[end - 1] === true,
      );
    }
    reached = next;
  }
  return reached[name.length] === true;
}
