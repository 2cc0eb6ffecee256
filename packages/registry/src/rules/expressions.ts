import type { JsonObject } from '../state/json.ts';

type Check = (expression: string) => Promise<string | undefined>;

/** The rule types whose expressions we can parse. */
const checks: Readonly<Record<string, Check>> = { CEL: celProblem, CEL_FIELD: celProblem, JSONATA: jsonataProblem };

/** Why the expression of a rule cannot be parsed, with the place; undefined when it can, or is of a language that we do not know. */
export async function expressionProblem({ type, expr }: JsonObject): Promise<string | undefined> {
  const check = typeof type === 'string' && Object.hasOwn(checks, type) ? checks[type] : undefined;
  if (check === undefined || typeof expr !== 'string' || expr.trim() === '') return undefined;
  const problem = await check(expr);
  return problem === undefined ? undefined : `the ${String(type)} expression cannot be parsed: ${problem}`;
}

/** A guard may stand before the expression, parted by a semicolon; clients part them at the first one, and so do we. */
async function celProblem(expression: string): Promise<string | undefined> {
  // Parsers are loaded when the first rule comes: most registries never see one.
  const { Environment, ParseError } = await import('@marcbachmann/cel-js');
  const environment = new Environment({ enableOptionalTypes: true });
  const guardEnd = expression.indexOf(';');
  const parts = guardEnd < 0 ? [0] : [0, guardEnd + 1];
  for (const start of parts) {
    const text = expression.slice(start, start === 0 && guardEnd >= 0 ? guardEnd : undefined);
    try {
      environment.parse(inKnownSyntax(text));
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      return `${error.summary} at ${placeIn(expression, start + (error.range?.start ?? 0))}`;
    }
  }
  return undefined;
}

/**
 * The parser knows neither message literals (`Order{id: 1}`) nor names in back quotes. Each becomes something as long that it
 * knows, so that places stay right.
 */
function inKnownSyntax(text: string): string {
  const token =
    /(?:"""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|`[^`\n]*`|[A-Za-z_][\w.]*(?=\s*\{)/g;
  return text.replace(token, (found) => {
    if (found.startsWith('"') || found.startsWith("'")) return found;
    return found.startsWith('`') ? found.replaceAll(/\W/g, '_') : ' '.repeat(found.length);
  });
}

async function jsonataProblem(expression: string): Promise<string | undefined> {
  const { default: jsonata } = await import('jsonata');
  try {
    jsonata(expression);
    return undefined;
  } catch (error) {
    // Its errors are plain objects.
    const { message, position } = error as { readonly message?: string; readonly position?: number };
    return `${message ?? String(error)} at ${placeIn(expression, position ?? 0)}`;
  }
}

/** `line:column`, counted from 1. */
function placeIn(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}
