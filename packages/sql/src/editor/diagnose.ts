import { MillraceError } from '@millrace/base';
import type { Metastore } from '../analysis/metastore.ts';
import { NO_SCHEMAS, type SchemaLookup } from '../analysis/schema-catalog.ts';
import type { EngineContext, EngineState } from '../plan/engine-types.ts';
import { applyChange, execute } from '../plan/engine.ts';
import type { PhysicalPlan } from '../plan/physical-plan.ts';
import { tokenize } from '../syntax/lexer.ts';
import { parseStatement } from '../syntax/parse-statement.ts';
import type { Span } from '../syntax/span.ts';
import { spanOfError } from '../syntax/sql-error.ts';
import { TokenCursor } from '../syntax/token-cursor.ts';
import type { Token } from '../syntax/token.ts';

/** Something wrong in a script. Offsets as in Span; the range is never empty unless the script is. */
export interface Diagnostic {
  readonly severity: 'error';
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
}

export interface DiagnoseOptions {
  /** Schemas to infer columns from. */
  readonly schemas?: SchemaLookup;
  readonly settings?: Readonly<Record<string, string>>;
  /** Queries that run, so that DROP and TERMINATE can be checked. */
  readonly queries?: ReadonlyMap<string, { readonly plan: PhysicalPlan }>;
}

/** What is wrong with each statement of a script, one finding a statement at most; later statements see what earlier ones make. */
export function diagnose(text: string, metastore: Metastore, options: DiagnoseOptions = {}): Diagnostic[] {
  const found: Diagnostic[] = [];
  let state: EngineState = { metastore, queries: options.queries ?? new Map() };
  let tokens: Token[];
  try {
    tokens = tokenize(text);
  } catch (error) {
    return [diagnosticOf(error, { line: 1, column: 1, start: 0, end: text.length })];
  }
  for (const statement of statementTokens(tokens)) {
    const [first] = statement;
    if (first === undefined) continue;
    try {
      state = check(statement, text, state, options);
    } catch (error) {
      found.push(diagnosticOf(error, first.at));
    }
  }
  return found;
}

function check(tokens: readonly Token[], text: string, state: EngineState, options: DiagnoseOptions): EngineState {
  const cursor = new TokenCursor(tokens);
  const statement = parseStatement(cursor);
  if (cursor.token.kind !== 'end') throw cursor.unexpected("';'");
  const { start, end } = statement.at;
  const context: EngineContext = {
    serviceId: '',
    settings: options.settings ?? {},
    schemas: options.schemas ?? NO_SCHEMAS,
    queryNumber: state.queries.size,
    topic: () => undefined,
  };
  const execution = execute(state, { text: text.slice(start, end), statement }, context);
  return execution.kind === 'change' ? applyChange(state, execution.change) : state;
}

/** The tokens of each statement, with an `end` token where its semicolon was. */
function statementTokens(tokens: readonly Token[]): Token[][] {
  const statements: Token[][] = [];
  let current: Token[] = [];
  for (const token of tokens) {
    const ends = token.kind === 'end' || (token.kind === 'symbol' && token.value === ';');
    if (!ends) {
      current.push(token);
      continue;
    }
    if (current.length > 0) statements.push([...current, { ...token, kind: 'end' }]);
    current = [];
  }
  return statements;
}

function diagnosticOf(error: unknown, fallback: Span): Diagnostic {
  if (!(error instanceof MillraceError)) throw error;
  const at = spanOfError(error) ?? fallback;
  const { line, column, start } = at;
  return { severity: 'error', message: error.message, start, end: Math.max(at.end, start), line, column };
}
