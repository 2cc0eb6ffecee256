import { compareValues, sameValue } from '../../types/compare.ts';
import { commonDecimal } from '../../types/decimal-types.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { ScalarFunction, ScalarVariant } from '../function.ts';
import { lenient, scalar } from './define.ts';

function extremeOf(values: readonly unknown[], wanted: 1 | -1): unknown {
  let best: unknown = null;
  for (const value of values)
    if (value !== null && (best === null || compareValues(value, best) * wanted > 0)) best = value;
  return best;
}

function widest(types: readonly SqlType[]): SqlType {
  return types.reduce((a, b) => (a.kind === 'DECIMAL' && b.kind === 'DECIMAL' ? commonDecimal(a, b) : a));
}

const COMPARABLE = ['INTEGER', 'BIGINT', 'DOUBLE', 'STRING', 'BYTES', 'DATE', 'TIME', 'TIMESTAMP'];

function extreme(name: string, description: string, wanted: 1 | -1): ScalarFunction {
  const variants = COMPARABLE.map((type): ScalarVariant =>
    lenient(`${type} val, ${type}... vals`, type, (...values: unknown[]) => extremeOf(values, wanted)),
  );
  // A value keeps its own scale; only the type is as wide as the widest.
  const decimals = lenient('DECIMAL val, DECIMAL... vals', widest, (...values: unknown[]) => extremeOf(values, wanted));
  return scalar(name, description, ...variants, decimals);
}

export const conditionalFunctions: readonly ScalarFunction[] = [
  scalar(
    'AS_VALUE',
    'Copies a key column into the value.',
    lenient('T keyColumn', 'T', (value: unknown) => value),
  ),
  scalar(
    'COALESCE',
    'Gives the first argument that is not null.',
    lenient('T first, T... others', 'T', (...values: unknown[]) => values.find((value) => value !== null) ?? null),
  ),
  extreme('greatest', 'Gives the greatest of its arguments; nulls are left out.', 1),
  extreme('least', 'Gives the least of its arguments; nulls are left out.', -1),
  scalar(
    'IFNULL',
    'Gives the first argument, or the second where that is null.',
    lenient('T expression, T altValue', 'T', (value: unknown, other: unknown) => value ?? other),
  ),
  scalar(
    'NULLIF',
    'Gives null where two arguments are equal, else the first.',
    lenient('T expression1, T expression2', 'T', (a: unknown, b: unknown) =>
      a === null || sameValue(a, b) ? null : a,
    ),
  ),
];
