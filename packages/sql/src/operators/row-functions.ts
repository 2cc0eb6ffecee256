import { Code } from '../expressions/code.ts';
import type { Expression } from '../plan/expression.ts';
import { assignAll, emitIn, type Failure, type Generator, parameterEnv } from './stream-code.ts';
import type { Row, RowFunction } from './table-node.ts';

export type GeneratorScope = Generator['scope'];

export function generator(scope: GeneratorScope): Generator {
  const code = new Code();
  let names = 0;
  return {
    code,
    scope,
    fresh: (prefix) => {
      names += 1;
      return `${prefix}${names - 1}_`;
    },
  };
}

export const PARAMETERS = ['key', 'window', 'row', 'timestamp'];

/** Compiles a condition on a row; false where it fails or is null. */
export function compilePredicate(scope: GeneratorScope, predicate: Expression, failed: Failure): RowFunction<boolean> {
  const made = generator(scope);
  const { code } = emitIn(parameterEnv(made), predicate);
  const fail = made.code.constant(failed);
  const body = `try { return ${code} === true; } catch (e) { ${fail}(e); return false; }`;
  return made.code.build(PARAMETERS, body) as RowFunction<boolean>;
}

/** Compiles the values of a row; an expression that fails is null. */
export function compileProjection(
  scope: GeneratorScope,
  values: readonly Expression[],
  failed: (index: number) => Failure,
): RowFunction<Row> {
  const made = generator(scope);
  const { names, code } = assignAll(parameterEnv(made), values, failed);
  return made.code.build(PARAMETERS, `${code}\nreturn [${names.join(', ')}];`) as RowFunction<Row>;
}
