import { unreachable } from '@millrace/base';
import type { SqlType } from '@millrace/sql';

/** ksqlDB's description of a type in its answers: `DESCRIBE` and `SHOW TYPES`. */
export interface SchemaInfo {
  readonly type: string;
  readonly fields: readonly FieldInfo[] | null;
  readonly memberSchema: SchemaInfo | null;
  readonly parameters?: Readonly<Record<string, number>>;
}

export interface FieldInfo {
  readonly name: string;
  readonly schema: SchemaInfo;
  readonly type?: 'KEY' | 'HEADER';
}

export function schemaInfo(type: SqlType): SchemaInfo {
  switch (type.kind) {
    case 'DECIMAL':
      return { ...plain('DECIMAL'), parameters: { precision: type.precision, scale: type.scale } };
    case 'ARRAY':
      return { ...plain('ARRAY'), memberSchema: schemaInfo(type.element) };
    case 'MAP':
      return { ...plain('MAP'), memberSchema: schemaInfo(type.value) };
    case 'STRUCT':
      return {
        ...plain('STRUCT'),
        fields: type.fields.map((field) => ({ name: field.name, schema: schemaInfo(field.type) })),
      };
    case 'BOOLEAN':
    case 'INTEGER':
    case 'BIGINT':
    case 'DOUBLE':
    case 'STRING':
    case 'BYTES':
    case 'DATE':
    case 'TIME':
    case 'TIMESTAMP':
      return plain(type.kind);
    default:
      return unreachable(type);
  }
}

function plain(type: string): SchemaInfo {
  return { type, fields: null, memberSchema: null };
}
