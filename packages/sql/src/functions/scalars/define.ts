import type { SqlType } from '../../types/sql-type.ts';
import type { ScalarFunction, ScalarVariant } from '../function.ts';

/** A scalar function of these variants. */
export function scalar(name: string, description: string, ...variants: ScalarVariant[]): ScalarFunction {
  return { kind: 'scalar', name, description, variants };
}

/** A variant that is not called with a null argument: its result is null then. */
export function strict(
  parameters: string,
  returns: ScalarVariant['returns'],
  apply: (...args: never[]) => unknown,
): ScalarVariant {
  return { parameters, returns, apply };
}

/** A variant that takes nulls itself. */
export function lenient(
  parameters: string,
  returns: ScalarVariant['returns'],
  apply: (...args: never[]) => unknown,
): ScalarVariant {
  return { parameters, returns, apply, nulls: true };
}

/** A variant that needs the types or the environment of the call. */
export function typed(
  parameters: string,
  returns: ScalarVariant['returns'],
  make: NonNullable<ScalarVariant['make']>,
  options: { readonly nulls?: true } = {},
): ScalarVariant {
  return { parameters, returns, make, ...options };
}

/** The type of the first argument. */
export function firstType(parameters: readonly SqlType[]): SqlType {
  return parameters[0] ?? { kind: 'STRING' };
}
