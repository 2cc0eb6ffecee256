import { type Emitted, emit, type Scope } from '../expressions/emit.ts';
import type { Expression } from '../plan/expression.ts';
import type { Code } from '../expressions/code.ts';
import type { Column, SerdeInfo } from '../plan/physical-plan.ts';

/** How generated code gets at the parts of the record it works on. Every string is an expression without side effects. */
export interface StreamEnv {
  /** Of the function that the code becomes part of. */
  readonly generator: Generator;
  key(index: number): string;
  value(index: number): string;
  /** An array, or null. */
  keyRow(): string;
  /** An array of the values, made anew where it does not exist yet. */
  valueRow(): string;
  /** A Window, or null. */
  readonly window: string;
  readonly timestamp: string;
  /** Facts of the source record; `null` where there is none. */
  readonly partition: string;
  readonly offset: string;
  readonly headers: string;
  /** The key as the source topic holds it, while nothing has changed it. */
  readonly rawKey: { readonly code: string; readonly serde: SerdeInfo; readonly columns: readonly Column[] } | null;
}

/** What happens to a record: code for a row, and code for a record without a value (empty: it is dropped). */
export interface Consumer {
  row(env: StreamEnv): string;
  tombstone(env: StreamEnv): string;
}

/** Told an error of an expression in generated code. */
export type Failure = (error: unknown) => void;

/** What generates the code of one function. */
export interface Generator {
  readonly code: Code;
  readonly scope: Omit<Scope, 'column' | 'code' | 'variables'>;
  fresh(prefix: string): string;
}

export function columnCode(env: StreamEnv, reference: Extract<Expression, { kind: 'column' }>): string {
  switch (reference.part) {
    case 'key':
      return env.key(reference.index);
    case 'value':
      return env.value(reference.index);
    case 'rowtime':
      return env.timestamp;
    case 'rowpartition':
      return env.partition;
    case 'rowoffset':
      return env.offset;
    case 'headers':
      return env.headers;
    case 'windowstart':
      return `(${env.window} === null ? null : ${env.window}.start)`;
    case 'windowend':
      return `(${env.window} === null ? null : ${env.window}.end)`;
  }
}

export function emitIn(env: StreamEnv, expression: Expression): Emitted {
  return emit(expression, {
    ...env.generator.scope,
    code: env.generator.code,
    variables: new Map(),
    column: (reference) => columnCode(env, reference),
  });
}

/** Declares `name` as the value of an expression: null, and a report, where it fails. */
export function assign(env: StreamEnv, expression: Expression, name: string, failed: Failure): string {
  const { code, throws } = emitIn(env, expression);
  if (!throws) return `const ${name} = ${code};`;
  const fail = env.generator.code.constant(failed);
  return `let ${name}; try { ${name} = ${code}; } catch (e) { ${name} = null; ${fail}(e); }`;
}

/** Gives each expression a variable. */
export function assignAll(
  env: StreamEnv,
  expressions: readonly Expression[],
  failed: (index: number) => Failure,
): { names: string[]; code: string } {
  const names: string[] = [];
  const statements: string[] = [];
  for (const [i, expression] of expressions.entries()) {
    // A plain column needs no variable of its own.
    if (expression.kind === 'column' && (expression.part === 'value' || expression.part === 'key')) {
      names.push(columnCode(env, expression));
      continue;
    }
    const name = env.generator.fresh('c');
    names.push(name);
    statements.push(assign(env, expression, name, failed(i)));
  }
  return { names, code: statements.join('\n') };
}

/** An environment whose values are variables. */
export function withValues(env: StreamEnv, names: readonly string[]): StreamEnv {
  return { ...env, value: (index) => names[index] ?? 'null', valueRow: () => `[${names.join(', ')}]` };
}

/** An environment whose keys are variables, and whose key row is one of them. */
export function withKeys(env: StreamEnv, names: readonly string[], keyRow: string): StreamEnv {
  return { ...env, key: (index) => names[index] ?? 'null', keyRow: () => keyRow, window: 'null', rawKey: null };
}

/** The environment of a function of `key`, `window`, `row` and `timestamp`. */
export function parameterEnv(generator: Generator): StreamEnv {
  return {
    generator,
    key: (index) => `key[${index}]`,
    value: (index) => `row[${index}]`,
    keyRow: () => 'key',
    valueRow: () => 'row',
    window: 'window',
    timestamp: 'timestamp',
    partition: 'null',
    offset: 'null',
    headers: 'null',
    rawKey: null,
  };
}
