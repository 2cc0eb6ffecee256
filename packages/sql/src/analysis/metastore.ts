import type { FunctionRegistry } from '../functions/registry.ts';
import type { RowSchema, SerdeInfo, TimestampColumn, WindowInfo } from '../plan/physical-plan.ts';
import type { SourceKind } from '../syntax/ast.ts';
import type { SqlType } from '../types/sql-type.ts';

/** A stream or table: a topic with a schema. Immutable. */
export interface DataSource {
  readonly name: string;
  readonly kind: SourceKind;
  readonly schema: RowSchema;
  readonly topic: string;
  readonly keySerde: SerdeInfo;
  readonly valueSerde: SerdeInfo;
  /** Of its key; null: not windowed. */
  readonly window: WindowInfo | null;
  readonly timestamp: TimestampColumn | null;
  /** CREATE SOURCE …: nothing may be written into it. */
  readonly readOnly: boolean;
  /** Made by CREATE … AS SELECT. */
  readonly derived: boolean;
  readonly statement: string;
}

/** What statements may refer to. Immutable: a statement gives another. */
export interface Metastore {
  readonly sources: ReadonlyMap<string, DataSource>;
  /** CREATE TYPE. */
  readonly types: ReadonlyMap<string, SqlType>;
  readonly functions: FunctionRegistry;
}

export function emptyMetastore(functions: FunctionRegistry): Metastore {
  return { sources: new Map(), types: new Map(), functions };
}

export function withSource(metastore: Metastore, source: DataSource): Metastore {
  return { ...metastore, sources: new Map(metastore.sources).set(source.name, source) };
}

export function withoutSource(metastore: Metastore, name: string): Metastore {
  const sources = new Map(metastore.sources);
  sources.delete(name);
  return { ...metastore, sources };
}

export function withType(metastore: Metastore, name: string, type: SqlType | null): Metastore {
  const types = new Map(metastore.types);
  if (type === null) types.delete(name);
  else types.set(name, type);
  return { ...metastore, types };
}
