import { effortOf, startsAtBegin } from './effort.ts';
import { parseRegex } from './parse-regex.ts';
import { compileProgram, runProgram, type Program } from './program.ts';

/** Steps that one match may take. What would take more does not match. */
const stepsMax = 20_000_000;
/** Characters of an expression with its repetitions written out; of larger ones the engine may say so only when it runs. */
const nativeSizeMax = 5_000;
/** Up to this many steps in the worst case the language's own engine is taken, which is faster but may go back. */
const nativeStepsMax = 1_000_000;

/**
 * The expression, with Unicode when it can be read so; undefined when it cannot be read. Java's flags in front, `(?i)`, are taken, since
 * schemas that were registered by Java programs have them.
 */
export function regexOf(pattern: string): RegExp | undefined {
  const { flags = '', source = '' } = /^(?:\(\?(?<flags>[ims]+)\))?(?<source>[^]*)$/.exec(pattern)?.groups ?? {};
  for (const mode of ['u', '']) {
    try {
      return new RegExp(source, [...new Set(flags), mode].join(''));
    } catch {
      // not an expression in this mode
    }
  }
  return undefined;
}

/**
 * Whether a text matches, as `RegExp.test` says, in time that does not explode: expressions come from those who write schemas, texts from
 * those who write data. Expressions that look back (`\1`, `(?<=…)`) match nothing.
 */
export function matcherOf(pattern: string): (text: string) => boolean {
  const regex = regexOf(pattern);
  const tree = regex && parseRegex(regex);
  if (regex === undefined || tree === undefined) return () => false;
  const { size, paths, loops } = effortOf(tree);
  const power = loops + (startsAtBegin(tree) ? 0 : 1);
  const isSmall = size <= nativeSizeMax;
  let program: Program | undefined;
  return (text) => {
    if (isSmall && paths * text.length ** power <= nativeStepsMax) return regex.test(text);
    program ??= compileProgram(tree);
    if (program === undefined) return false;
    const steps = program.states.length * text.length * (program.looksAhead ? text.length : 1);
    return steps <= stepsMax && runProgram(program, regex.unicode ? Array.from(text) : text.split(''));
  };
}
