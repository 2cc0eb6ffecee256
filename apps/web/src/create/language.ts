import type { SqlSource } from '@millrace/mesh';
import { builtins, complete, diagnose, metastoreOf, parseScript, type Suggestion } from '@millrace/sql';
import { isExplained, splitStatements } from './statements.ts';

/** A range of the text with what is wrong there. */
export interface Finding {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

export const suggestionsAt = (text: string, offset: number, sources: readonly SqlSource[]): readonly Suggestion[] =>
  complete(text, offset, metastoreOf(sources, builtins));

const parses = (statement: string): boolean => {
  try {
    parseScript(statement);
    return true;
  } catch {
    return false;
  }
};

/**
 * What is wrong with a script, by the code that the server runs. The browser knows the sources but neither the registry nor
 * the running queries, so of statements other than queries only their syntax is judged; and that a name exists already is
 * what a statement that has just run leaves behind.
 */
export function findingsOf(text: string, sources: readonly SqlSource[]): readonly Finding[] {
  const statements = splitStatements(text);
  return diagnose(text, metastoreOf(sources, builtins))
    .filter(({ start, message }) => {
      const statement = statements.find((each) => {
        const from = text.indexOf(each);
        return from <= start && start <= from + each.length;
      });
      if (statement === undefined || /already exists/i.test(message)) return false;
      return isExplained(statement) || !parses(statement);
    })
    .map(({ start, end, message }) => ({ from: start, to: end, message }));
}
