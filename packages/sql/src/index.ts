export type { SqlKind, SqlType, StructField } from './types/sql-type.ts';
