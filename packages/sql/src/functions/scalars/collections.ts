import { compareValues, identity, sameValue } from '../../types/compare.ts';
import { addLong, type Long } from '../../types/integer.ts';
import type { SqlType } from '../../types/sql-type.ts';
import { formatValue } from '../../types/text.ts';
import type { ScalarFunction, ScalarVariant } from '../function.ts';
import { firstType, lenient, scalar, strict, typed } from './define.ts';

type List = readonly unknown[];

/** In order of first occurrence. */
function distinct(items: List): unknown[] {
  const seen = new Set<unknown>();
  return items.filter((item) => {
    const key = identity(item);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function keys(items: List): Set<unknown> {
  return new Set(items.map(identity));
}

function best(wanted: 1 | -1): (items: List) => unknown {
  return (items) => {
    let found: unknown = null;
    for (const item of items) {
      if (item !== null && (found === null || compareValues(item, found) * wanted > 0)) found = item;
    }
    return found;
  };
}

function sort(items: List, direction = 'ASC'): unknown[] | null {
  const word = direction.toUpperCase();
  const sign = /^ASC(ENDING)?$/.test(word) ? 1 : /^DESC(ENDING)?$/.test(word) ? -1 : 0;
  if (sign === 0) return null;
  const present = items.filter((item) => item !== null).sort((a, b) => sign * compareValues(a, b));
  // Nulls stand last in both directions.
  return [...present, ...items.filter((item) => item === null)];
}

function slice(items: List, from: number | null, to: number | null): unknown[] {
  return items.slice(Math.max((from ?? 1) - 1, 0), to === null ? items.length : Math.max(to, 0));
}

/** Elements that print as text. */
const JOINABLE = new Set(['BOOLEAN', 'INTEGER', 'BIGINT', 'DOUBLE', 'DECIMAL', 'STRING']);

const arrayJoin = scalar(
  'ARRAY_JOIN',
  'Puts the elements of an array into one text, with a delimiter between.',
  ...['ARRAY<T> array', 'ARRAY<T> array, STRING delimiter'].map((parameters): ScalarVariant =>
    typed(
      parameters,
      'STRING',
      ({ parameters: [type] }) => {
        const element = type?.kind === 'ARRAY' ? type.element : undefined;
        return (items: List | null, delimiter: string | null = ',') => {
          if (items === null) return null;
          if (element === undefined || !JOINABLE.has(element.kind))
            throw new RangeError('only primitive data types, DECIMAL and STRING are supported by ARRAY_JOIN');
          return items.map((item) => formatValue(item, element)).join(delimiter ?? '');
        };
      },
      { nulls: true },
    ),
  ),
);

function without(items: List, victim: unknown): unknown[] {
  return items.filter((item) => !sameValue(item, victim));
}

const arrays: readonly ScalarFunction[] = [
  scalar(
    'ARRAY_CONCAT',
    'Puts two arrays behind each other.',
    lenient('ARRAY<T> left, ARRAY<T> right', firstType, (left: List | null, right: List | null) =>
      left === null && right === null ? null : [...(left ?? []), ...(right ?? [])],
    ),
  ),
  scalar(
    'ARRAY_CONTAINS',
    'Says whether an array holds a value.',
    lenient('ARRAY<T> array, T val', 'BOOLEAN', (items: List | null, value: unknown) =>
      items === null ? false : items.some((item) => sameValue(item, value)),
    ),
  ),
  scalar('ARRAY_DISTINCT', 'Gives the distinct elements of an array.', strict('ARRAY<T> array', firstType, distinct)),
  scalar(
    'ARRAY_EXCEPT',
    'Gives the distinct elements of one array that another does not hold.',
    strict('ARRAY<T> left, ARRAY<T> right', firstType, (left: List, right: List) => {
      const excluded = keys(right);
      return distinct(left).filter((item) => !excluded.has(identity(item)));
    }),
  ),
  scalar(
    'ARRAY_INTERSECT',
    'Gives the distinct elements that two arrays share.',
    strict('ARRAY<T> left, ARRAY<T> right', firstType, (left: List, right: List) => {
      const shared = keys(right);
      return distinct(left).filter((item) => shared.has(identity(item)));
    }),
  ),
  arrayJoin,
  scalar(
    'ARRAY_LENGTH',
    'Gives the number of elements of an array.',
    strict('ARRAY<T> array', 'INTEGER', (items: List) => items.length),
  ),
  scalar('ARRAY_MAX', 'Gives the greatest element of an array.', strict('ARRAY<T> array', 'T', best(1))),
  scalar('ARRAY_MIN', 'Gives the least element of an array.', strict('ARRAY<T> array', 'T', best(-1))),
  scalar(
    'ARRAY_REMOVE',
    'Gives an array without the elements that equal a value.',
    lenient('ARRAY<T> array, T element', firstType, (items: List | null, victim: unknown) =>
      items === null ? null : without(items, victim),
    ),
  ),
  scalar(
    'ARRAY_SORT',
    'Sorts the elements of an array, ascending or descending.',
    strict('ARRAY<T> array', firstType, sort),
    strict('ARRAY<T> array, STRING direction', firstType, sort),
  ),
  scalar(
    'ARRAY_UNION',
    'Gives the distinct elements of two arrays.',
    strict('ARRAY<T> left, ARRAY<T> right', firstType, (left: List, right: List) => distinct([...left, ...right])),
  ),
  scalar(
    'SLICE',
    'Gives the elements of an array from one position to another, counted from 1, both included.',
    lenient(
      'ARRAY<T> in, INTEGER from, INTEGER to',
      firstType,
      (items: List | null, from: number | null, to: number | null) => (items === null ? null : slice(items, from, to)),
    ),
  ),
];

function series(start: Long, end: Long, step: Long = start <= end ? 1 : -1): Long[] {
  if (step === 0) throw new RangeError('GENERATE_SERIES step cannot be zero');
  if (start !== end && start < end !== step > 0) throw new RangeError(`GENERATE_SERIES step has wrong sign: ${step}`);
  const values: Long[] = [];
  for (let value = start; step > 0 ? value <= end : value >= end; value = addLong(value, step)) values.push(value);
  return values;
}

const generateSeries = scalar(
  'generate_series',
  'Gives the array of the numbers from one to another, both included.',
  ...['INTEGER', 'BIGINT'].flatMap((type): ScalarVariant[] => [
    strict(`${type} start, ${type} end`, `ARRAY<${type}>`, series),
    strict(`${type} start, ${type} end, INTEGER step`, `ARRAY<${type}>`, series),
  ]),
);

type Entries = ReadonlyMap<unknown, unknown>;

const ENTRY_TYPES = ['INTEGER', 'BIGINT', 'DOUBLE', 'BOOLEAN', 'STRING'];

function entries(map: Entries, sorted: boolean): unknown[][] {
  const pairs = [...map].map(([key, value]) => [key, value]);
  return sorted ? pairs.sort(([a], [b]) => compareValues(a, b)) : pairs;
}

const maps: readonly ScalarFunction[] = [
  scalar(
    'AS_MAP',
    'Makes a map of an array of keys and an array of values.',
    typed(
      'ARRAY<STRING> keys, ARRAY<T> vals',
      (types) => mapOf(types[1]),
      () => (names: List, values: List) => new Map(names.map((name, i) => [name, values[i] ?? null])),
    ),
  ),
  scalar(
    'ENTRIES',
    'Gives the entries of a map as an array of structs K, V; sorted by key where asked for.',
    ...ENTRY_TYPES.map((type) =>
      strict(`MAP<STRING, ${type}> map, BOOLEAN sorted`, `ARRAY<STRUCT<K STRING, V ${type}>>`, entries),
    ),
  ),
  scalar(
    'MAP_KEYS',
    'Gives the keys of a map.',
    strict('MAP<STRING, T> input', 'ARRAY<STRING>', (map: Entries) => [...map.keys()]),
  ),
  scalar(
    'MAP_UNION',
    'Gives the entries of two maps; of the same key those of the second.',
    lenient('MAP<STRING, T> map1, MAP<STRING, T> map2', firstType, (left: Entries | null, right: Entries | null) =>
      left === null && right === null ? null : new Map([...(left ?? []), ...(right ?? [])]),
    ),
  ),
  scalar(
    'MAP_VALUES',
    'Gives the values of a map.',
    strict(
      'MAP<STRING, T> input',
      (types) => ({ kind: 'ARRAY', element: valueOf(types[0]) }),
      (map: Entries) => [...map.values()],
    ),
  ),
];

function valueOf(type: SqlType | undefined): SqlType {
  return type?.kind === 'MAP' ? type.value : { kind: 'STRING' };
}

function mapOf(values: SqlType | undefined): SqlType {
  return {
    kind: 'MAP',
    key: { kind: 'STRING' },
    value: values?.kind === 'ARRAY' ? values.element : { kind: 'STRING' },
  };
}

type Lambda = (...values: unknown[]) => unknown;

function filterMap(map: Entries, keep: Lambda): Map<unknown, unknown> {
  return new Map([...map].filter(([key, value]) => keep(key, value) === true));
}

const lambdas: readonly ScalarFunction[] = [
  scalar(
    'FILTER',
    'Keeps the elements of an array, or the entries of a map, for which a condition holds.',
    strict('ARRAY<T> array, (T) => BOOLEAN lambda', firstType, (items: List, keep: Lambda) =>
      items.filter((item) => keep(item) === true),
    ),
    strict('MAP<K, V> map, (K, V) => BOOLEAN lambda', firstType, filterMap),
  ),
  scalar(
    'REDUCE',
    'Folds an array or a map into one value, from a first state on.',
    lenient('ARRAY<T> list, S state, (S, T) => S lambda', 'S', (items: List | null, state: unknown, step: Lambda) =>
      items === null || state === null ? state : items.reduce<unknown>((sum, item) => step(sum, item), state),
    ),
    lenient('MAP<K, V> map, S state, (S, K, V) => S lambda', 'S', (map: Entries | null, state: unknown, step: Lambda) =>
      map === null || state === null
        ? state
        : [...map].reduce<unknown>((sum, [key, value]) => step(sum, key, value), state),
    ),
  ),
  scalar(
    'TRANSFORM',
    'Computes each element of an array, or the key and the value of each entry of a map, anew.',
    strict('ARRAY<T> array, (T) => R lambda', 'ARRAY<R>', (items: List, change: Lambda) =>
      items.map((item) => change(item)),
    ),
    strict(
      'MAP<K, V> map, (K, V) => R keyLambda, (K, V) => W valueLambda',
      'MAP<R, W>',
      (map: Entries, key: Lambda, value: Lambda) => new Map([...map].map(([k, v]) => [key(k, v), value(k, v)])),
    ),
  ),
];

export const collectionFunctions: readonly ScalarFunction[] = [...arrays, ...maps, ...lambdas, generateSeries];
