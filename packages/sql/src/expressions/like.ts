/** A LIKE pattern as a regular expression: `%` any run, `_` one character, `escape` makes the next one literal. */
export function likePattern(pattern: string, escape: string | null): RegExp {
  let source = '';
  for (let i = 0; i < pattern.length; i += 1) {
    const character = pattern.charAt(i);
    if (character === escape && i + 1 < pattern.length) {
      i += 1;
      source += literal(pattern.charAt(i));
    } else if (character === '%') source += '.*';
    else if (character === '_') source += '.';
    else source += literal(character);
  }
  return new RegExp(`^${source}$`, 's');
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}

/** Whether a text is like a pattern; compiled patterns are kept, for nearly always there is one. */
export function likeMatcher(escape: string | null): (text: string, pattern: string) => boolean {
  let last = '';
  let compiled = likePattern('', escape);
  return (text, pattern) => {
    if (pattern !== last) {
      last = pattern;
      compiled = likePattern(pattern, escape);
    }
    return compiled.test(text);
  };
}
