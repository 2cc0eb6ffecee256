import { compareValues, identity, sameValue } from '../../types/compare.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { AggregateFunction, AggregateVariant, Aggregator, FunctionEnvironment } from '../function.ts';

type List = unknown[];

function arrayOf(parameters: readonly SqlType[]): SqlType {
  return { kind: 'ARRAY', element: parameters[0] ?? { kind: 'STRING' } };
}

function limitOf(environment: FunctionEnvironment, name: string): number {
  const text = environment.properties[`ksql.functions.${name}.limit`];
  const limit = text === undefined ? 1000 : Number(text);
  return limit < 0 ? Number.POSITIVE_INFINITY : limit;
}

/** States are changed in place, so a result must be a copy. */
const copy = (state: unknown): unknown => [...(state as List)];

function collectingList(limit: number): Aggregator {
  return {
    initialize: () => [],
    aggregate: (state, value) => {
      const list = state as List;
      if (list.length < limit) list.push(value);
      return list;
    },
    undo: (state, value) => {
      const list = state as List;
      const at = list.findIndex((each) => sameValue(each, value));
      if (at >= 0) list.splice(at, 1);
      return list;
    },
    map: copy,
    merge: (left, right) => [...(left as List), ...(right as List)].slice(0, limit),
  };
}

export const collectList: AggregateFunction = {
  kind: 'aggregate',
  name: 'collect_list',
  description: 'Gathers the values of a column into an array, duplicates and nulls too.',
  variants: [
    {
      parameters: 'T val',
      state: arrayOf,
      returns: arrayOf,
      undoable: true,
      make: (_types, _literals, environment) => collectingList(limitOf(environment, 'collect_list')),
    },
  ],
};

function collectingSet(limit: number): Aggregator {
  const add = (state: unknown, value: unknown): unknown => {
    const list = state as List;
    if (list.length < limit && !list.some((each) => sameValue(each, value))) list.push(value);
    return list;
  };
  return {
    initialize: () => [],
    aggregate: add,
    map: copy,
    merge: (left, right) => {
      for (const value of right as List) add(left, value);
      return left;
    },
  };
}

export const collectSet: AggregateFunction = {
  kind: 'aggregate',
  name: 'collect_set',
  description: 'Gathers the distinct values of a column into an array.',
  variants: [
    {
      parameters: 'T val',
      state: arrayOf,
      returns: arrayOf,
      undoable: false,
      make: (_types, _literals, environment) => collectingSet(limitOf(environment, 'collect_set')),
    },
  ],
};

type Counts = Map<string, number>;

function changeCount(state: unknown, value: unknown, by: number): Counts {
  const counts = state as Counts;
  if (value === null) return counts;
  const known = counts.get(value as string);
  if (known === undefined && (by < 0 || counts.size >= HISTOGRAM_MAX)) return counts;
  const count = (known ?? 0) + by;
  if (count <= 0) counts.delete(value as string);
  else counts.set(value as string, count);
  return counts;
}

const HISTOGRAM_MAX = 1000;

const histogramming: Aggregator = {
  initialize: () => new Map(),
  aggregate: (state, value) => changeCount(state, value, 1),
  undo: (state, value) => changeCount(state, value, -1),
  map: (state) => new Map(state as Counts),
  merge: (left, right) => {
    for (const [value, count] of right as Counts) changeCount(left, value, count);
    return left;
  },
};

export const histogram: AggregateFunction = {
  kind: 'aggregate',
  name: 'HISTOGRAM',
  description: 'Gives a map of the distinct values of a column and how often each occurs.',
  variants: [
    {
      parameters: 'STRING val',
      state: 'MAP<STRING, BIGINT>',
      returns: 'MAP<STRING, BIGINT>',
      undoable: true,
      make: () => histogramming,
    },
  ],
};

const countingDistinct: Aggregator = {
  initialize: () => new Map(),
  aggregate: (state, value) =>
    value === null ? state : (state as Map<unknown, number>).set(String(identity(value)), 1),
  map: (state) => (state as Map<unknown, unknown>).size,
  merge: (left, right) => new Map([...(left as Counts), ...(right as Counts)]),
};

export const countDistinct: AggregateFunction = {
  kind: 'aggregate',
  name: 'COUNT_DISTINCT',
  description: 'Counts the distinct values of a column, exactly.',
  variants: [
    {
      parameters: 'T val',
      state: 'MAP<STRING, BIGINT>',
      returns: 'BIGINT',
      undoable: false,
      make: () => countingDistinct,
    },
  ],
};

type Attribute = [value: unknown, count: number][];

function changeAttribute(state: unknown, value: unknown, by: number): Attribute {
  const values = state as Attribute;
  const known = values.find(([each]) => sameValue(each, value));
  if (known === undefined) {
    if (by > 0) values.push([value, by]);
    return values;
  }
  known[1] += by;
  return known[1] <= 0 ? values.filter((each) => each !== known) : values;
}

const attribute: Aggregator = {
  initialize: () => [],
  aggregate: (state, value) => changeAttribute(state, value, 1),
  undo: (state, value) => changeAttribute(state, value, -1),
  map: (state) => {
    const [only, second] = state as Attribute;
    return only === undefined || second !== undefined ? null : only[0];
  },
  merge: (left, right) => {
    let merged = left;
    for (const [value, count] of right as Attribute) merged = changeAttribute(merged, value, count);
    return merged;
  },
};

export const attr: AggregateFunction = {
  kind: 'aggregate',
  name: 'ATTR',
  description: 'Gives the value that all rows of the group share, or null where they differ.',
  variants: [
    {
      parameters: 'T val',
      state: ([type = { kind: 'STRING' }]) => ({
        kind: 'ARRAY',
        element: {
          kind: 'STRUCT',
          fields: [
            { name: 'VAL', type },
            { name: 'COUNT', type: { kind: 'INTEGER' } },
          ],
        },
      }),
      returns: 'T',
      undoable: true,
      make: () => attribute,
    },
  ],
};

function keepTop(list: List, k: number, compare: (a: unknown, b: unknown) => number, value: unknown): List {
  // After equal ones, so that the earlier row stays when places are few.
  let at = list.length;
  while (at > 0 && compare(value, list[at - 1]) > 0) at -= 1;
  if (at < k) list.splice(at, 0, value);
  if (list.length > k) list.pop();
  return list;
}

function topping(k: number, columns: number): Aggregator {
  const compare =
    columns === 1 ? compareValues : (a: unknown, b: unknown): number => compareValues((a as List)[0], (b as List)[0]);
  return {
    initialize: () => [],
    aggregate: (state, ...values) => {
      if (values[0] === null) return state;
      return keepTop(state as List, k, compare, columns === 1 ? values[0] : values);
    },
    map: copy,
    merge: (left, right) => {
      for (const value of right as List) keepTop(left as List, k, compare, value);
      return left;
    },
  };
}

function topType(parameters: readonly SqlType[]): SqlType {
  const [sort = { kind: 'STRING' }, ...others] = parameters;
  if (others.length === 0) return { kind: 'ARRAY', element: sort };
  const fields = others.map((type, i) => ({ name: `col${i}`, type }));
  return { kind: 'ARRAY', element: { kind: 'STRUCT', fields: [{ name: 'sort_col', type: sort }, ...fields] } };
}

export const topK: AggregateFunction = {
  kind: 'aggregate',
  name: 'TOPK',
  description:
    'Gives the k greatest values of a column, greatest first, with other columns of their rows where asked for.',
  variants: ['INTEGER', 'BIGINT', 'DOUBLE', 'STRING'].map((type): AggregateVariant => ({
    parameters: `${type} sortColumn, ANY... otherColumns`,
    literals: 'INTEGER k',
    state: topType,
    returns: topType,
    undoable: false,
    make: ({ parameters }, [k = 0]) => topping(Number(k), parameters.length),
  })),
};

function toppingDistinct(k: number): Aggregator {
  const add = (state: unknown, value: unknown): unknown => {
    const list = state as List;
    if (value === null || list.some((each) => sameValue(each, value))) return list;
    return keepTop(list, k, compareValues, value);
  };
  return {
    initialize: () => [],
    aggregate: add,
    map: copy,
    merge: (left, right) => {
      for (const value of right as List) add(left, value);
      return left;
    },
  };
}

export const topKDistinct: AggregateFunction = {
  kind: 'aggregate',
  name: 'TOPKDISTINCT',
  description: 'Gives the k greatest distinct values of a column, greatest first.',
  variants: ['INTEGER', 'BIGINT', 'DOUBLE', 'DECIMAL', 'STRING', 'DATE', 'TIME', 'TIMESTAMP', 'BYTES'].map(
    (type): AggregateVariant => ({
      parameters: `${type} col`,
      literals: 'INTEGER k',
      state: arrayOf,
      returns: arrayOf,
      undoable: false,
      make: (_types, [k = 0]) => toppingDistinct(Number(k)),
    }),
  ),
};
