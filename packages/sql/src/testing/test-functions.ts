import type { AggregateVariant, Aggregator, ScalarFunction, SqlFunction, TableVariant } from '../functions/function.ts';
import { builtins } from '../functions/builtins.ts';
import type { FunctionRegistry } from '../functions/registry.ts';
import { lenient, scalar, strict, typed } from '../functions/scalars/define.ts';
import type { SqlType } from '../types/sql-type.ts';
import { formatValue } from '../types/text.ts';

function boom(): never {
  throw new Error('boom!');
}

function thrower(shouldThrow: boolean): number {
  if (shouldThrow) throw new Error('You asked me to throw...');
  return 0;
}

/** Null on every other call, the first first. */
function alternating(): (text: string) => string | null {
  let calls = 0;
  return (text) => {
    calls += 1;
    return calls % 2 === 1 ? null : text;
  };
}

function guarded(value: unknown, evaluated: boolean): unknown {
  if (!evaluated) throw new Error('When branches should be evaluated lazily');
  return value;
}

const scalars: readonly ScalarFunction[] = [
  scalar(
    'test_udf',
    'Gives the name of the method that was chosen.',
    lenient('INTEGER v, STRING s', 'STRING', () => 'doStuffIntString'),
    lenient('BIGINT v, STRING s', 'STRING', () => 'doStuffLongString'),
    lenient('BIGINT v, BIGINT v2, STRING s', 'STRING', () => 'doStuffLongLongString'),
    lenient('BIGINT... v', 'STRING', () => 'doStuffLongVarargs'),
    lenient('STRUCT<A STRING> s', 'STRING', (struct: unknown[] | null) => struct?.[0] ?? null),
    lenient('', 'STRUCT<A STRING>', () => ['foo']),
  ),
  scalar(
    'bad_udf',
    'Fails.',
    lenient('INTEGER i', 'INTEGER', boom),
    strict('BOOLEAN b', 'INTEGER', thrower),
    typed('STRING s', 'STRING', alternating, { nulls: true }),
  ),
  scalar(
    'WhenCondition',
    'Fails when it should not be evaluated.',
    lenient('BOOLEAN retValue, BOOLEAN shouldBeEvaluated', 'BOOLEAN', guarded),
  ),
  scalar(
    'WhenResult',
    'Fails when it should not be evaluated.',
    lenient('INTEGER retValue, BOOLEAN shouldBeEvaluated', 'INTEGER', guarded),
  ),
];

function oneElement(type: string): TableVariant {
  return { parameters: `${type} v`, returns: type, make: () => (value: unknown) => (value === null ? [] : [value]) };
}

/** An array's only element, a map's only value, else the value, as text. */
function printed(value: unknown, type: SqlType | undefined): string {
  if (type?.kind === 'ARRAY') return printed((value as unknown[])[0] ?? null, type.element);
  if (type?.kind === 'MAP') return printed([...(value as Map<unknown, unknown>).values()][0] ?? null, type.value);
  return type === undefined ? 'null' : formatValue(value, type);
}

const EACH = ['INTEGER', 'BIGINT', 'DOUBLE', 'BOOLEAN', 'STRING', 'DECIMAL', 'STRUCT<A STRING>'];
const SEVEN = [
  EACH.map((type) => `ARRAY<${type}>`).join(', '),
  EACH.map((type) => `MAP<STRING, ${type}>`).join(', '),
  'INTEGER i, BIGINT l, DOUBLE d, BOOLEAN b, STRING s, DECIMAL bd, STRUCT<A STRING> struct',
];

const tables: readonly SqlFunction[] = [
  {
    kind: 'table',
    name: 'test_udtf',
    description: 'Gives its arguments as rows.',
    variants: [
      ...SEVEN.map((parameters): TableVariant => ({
        parameters,
        returns: 'STRING',
        make:
          ({ parameters: types }) =>
          (...values: unknown[]) =>
            values.map((value, i) => printed(value, types[i])),
      })),
      ...['INTEGER', 'BIGINT', 'DOUBLE', 'BOOLEAN', 'STRING', 'STRUCT<A STRING>'].map(oneElement),
      {
        parameters: 'DECIMAL v',
        returns: (): SqlType => ({ kind: 'DECIMAL', precision: 30, scale: 10 }),
        make: () => (value: unknown) => [value],
      },
    ],
  },
  {
    kind: 'table',
    name: 'throwing_udtf',
    description: 'Fails where it is asked to.',
    variants: [
      { parameters: 'BOOLEAN shouldThrow', returns: 'BOOLEAN', make: () => (fail: boolean) => [thrower(fail) === 1] },
    ],
  },
];

function weight(value: unknown): number {
  if (value === null) return 0;
  return typeof value === 'string' ? value.length : Number(value);
}

function summing(first: number, add = 0): Aggregator {
  return {
    initialize: () => first,
    aggregate: (sum, ...values) => values.reduce<number>((total, value) => total + weight(value), sum as number),
    undo: (sum, ...values) => values.reduce<number>((total, value) => total - weight(value), sum as number),
    map: (sum) => (sum as number) + add,
    merge: (left, right) => (left as number) + (right as number),
  };
}

function sumVariant(
  parameters: string,
  literals = '',
  make: AggregateVariant['make'] = (_types, values) => summing(total(values)),
): AggregateVariant {
  return {
    parameters,
    ...(literals === '' ? {} : { literals }),
    state: 'BIGINT',
    returns: 'BIGINT',
    undoable: true,
    make,
  };
}

function total(values: readonly unknown[]): number {
  return values.reduce<number>((sum, value) => sum + weight(value), 0);
}

function sumsOfStruct(): Aggregator {
  return {
    initialize: () => [0, 0],
    aggregate: (state, value) =>
      value === null ? state : (state as number[]).map((each, i) => each + ((value as number[])[i] ?? 0)),
    merge: (left, right) => (left as number[]).map((each, i) => each + ((right as number[])[i] ?? 0)),
  };
}

/** The first column of the rows whose columns are all there. */
const complete: Aggregator = {
  initialize: () => [],
  aggregate: (state, ...values) => (values.includes(null) ? state : [...(state as unknown[]), values[0]]),
  merge: (left, right) => [...(left as unknown[]), ...(right as unknown[])],
};

function listOfFirst([element = { kind: 'STRING' }]: readonly SqlType[]): SqlType {
  return { kind: 'ARRAY', element };
}

function listVariant(parameters: string): AggregateVariant {
  return { parameters, state: listOfFirst, returns: listOfFirst, undoable: false, make: () => complete };
}

function aggregates(properties: Readonly<Record<string, string>>): SqlFunction[] {
  const initial = Number(properties['ksql.functions.test_udaf.init'] ?? 0);
  const sums = 'STRUCT<A INTEGER, B INTEGER>';
  const aggregate = (name: string, ...variants: AggregateVariant[]): SqlFunction => ({
    kind: 'aggregate',
    name,
    description: 'For tests.',
    variants,
  });
  return [
    aggregate(
      'test_udaf',
      sumVariant('BIGINT v'),
      { ...sumVariant('INTEGER v', '', () => summing(initial)) },
      { ...sumVariant('DOUBLE v'), state: 'DOUBLE', returns: 'DOUBLE' },
      sumVariant('STRING v', 'STRING init'),
      { parameters: `${sums} v`, state: sums, returns: sums, undoable: false, make: sumsOfStruct },
    ),
    aggregate('MULTI_ARG', sumVariant('BIGINT a, STRING b', 'INTEGER init, STRING... more')),
    aggregate('FOUR_ARG', sumVariant('BIGINT a, STRING b, STRING c, STRING d', 'INTEGER init, STRING... more')),
    aggregate(
      'FIVE_ARG',
      sumVariant('BIGINT a, STRING b, STRING c, STRING d, STRING e', 'INTEGER init, STRING... more'),
    ),
    aggregate('VAR_ARG', sumVariant('BIGINT a, STRING... b')),
    aggregate(
      'MID_VAR_ARG',
      sumVariant('BIGINT a, STRING... b', 'INTEGER init, INTEGER constant', (_types, [init, constant]) =>
        summing(weight(init), weight(constant)),
      ),
    ),
    aggregate('GENERIC_VAR_ARG', listVariant('A a, B b, C... c')),
    aggregate('OBJ_COL_ARG', listVariant('INTEGER a, ANY... b')),
  ];
}

/** ksqlDB's functions and those that only its tests have. */
export function testFunctions(properties: Readonly<Record<string, string>>): FunctionRegistry {
  return builtins.with([...scalars, ...tables, ...aggregates(properties)]);
}
