import type { RegexNode } from './node.ts';

/** How deep groups may lie in each other. Guards the stack. */
const depthMax = 100;

/** What ends an alternative, and what a quantifier looks like. */
const quantifier = /(?:[*+?]|\{(?<min>\d+)(?<comma>,(?<max>\d*))?\})\??/y;
/** One character of the text: a class, an escape that stands for one, or the character itself. */
const character = {
  u: /\[[^\]\\]*(?:\\.[^\]\\]*)*\]|\\(?:u\{[^}]*\}|u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|c[A-Za-z]|[pP]\{[^}]*\}|.)|[^]/suy,
  '': /\[[^\]\\]*(?:\\.[^\]\\]*)*\]|\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|c[A-Za-z]|.)|[^]/sy,
};

/** The tree of an expression that JavaScript takes; undefined when it looks back at what was matched or asks for lines. */
export function parseRegex({ source, flags, multiline }: RegExp): RegexNode | undefined {
  if (multiline) return undefined;
  const isUnicode = flags.includes('u');
  let at = 0;

  const take = (text: string): boolean => {
    const isThere = source.startsWith(text, at);
    if (isThere) at += text.length;
    return isThere;
  };
  const match = (expression: RegExp): RegExpExecArray | null => {
    expression.lastIndex = at;
    const found = expression.exec(source);
    if (found !== null) at = expression.lastIndex;
    return found;
  };

  const choice = (depth: number): RegexNode | undefined => {
    const nodes: RegexNode[] = [];
    do {
      const node = depth > depthMax ? undefined : sequence(depth);
      if (node === undefined) return undefined;
      nodes.push(node);
    } while (take('|'));
    const [only] = nodes;
    return nodes.length === 1 ? only : { kind: 'choice', nodes };
  };
  const sequence = (depth: number): RegexNode | undefined => {
    const nodes: RegexNode[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const node = atom(depth);
      if (node === undefined) return undefined;
      const count = match(quantifier);
      nodes.push(count === null ? node : repeated(node, count));
    }
    return { kind: 'sequence', nodes };
  };
  const atom = (depth: number): RegexNode | undefined => {
    for (const edge of ['^', '$', '\\b', '\\B'] as const) if (take(edge)) return { kind: 'edge', of: edge };
    if (source[at] === '(') return group(depth);
    if (/^\\[1-9k]/.test(source.slice(at, at + 2))) return undefined;
    const [written = ''] = match(character[isUnicode ? 'u' : '']) ?? [];
    return { kind: 'character', test: characterTest(written, flags) };
  };
  const group = (depth: number): RegexNode | undefined => {
    const isLookahead = take('(?=') || take('(?!');
    const isNegated = isLookahead && source[at - 1] === '!';
    const isGroup =
      isLookahead || take('(?:') || match(/\(\?<[^=!][^>]*>/y) !== null || (source[at + 1] !== '?' && take('('));
    const node = isGroup ? choice(depth + 1) : undefined;
    if (node === undefined || !take(')')) return undefined;
    return isLookahead ? { kind: 'lookahead', node, isNegated } : node;
  };

  const node = choice(0);
  return at === source.length ? node : undefined;
}

function repeated(node: RegexNode, { 0: written, groups = {} }: RegExpExecArray): RegexNode {
  const { min, comma, max } = groups;
  if (min !== undefined) {
    const least = Number(min);
    return { kind: 'repeat', node, min: least, max: comma === undefined ? least : max === '' ? Infinity : Number(max) };
  }
  return { kind: 'repeat', node, min: written.startsWith('+') ? 1 : 0, max: written.startsWith('?') ? 1 : Infinity };
}

/** A single character is left to the engine of the language, which knows the classes of Unicode. */
function characterTest(written: string, flags: string): (character: string) => boolean {
  const expression = new RegExp(`^(?:${written})$`, flags);
  const known: (boolean | undefined)[] = [];
  return (text) => {
    const code = text.length === 1 ? text.charCodeAt(0) : 128;
    return code < 128 ? (known[code] ??= expression.test(text)) : expression.test(text);
  };
}
