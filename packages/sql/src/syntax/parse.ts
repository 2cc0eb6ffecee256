import { MillraceError } from '@millrace/base';
import type { ColumnDefinition, Statement } from './ast.ts';
import type { AstExpression, AstType } from './ast-expression.ts';
import { tokenize } from './lexer.ts';
import { parseExpression } from './parse-expression.ts';
import { parseStatement } from './parse-statement.ts';
import { parseType } from './parse-type.ts';
import { aboutStatement } from './sql-error.ts';
import { TokenCursor } from './token-cursor.ts';

export interface ParsedStatement {
  /** The source text from the first token to the semicolon. */
  readonly text: string;
  readonly statement: Statement;
}

/**
 * A script of statements, each ended by a semicolon (the last one may do without). Raises an SQL error of phase `parse` or `prepare`
 * that names the line, column and statement.
 */
export function parseScript(text: string): ParsedStatement[] {
  const cursor = new TokenCursor(tokenize(text));
  const parsed: ParsedStatement[] = [];
  while (cursor.token.kind !== 'end') {
    if (cursor.acceptSymbol(';')) continue;
    parsed.push(parseOne(text, cursor));
  }
  return parsed;
}

function parseOne(text: string, cursor: TokenCursor): ParsedStatement {
  const first = cursor.token.at;
  try {
    const statement = parseStatement(cursor);
    if (cursor.token.kind !== 'end') cursor.expectSymbol(';');
    return { text: text.slice(first.start, cursor.spanFrom(first).end), statement };
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error;
    while (cursor.token.kind !== 'end' && !cursor.acceptSymbol(';')) cursor.next();
    const statement = text.slice(first.start, cursor.spanFrom(first).end);
    throw aboutStatement(error, statement);
  }
}

/** Exactly one expression. */
export function parseExpressionText(text: string): AstExpression {
  return parseWhole(text, parseExpression);
}

/** Exactly one type. */
export function parseTypeText(text: string): AstType {
  return parseWhole(text, parseType);
}

/** Columns as DESCRIBE prints them: `` `ID` BIGINT KEY, `NAME` STRING ``. */
export function parseColumnsText(text: string): ColumnDefinition[] {
  if (text.trim() === '') return [];
  const [parsed] = parseScript(`CREATE STREAM S (${text.replaceAll(/\bPRIMARY KEY\b/gi, 'KEY')}) WITH (A = 1);`);
  return parsed?.statement.kind === 'createSource' ? [...parsed.statement.columns] : [];
}

function parseWhole<T>(text: string, parse: (cursor: TokenCursor) => T): T {
  const cursor = new TokenCursor(tokenize(text));
  const parsed = parse(cursor);
  if (cursor.token.kind !== 'end') throw cursor.unexpected("'<EOF>'");
  return parsed;
}
