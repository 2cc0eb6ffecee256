const compiled = new Map<string, RegExp>();
const KEPT_MAX = 1000;

const POSIX: Readonly<Record<string, string>> = {
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Upper: 'A-Z',
  Lower: 'a-z',
  Punct: '!-\\/:-@\\[-`{-~',
  Space: '\\s',
  Blank: ' \\t',
  XDigit: '0-9a-fA-F',
  ASCII: '\\x00-\\x7F',
};

/**
 * A regular expression in Java's syntax as one of JavaScript: inline flags at the front, POSIX classes, `\A`, `\z`, `\Z`, `\h`, quoted
 * text, and possessive quantifiers, which become greedy. @throws SyntaxError where JavaScript cannot express it.
 */
export function javaRegExp(pattern: string, flags: string): RegExp {
  const key = `${flags}/${pattern}`;
  let expression = compiled.get(key);
  if (expression === undefined) {
    expression = translate(pattern, flags);
    if (compiled.size >= KEPT_MAX) compiled.clear();
    compiled.set(key, expression);
  }
  expression.lastIndex = 0;
  return expression;
}

function translate(pattern: string, flags: string): RegExp {
  const inline = /^\(\?([ismux]+)\)/.exec(pattern);
  const more = (inline?.[1] ?? '').replace(/[^ism]/g, '');
  const source = pattern
    .slice(inline?.[0].length ?? 0)
    .replace(/\\Q([\s\S]*?)(?:\\E|$)/g, (_all, text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .replace(/(\[[^\]]*)?\\p\{(\w+)\}/g, (all, open: string | undefined, name: string) => {
      const members = POSIX[name];
      if (members === undefined) return all;
      return open === undefined ? `[${members}]` : open + members;
    })
    .replace(/\\A/g, '^')
    .replace(/\\[zZ]/g, '$')
    .replace(/\\h/g, '[ \\t\\xA0]')
    .replace(/([*+?}])\+/g, '$1');
  try {
    return new RegExp(source, `${flags}${more}u`);
  } catch {
    return new RegExp(source, flags + more);
  }
}
