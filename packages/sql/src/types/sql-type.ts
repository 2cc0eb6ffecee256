/**
 * SQL types and the JavaScript values that carry them (ADR 0003).
 *
 * | SQL                | value                                                                              |
 * |--------------------|------------------------------------------------------------------------------------|
 * | BOOLEAN            | boolean                                                                            |
 * | INTEGER            | number, an integer of 32 bits                                                      |
 * | BIGINT             | number while it is a safe integer, else bigint; never a bigint that a number could hold |
 * | DOUBLE             | number                                                                             |
 * | DECIMAL(p, s)      | Decimal                                                                            |
 * | STRING             | string                                                                             |
 * | BYTES              | Uint8Array                                                                         |
 * | DATE               | number, days since 1970-01-01                                                      |
 * | TIME               | number, milliseconds since midnight                                                |
 * | TIMESTAMP          | number, milliseconds since 1970-01-01T00:00:00Z                                    |
 * | ARRAY<T>           | array                                                                              |
 * | MAP<K, V>          | Map                                                                                |
 * | STRUCT<...>        | array, one value a field, in the order of the fields                               |
 * | NULL of any type   | null                                                                               |
 *
 * A row is an array, one value a column, in the order of its schema.
 */
export type SqlType =
  | { readonly kind: 'BOOLEAN' | 'INTEGER' | 'BIGINT' | 'DOUBLE' | 'STRING' | 'BYTES' | 'DATE' | 'TIME' | 'TIMESTAMP' }
  | { readonly kind: 'DECIMAL'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'ARRAY'; readonly element: SqlType }
  | { readonly kind: 'MAP'; readonly key: SqlType; readonly value: SqlType }
  | { readonly kind: 'STRUCT'; readonly fields: readonly StructField[] };

export interface StructField {
  readonly name: string;
  readonly type: SqlType;
}

export type SqlKind = SqlType['kind'];
