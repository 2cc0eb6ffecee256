/** Splits a script into its statements; a semicolon in a string, an identifier in quotes or a comment ends nothing. */
export function splitStatements(script: string): readonly string[] {
  const token = /'(?:[^']|'')*'|`[^`]*`|"[^"]*"|--[^\n]*|\/\*[\s\S]*?\*\/|;/g;
  const statements: string[] = [];
  let begin = 0;
  for (const match of script.matchAll(token)) {
    if (match[0] !== ';') continue;
    statements.push(script.slice(begin, match.index + 1));
    begin = match.index + 1;
  }
  statements.push(script.slice(begin));
  return statements.map((statement) => statement.trim()).filter((statement) => bare(statement) !== '');
}

/** A statement without comments and the closing semicolon. */
export const bare = (statement: string): string =>
  statement
    .replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .replace(/;\s*$/, '')
    .trim();

/** Whether the statement answers with rows. */
export const isQuery = (statement: string): boolean => /^(select|print)\b/i.test(bare(statement));

/** The query that shows what a new stream or table holds, from its beginning. */
export const outputQuery = (sink: string): string => `SELECT * FROM ${sink} EMIT CHANGES;`;
