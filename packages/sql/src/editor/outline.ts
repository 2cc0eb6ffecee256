import { MillraceError } from '@millrace/base';
import { emptyMetastore, type DataSource, type Metastore } from '../analysis/metastore.ts';
import { resolveType } from '../analysis/resolve-type.ts';
import type { FunctionRegistry } from '../functions/registry.ts';
import type { Column } from '../plan/physical-plan.ts';
import type { SourceKind } from '../syntax/ast.ts';
import { parseTypeText } from '../syntax/parse.ts';

/** A stream or table as a catalog knows it: enough to write statements against. */
export interface SourceOutline {
  readonly name: string;
  readonly kind: SourceKind;
  readonly topic: string;
  /** `type` as SQL writes it: `STRUCT<A INT>`. */
  readonly columns: readonly { readonly name: string; readonly type: string; readonly key: boolean }[];
}

/** A metastore of outlines. Columns whose type is not SQL's are left out. */
export function metastoreOf(outlines: readonly SourceOutline[], functions: FunctionRegistry): Metastore {
  const sources = new Map(outlines.map((outline) => [outline.name, sourceOf(outline)]));
  return { ...emptyMetastore(functions), sources };
}

function sourceOf({ name, kind, topic, columns }: SourceOutline): DataSource {
  const key: Column[] = [];
  const value: Column[] = [];
  for (const each of columns) {
    const column = columnOf(each);
    if (column !== null) (each.key ? key : value).push(column);
  }
  return {
    name,
    kind,
    schema: { key, value },
    topic,
    keySerde: { format: key.length === 0 ? 'NONE' : 'JSON', properties: {}, features: [] },
    valueSerde: { format: 'JSON', properties: {}, features: [] },
    window: null,
    timestamp: null,
    readOnly: false,
    derived: false,
    statement: '',
  };
}

function columnOf({ name, type }: SourceOutline['columns'][number]): Column | null {
  try {
    return { name, type: resolveType(parseTypeText(type), new Map()) };
  } catch (error) {
    if (error instanceof MillraceError) return null;
    throw error;
  }
}
