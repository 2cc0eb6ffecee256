import { fitDecimal } from '../../expressions/cast.ts';
import { compareValues } from '../../types/compare.ts';
import { Decimal } from '../../types/decimal.ts';
import { addLong, type Long, subtractLong } from '../../types/integer.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { AggregateFunction, AggregateVariant, Aggregator } from '../function.ts';

const counting: Aggregator = {
  initialize: () => 0,
  aggregate: (count, value) => (value === null ? count : (count as number) + 1),
  undo: (count, value) => (value === null ? count : (count as number) - 1),
  merge: (left, right) => (left as number) + (right as number),
};

const countingRows: Aggregator = {
  ...counting,
  aggregate: (count) => (count as number) + 1,
  undo: (count) => (count as number) - 1,
};

export const count: AggregateFunction = {
  kind: 'aggregate',
  name: 'COUNT',
  description: 'Counts the rows, or the rows in which a column is not null.',
  variants: [
    { parameters: '', state: 'BIGINT', returns: 'BIGINT', undoable: true, make: () => countingRows },
    { parameters: 'T val', state: 'BIGINT', returns: 'BIGINT', undoable: true, make: () => counting },
  ],
};

function add(left: number, right: number): number {
  return left + right;
}

interface Arithmetic<T> {
  readonly zero: T;
  readonly plus: (left: T, right: T) => T;
  readonly minus: (left: T, right: T) => T;
}

const INTEGERS: Arithmetic<number> = { zero: 0, plus: (a, b) => (a + b) | 0, minus: (a, b) => (a - b) | 0 };
const LONGS: Arithmetic<Long> = { zero: 0, plus: addLong, minus: subtractLong };
const DOUBLES: Arithmetic<number> = { zero: 0, plus: add, minus: (a, b) => a - b };

function summing<T>({ zero, plus, minus }: Arithmetic<T>): Aggregator {
  return {
    initialize: () => zero,
    aggregate: (sum, value) => (value === null ? sum : plus(sum as T, value as T)),
    undo: (sum, value) => (value === null ? sum : minus(sum as T, value as T)),
    merge: (left, right) => plus(left as T, right as T),
  };
}

/** What ends a query: an aggregate's state cannot hold its value. */
export class AggregateOverflow extends Error {
  override readonly name = 'KsqlFunctionException';
}

function decimals(type: SqlType | undefined): Arithmetic<Decimal> {
  const fit = (value: Decimal): Decimal => {
    if (type?.kind !== 'DECIMAL') return value;
    try {
      return fitDecimal(value, type);
    } catch (cause) {
      throw new AggregateOverflow('Numeric field overflow', { cause });
    }
  };
  return { zero: fit(Decimal.ofInteger(0)), plus: (a, b) => fit(a.plus(b)), minus: (a, b) => fit(a.minus(b)) };
}

function sumVariant(type: string, make: AggregateVariant['make']): AggregateVariant {
  return { parameters: `${type} val`, state: type, returns: type, undoable: true, make };
}

function first(parameters: readonly SqlType[]): SqlType {
  return parameters[0] ?? { kind: 'DOUBLE' };
}

export const sum: AggregateFunction = {
  kind: 'aggregate',
  name: 'SUM',
  description: 'Adds the values of a column.',
  variants: [
    sumVariant('INTEGER', () => summing(INTEGERS)),
    sumVariant('BIGINT', () => summing(LONGS)),
    sumVariant('DOUBLE', () => summing(DOUBLES)),
    {
      parameters: 'DECIMAL val',
      state: first,
      returns: first,
      undoable: true,
      make: ({ parameters }) => summing(decimals(parameters[0])),
    },
  ],
};

function listSum<T>({ zero, plus, minus }: Arithmetic<T>): Aggregator {
  const total = (list: unknown): T => {
    let sum = zero;
    if (list !== null) for (const value of list as (T | null)[]) if (value !== null) sum = plus(sum, value);
    return sum;
  };
  return {
    initialize: () => zero,
    aggregate: (sum, list) => plus(sum as T, total(list)),
    undo: (sum, list) => minus(sum as T, total(list)),
    merge: (left, right) => plus(left as T, right as T),
  };
}

function sumListVariant(type: string, make: AggregateVariant['make']): AggregateVariant {
  return { parameters: `ARRAY<${type}> list`, state: type, returns: type, undoable: true, make };
}

export const sumList: AggregateFunction = {
  kind: 'aggregate',
  name: 'SUM_LIST',
  description: 'Adds all values of the arrays in a column.',
  variants: [
    sumListVariant('INTEGER', () => listSum(INTEGERS)),
    sumListVariant('BIGINT', () => listSum(LONGS)),
    sumListVariant('DOUBLE', () => listSum(DOUBLES)),
  ],
};

type Average = [sum: Long, count: number];

function averaging({ zero, plus, minus }: Arithmetic<Long>): Aggregator {
  return {
    initialize: () => [zero, 0] satisfies Average,
    aggregate: (state, value) => {
      if (value === null) return state;
      const average = state as Average;
      average[0] = plus(average[0], value as Long);
      average[1] += 1;
      return average;
    },
    undo: (state, value) => {
      if (value === null) return state;
      const average = state as Average;
      average[0] = minus(average[0], value as Long);
      average[1] -= 1;
      return average;
    },
    map: (state) => {
      const [total, count] = state as Average;
      return count === 0 ? 0 : Number(total) / count;
    },
    merge: (left, right) => {
      const [a, b] = [left as Average, right as Average];
      return [plus(a[0], b[0]), a[1] + b[1]] satisfies Average;
    },
  };
}

function averageVariant(type: string, arithmetic: Arithmetic<Long>): AggregateVariant {
  return {
    parameters: `${type} val`,
    state: `STRUCT<SUM ${type}, COUNT BIGINT>`,
    returns: 'DOUBLE',
    undoable: true,
    make: () => averaging(arithmetic),
  };
}

export const avg: AggregateFunction = {
  kind: 'aggregate',
  name: 'AVG',
  description: 'Gives the mean of the values of a column.',
  variants: [
    averageVariant('INTEGER', INTEGERS as Arithmetic<Long>),
    averageVariant('BIGINT', LONGS),
    averageVariant('DOUBLE', DOUBLES as Arithmetic<Long>),
  ],
};

function extreme(wanted: 1 | -1): Aggregator {
  const choose = (best: unknown, value: unknown): unknown => {
    if (value === null) return best;
    if (best === null) return value;
    return compareValues(value, best) * wanted > 0 ? value : best;
  };
  return { initialize: () => null, aggregate: choose, merge: choose };
}

const ORDERED = ['INTEGER', 'BIGINT', 'DOUBLE', 'STRING', 'BYTES', 'DATE', 'TIME', 'TIMESTAMP'];

function extremeVariants(wanted: 1 | -1): AggregateVariant[] {
  const make = (): Aggregator => extreme(wanted);
  return [
    ...ORDERED.map((type) => ({ parameters: `${type} val`, state: type, returns: type, undoable: false, make })),
    { parameters: 'DECIMAL val', state: first, returns: first, undoable: false, make },
  ];
}

export const min: AggregateFunction = {
  kind: 'aggregate',
  name: 'MIN',
  description: 'Gives the least value of a column.',
  variants: extremeVariants(-1),
};

export const max: AggregateFunction = {
  kind: 'aggregate',
  name: 'MAX',
  description: 'Gives the greatest value of a column.',
  variants: extremeVariants(1),
};

/** `squares`: of the distances from the mean, by the method of Youngs and Cramer, which loses few digits. */
type Moments = [sum: number, count: number, squares: number];

function sampleVariance([, count, squares]: Moments): number {
  return count < 2 ? 0 : squares / (count - 1);
}

/** What a value adds to the squares when it is the last of `count` that have this sum. */
function step(value: number, sum: number, count: number): number {
  return count < 2 ? 0 : (count * value - sum) ** 2 / (count * (count - 1));
}

function mergeMoments(left: Moments, right: Moments): Moments {
  if (left[1] === 0) return right;
  if (right[1] === 0) return left;
  const distance = right[0] / right[1] - left[0] / left[1];
  const count = left[1] + right[1];
  return [left[0] + right[0], count, left[2] + right[2] + (distance * distance * left[1] * right[1]) / count];
}

function deviating(finish: (variance: number) => number): Aggregator {
  return {
    initialize: () => [0, 0, 0] satisfies Moments,
    aggregate: (state, value) => {
      if (value === null) return state;
      const [sum, count, squares] = state as Moments;
      const [total, number] = [sum + Number(value), count + 1];
      return [total, number, squares + step(Number(value), total, number)] satisfies Moments;
    },
    undo: (state, value) => {
      if (value === null) return state;
      const [sum, count, squares] = state as Moments;
      return [sum - Number(value), count - 1, squares - step(Number(value), sum, count)] satisfies Moments;
    },
    map: (state) => finish(sampleVariance(state as Moments)),
    merge: (left, right) => mergeMoments(left as Moments, right as Moments),
  };
}

function deviationVariants(finish: (variance: number) => number): AggregateVariant[] {
  return ['INTEGER', 'BIGINT', 'DOUBLE'].map((type) => ({
    parameters: `${type} val`,
    state: 'STRUCT<SUM DOUBLE, COUNT DOUBLE, M2 DOUBLE>',
    returns: 'DOUBLE',
    undoable: true,
    make: () => deviating(finish),
  }));
}

export const stddevSamp: AggregateFunction = {
  kind: 'aggregate',
  name: 'STDDEV_SAMP',
  description: 'Gives the sample variance of a column, in spite of its name: as ksqlDB does.',
  variants: deviationVariants((variance) => variance),
};

export const stddevSample: AggregateFunction = {
  kind: 'aggregate',
  name: 'STDDEV_SAMPLE',
  description: 'Gives the sample standard deviation of a column.',
  variants: deviationVariants(Math.sqrt),
};

type Pairs = [count: number, x: number, y: number, xx: number, yy: number, xy: number];

const correlating: Aggregator = (() => {
  const change =
    (sign: 1 | -1) =>
    (state: unknown, x: unknown, y: unknown): unknown => {
      if (x === null || y === null) return state;
      const [a, b] = [Number(x), Number(y)];
      const steps = [1, a, b, a * a, b * b, a * b];
      return (state as Pairs).map((value, i) => value + sign * (steps[i] ?? 0));
    };
  return {
    initialize: () => [0, 0, 0, 0, 0, 0] satisfies Pairs,
    aggregate: change(1),
    undo: change(-1),
    map: (state) => {
      const [n, x, y, xx, yy, xy] = state as Pairs;
      return (n * xy - x * y) / Math.sqrt((n * xx - x * x) * (n * yy - y * y));
    },
    merge: (left, right) => (left as Pairs).map((value, i) => value + ((right as Pairs)[i] ?? 0)),
  };
})();

export const correlation: AggregateFunction = {
  kind: 'aggregate',
  name: 'CORRELATION',
  description: "Gives Pearson's correlation coefficient of two columns.",
  variants: ['INTEGER', 'BIGINT', 'DOUBLE'].map((type) => ({
    parameters: `${type} x, ${type} y`,
    state: 'STRUCT<COUNT DOUBLE, X DOUBLE, Y DOUBLE, XX DOUBLE, YY DOUBLE, XY DOUBLE>',
    returns: 'DOUBLE',
    undoable: true,
    make: () => correlating,
  })),
};
