import type { RegexNode } from './node.ts';

/** What it may cost an engine that goes back to search by an expression. */
export interface Effort {
  /** Characters of the expression with its repetitions written out. */
  readonly size: number;
  /** Ways through the expression that may have to be tried, apart from loops. */
  readonly paths: number;
  /** Repetitions whose number may have to be tried: each up to the length of the text. */
  readonly loops: number;
}

/** Loops of more than a character may explode: their paths are infinite. */
export function effortOf(node: RegexNode): Effort {
  switch (node.kind) {
    case 'character':
    case 'edge':
      return { size: 1, paths: 1, loops: 0 };
    case 'lookahead':
      return effortOf(node.node);
    case 'sequence':
      return node.nodes.map(effortOf).reduce(
        (all, each) => ({
          size: all.size + each.size,
          paths: all.paths * each.paths,
          loops: all.loops + each.loops,
        }),
        { size: 1, paths: 1, loops: 0 },
      );
    case 'choice':
      return node.nodes.map(effortOf).reduce((all, each) => ({
        size: all.size + each.size,
        paths: all.paths + each.paths,
        loops: Math.max(all.loops, each.loops),
      }));
    case 'repeat':
      return effortOfRepeat(node);
  }
}

function effortOfRepeat({ node, min, max }: RegexNode & { kind: 'repeat' }): Effort {
  if (node.kind === 'character') return { size: 1, paths: 1, loops: min === max ? 0 : 1 };
  const { size, paths, loops } = effortOf(node);
  if (min === 0 && max === 1) return { size, paths: paths + 1, loops };
  const isFixed = min === max && loops === 0;
  return { size: size * (max === Infinity ? min + 1 : max), paths: isFixed ? paths ** max : Infinity, loops };
}

/** Whether it can match at the begin of a text only, so that no other place needs to be tried. */
export function startsAtBegin(node: RegexNode): boolean {
  if (node.kind === 'sequence') return node.nodes[0] !== undefined && startsAtBegin(node.nodes[0]);
  if (node.kind === 'choice') return node.nodes.every(startsAtBegin);
  return node.kind === 'edge' && node.of === '^';
}
