import type { SqlType } from '../../types/sql-type.ts';
import type { AggregateFunction, AggregateVariant, Aggregator } from '../function.ts';

/** A value boxed, so that a null that was seen differs from nothing seen. */
type Box = [seen: boolean, value: unknown];
type List = unknown[];

function single(latest: boolean, ignoreNulls: boolean): Aggregator {
  return {
    initialize: () => [false, null] satisfies Box,
    aggregate: (state, value) => {
      const box = state as Box;
      if ((value === null && ignoreNulls) || (box[0] && !latest)) return box;
      box[0] = true;
      box[1] = value;
      return box;
    },
    map: (state) => (state as Box)[1],
    merge: (left, right) => {
      const [first, second] = latest ? [right as Box, left as Box] : [left as Box, right as Box];
      return first[0] ? first : second;
    },
  };
}

function several(latest: boolean, n: number, ignoreNulls: boolean): Aggregator {
  return {
    initialize: () => [],
    aggregate: (state, value) => {
      const list = state as List;
      if (value === null && ignoreNulls) return list;
      if (latest) {
        list.push(value);
        if (list.length > n) list.shift();
      } else if (list.length < n) list.push(value);
      return list;
    },
    map: (state) => [...(state as List)],
    merge: (left, right) => {
      const all = [...(left as List), ...(right as List)];
      return latest ? all.slice(-n) : all.slice(0, n);
    },
  };
}

function boxType([type = { kind: 'STRING' }]: readonly SqlType[]): SqlType {
  return {
    kind: 'STRUCT',
    fields: [
      { name: 'SEEN', type: { kind: 'BOOLEAN' } },
      { name: 'VAL', type },
    ],
  };
}

function listType([element = { kind: 'STRING' }]: readonly SqlType[]): SqlType {
  return { kind: 'ARRAY', element };
}

function variants(latest: boolean): AggregateVariant[] {
  const one = { parameters: 'T val', state: boxType, returns: 'T', undoable: false } as const;
  const many = { parameters: 'T val', state: listType, returns: listType, undoable: false } as const;
  const n = latest ? 'latestN' : 'earliestN';
  return [
    { ...one, make: () => single(latest, true) },
    { ...one, literals: 'BOOLEAN ignoreNulls', make: (_types, [ignore]) => single(latest, ignore === true) },
    { ...many, literals: `INTEGER ${n}`, make: (_types, [k]) => several(latest, Number(k), true) },
    {
      ...many,
      literals: `INTEGER ${n}, BOOLEAN ignoreNulls`,
      make: (_types, [k, ignore]) => several(latest, Number(k), ignore === true),
    },
  ];
}

export const earliestByOffset: AggregateFunction = {
  kind: 'aggregate',
  name: 'EARLIEST_BY_OFFSET',
  description: 'Gives the value of the first row, or of the first n rows, by offset.',
  variants: variants(false),
};

export const latestByOffset: AggregateFunction = {
  kind: 'aggregate',
  name: 'LATEST_BY_OFFSET',
  description: 'Gives the value of the last row, or of the last n rows, by offset.',
  variants: variants(true),
};
