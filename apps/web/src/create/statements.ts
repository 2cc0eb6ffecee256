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

/** Whether the statement is one that makes a plan. */
export const isExplained = (statement: string): boolean =>
  /^(?:select|insert\s+into\s+\S+\s+select|create\s[\s\S]*\sas\s+select)\b/i.test(bare(statement));

/** The stream or table that a CREATE makes. */
export const createdSource = (statement: string): string | undefined =>
  /^create\s+(?:or\s+replace\s+)?(?:source\s+)?(?:stream|table)\s+(?:if\s+not\s+exists\s+)?(`[^`]+`|[\w$]+)/i.exec(
    bare(statement),
  )?.[1];

/** The query that shows what a new stream or table holds, from its beginning. */
export const outputQuery = (source: string): string => `SELECT * FROM ${source} EMIT CHANGES;`;
