import type { Edge, RegexNode } from './node.ts';

/** How many states an expression may have: `a{1,1000}` has a thousand. */
const statesMax = 5_000;

type State =
  | { readonly kind: 'end' }
  | { readonly kind: 'split'; readonly next: number[] }
  | { readonly kind: 'character'; readonly test: (character: string) => boolean; readonly next: number }
  | { readonly kind: 'edge'; readonly of: Edge; readonly next: number }
  | { readonly kind: 'lookahead'; readonly start: number; readonly isNegated: boolean; readonly next: number };

/** An expression as a machine that is in many states at once, so that it goes through a text once and never back. */
export interface Program {
  readonly states: readonly State[];
  readonly start: number;
  readonly looksAhead: boolean;
}

/** The machine of a tree; undefined when it would have too many states. */
export function compileProgram(tree: RegexNode): Program | undefined {
  const states: State[] = [{ kind: 'end' }];
  const add = (state: State): number => states.push(state) - 1;

  const build = (node: RegexNode, next: number): number => {
    // A machine that is too large is thrown away at the end; until then it does not grow.
    if (states.length > statesMax) return next;
    switch (node.kind) {
      case 'character':
        return add({ kind: 'character', test: node.test, next });
      case 'edge':
        return add({ kind: 'edge', of: node.of, next });
      case 'lookahead':
        return add({ kind: 'lookahead', start: build(node.node, 0), isNegated: node.isNegated, next });
      case 'sequence':
        return node.nodes.reduceRight((entry, each) => build(each, entry), next);
      case 'choice':
        return add({ kind: 'split', next: node.nodes.map((each) => build(each, next)) });
      case 'repeat':
        return buildRepeat(node, next);
    }
  };
  const buildRepeat = ({ node, min, max }: RegexNode & { kind: 'repeat' }, next: number): number => {
    let entry = next;
    if (max === Infinity) {
      const choices = [next];
      entry = add({ kind: 'split', next: choices });
      choices.push(build(node, entry));
    }
    for (let left = max === Infinity ? 0 : max - min; left > 0 && states.length <= statesMax; left--) {
      entry = add({ kind: 'split', next: [build(node, entry), next] });
    }
    for (let left = min; left > 0 && states.length <= statesMax; left--) entry = build(node, entry);
    return entry;
  };

  const start = build(tree, 0);
  const looksAhead = states.some(({ kind }) => kind === 'lookahead');
  return states.length > statesMax ? undefined : { states, start, looksAhead };
}

/** Whether the expression matches somewhere in the characters. Time grows with their number times that of the states. */
export function runProgram(program: Program, characters: readonly string[]): boolean {
  return matchesFrom(program, program.start, characters, 0, false);
}

function matchesFrom(
  program: Program,
  start: number,
  characters: readonly string[],
  from: number,
  isHere: boolean,
): boolean {
  let current: number[] = [];
  for (let at = from; at <= characters.length; at++) {
    const reached = reach(program, isHere && at > from ? current : [...current, start], characters, at);
    if (reached === 'end') return true;
    current = [];
    for (const index of reached) {
      const state = program.states[index];
      if (state?.kind === 'character' && at < characters.length && state.test(characters[at] ?? ''))
        current.push(state.next);
    }
    if (isHere && current.length === 0) return false;
  }
  return false;
}

/** The states that wait for a character, of those that can be reached without one; `end` when that is among them. */
function reach(program: Program, entries: number[], characters: readonly string[], at: number): Set<number> | 'end' {
  const reached = new Set<number>();
  const open = entries;
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (reached.has(index)) continue;
    reached.add(index);
    const state = program.states[index];
    if (state?.kind === 'end') return 'end';
    if (state?.kind === 'split') open.push(...state.next);
    if (state?.kind === 'edge' && isAtEdge(state.of, characters, at)) open.push(state.next);
    if (state?.kind === 'lookahead') {
      const isAhead = matchesFrom(program, state.start, characters, at, true);
      if (isAhead !== state.isNegated) open.push(state.next);
    }
  }
  return reached;
}

function isAtEdge(edge: Edge, characters: readonly string[], at: number): boolean {
  if (edge === '^') return at === 0;
  if (edge === '$') return at === characters.length;
  const isWord = (character: string | undefined): boolean => character !== undefined && /^\w$/.test(character);
  return (isWord(characters[at - 1]) !== isWord(characters[at])) === (edge === '\\b');
}
