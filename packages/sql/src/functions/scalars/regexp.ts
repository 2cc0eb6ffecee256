import type { ScalarFunction } from '../function.ts';
import { javaRegExp } from '../java-regexp.ts';
import { scalar, strict } from './define.ts';

function extract(pattern: string, text: string, group = 0): string | null {
  const found = javaRegExp(pattern, '').exec(text);
  if (found === null || group >= found.length) return null;
  return found[group] ?? null;
}

function extractAll(pattern: string, text: string, group = 0): (string | null)[] | null {
  const all = [...text.matchAll(javaRegExp(pattern, 'g'))];
  if (all.some((found) => group >= found.length)) return null;
  return all.map((found) => found[group] ?? null);
}

/** Java's replacement text: `$1` is a group, a backslash makes the next character literal. */
function replacement(text: string): (...found: unknown[]) => string {
  return (...found) =>
    text.replace(
      /\\(.)|\$(\d)/g,
      (_all, literal: string | undefined, group: string | undefined) =>
        literal ?? (found[Number(group)] as string | undefined) ?? '',
    );
}

/** A match at the front with no width gives no empty first part, as Java splits. */
function splitAt(text: string, pattern: string): string[] {
  const expression = javaRegExp(pattern, 'g');
  const parts: string[] = [];
  let start = 0;
  for (const found of text.matchAll(expression)) {
    const end = found.index + found[0].length;
    if (end === 0 || (found[0] === '' && found.index >= text.length)) continue;
    parts.push(text.slice(start, found.index));
    start = end;
  }
  return [...parts, text.slice(start)];
}

export const regexpFunctions: readonly ScalarFunction[] = [
  scalar(
    'REGEXP_EXTRACT',
    'Gives the first part of a text that a regular expression matches, or a group of it.',
    strict('STRING pattern, STRING input', 'STRING', extract),
    strict('STRING pattern, STRING input, INTEGER group', 'STRING', extract),
  ),
  scalar(
    'REGEXP_EXTRACT_ALL',
    'Gives all parts of a text that a regular expression matches, or a group of each.',
    strict('STRING pattern, STRING input', 'ARRAY<STRING>', extractAll),
    strict('STRING pattern, STRING input, INTEGER group', 'ARRAY<STRING>', extractAll),
  ),
  scalar(
    'REGEXP_REPLACE',
    'Puts a text in the place of all that a regular expression matches.',
    strict('STRING str, STRING regexp, STRING newStr', 'STRING', (text: string, pattern: string, by: string) =>
      text.replace(javaRegExp(pattern, 'g'), replacement(by)),
    ),
  ),
  scalar(
    'REGEXP_SPLIT_TO_ARRAY',
    'Cuts a text into an array where a regular expression matches.',
    strict('STRING string, STRING regexp', 'ARRAY<STRING>', splitAt),
  ),
];
