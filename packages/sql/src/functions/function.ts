import type { SqlType } from '../types/sql-type.ts';

/** A SQL value in its JavaScript form (`types/sql-type.ts`); null is SQL's NULL. */
export type Value = unknown;

/** What a function of one call is made for. */
export interface CallTypes {
  /** The type of each argument after implicit casts; undefined for a lambda, an interval unit and an untyped NULL. */
  readonly parameters: readonly (SqlType | undefined)[];
  readonly returns: SqlType;
}

/** What a function may take from outside: nothing else, so that a replay gives the same answer wherever these do. */
export interface FunctionEnvironment {
  /** Settings such as `ksql.functions.collect_list.limit`. */
  readonly properties: Readonly<Record<string, string>>;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** At least 0 and below 1. */
  random(): number;
}

interface Documented {
  /** As ksqlDB prints it in messages; looked up without regard to case. */
  readonly name: string;
  /** One line for SHOW FUNCTIONS and the editor. */
  readonly description: string;
}

export interface ScalarVariant {
  /** Parameters as `TYPE name` with generics `T`, `DECIMAL` of any precision, `TYPE... name`, lambdas `(T) => R`. Identifies the variant. */
  readonly parameters: string;
  /** A type, or what it is for these argument types (a generic that no argument binds; a decimal's scale). */
  readonly returns: string | ((parameters: readonly SqlType[]) => SqlType);
  /** The variant takes NULL arguments itself. Without it a NULL argument makes the result NULL without a call. */
  readonly nulls?: true;
  /** The implementation where it needs no types. */
  readonly apply?: (...args: never[]) => Value;
  /** The implementation for the types of one call. It may throw: the row's expression becomes NULL then, and is reported. */
  readonly make?: (types: CallTypes, environment: FunctionEnvironment) => (...args: never[]) => Value;
}

export interface ScalarFunction extends Documented {
  readonly kind: 'scalar';
  readonly variants: readonly ScalarVariant[];
}

/**
 * The work of one aggregate. A state is a SQL value of the variant's state type, so that a changelog can hold it;
 * `aggregate` may change and return the state it was given.
 */
export interface Aggregator {
  readonly initialize: () => Value;
  readonly aggregate: (state: Value, ...args: Value[]) => Value;
  /** The result of a state; the state itself where absent. */
  readonly map?: (state: Value) => Value;
  /** Takes a row back, for a table's aggregation. */
  readonly undo?: (state: Value, ...args: Value[]) => Value;
  /** Joins the states of two session windows. */
  readonly merge: (left: Value, right: Value) => Value;
}

export interface AggregateVariant {
  readonly parameters: string;
  /** Parameters after the columns that must be literals: `INTEGER k`. */
  readonly literals?: string;
  readonly state: string | ((parameters: readonly SqlType[]) => SqlType);
  readonly returns: string | ((parameters: readonly SqlType[]) => SqlType);
  /** The aggregate can take rows back, and so be used on a table. */
  readonly undoable: boolean;
  readonly make: (types: CallTypes, literals: readonly Value[], environment: FunctionEnvironment) => Aggregator;
}

export interface AggregateFunction extends Documented {
  readonly kind: 'aggregate';
  readonly variants: readonly AggregateVariant[];
}

export interface TableVariant {
  readonly parameters: string;
  /** The type of one element of what it yields. */
  readonly returns: string | ((parameters: readonly SqlType[]) => SqlType);
  /** One output row an element; none for NULL. */
  readonly make: (types: CallTypes, environment: FunctionEnvironment) => (...args: never[]) => readonly Value[] | null;
}

export interface TableFunction extends Documented {
  readonly kind: 'table';
  readonly variants: readonly TableVariant[];
}

export type SqlFunction = ScalarFunction | AggregateFunction | TableFunction;
