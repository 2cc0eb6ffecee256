import type { FunctionEnvironment } from '../functions/function.ts';
import type { FunctionRegistry } from '../functions/registry.ts';
import type { Expression } from '../plan/expression.ts';
import { Code } from './code.ts';
import { emit } from './emit.ts';

/** The value of an expression without columns, such as one of INSERT VALUES. @throws whatever its functions and casts throw */
export function evaluate(
  expression: Expression,
  functions: FunctionRegistry,
  environment: FunctionEnvironment,
): unknown {
  const code = new Code();
  const column = (): never => {
    throw new TypeError('an expression of constants refers to no column');
  };
  const { code: source } = emit(expression, { code, functions, environment, column, variables: new Map() });
  return code.build([], `return ${source};`)();
}
