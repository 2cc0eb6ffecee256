import { unreachable } from '@millrace/base';
import type { SqlType } from './sql-type.ts';

/** A type as ksqlDB prints it: ``STRUCT<`A` STRING, `B` ARRAY<BIGINT>>``. */
export function formatType(type: SqlType): string {
  switch (type.kind) {
    case 'DECIMAL':
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case 'ARRAY':
      return `ARRAY<${formatType(type.element)}>`;
    case 'MAP':
      return `MAP<${formatType(type.key)}, ${formatType(type.value)}>`;
    case 'STRUCT': {
      const fields = type.fields.map((field) => `\`${field.name}\` ${formatType(field.type)}`);
      return fields.length === 0 ? 'STRUCT< >' : `STRUCT<${fields.join(', ')}>`;
    }
    case 'BOOLEAN':
    case 'INTEGER':
    case 'BIGINT':
    case 'DOUBLE':
    case 'STRING':
    case 'BYTES':
    case 'DATE':
    case 'TIME':
    case 'TIMESTAMP':
      return type.kind;
    default:
      return unreachable(type);
  }
}

/** Structural equality. */
export function sameType(a: SqlType, b: SqlType): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'DECIMAL':
      return b.kind === 'DECIMAL' && a.precision === b.precision && a.scale === b.scale;
    case 'ARRAY':
      return b.kind === 'ARRAY' && sameType(a.element, b.element);
    case 'MAP':
      return b.kind === 'MAP' && sameType(a.key, b.key) && sameType(a.value, b.value);
    case 'STRUCT':
      return (
        b.kind === 'STRUCT' &&
        a.fields.length === b.fields.length &&
        a.fields.every((field, i) => {
          const other = b.fields[i];
          return other !== undefined && other.name === field.name && sameType(field.type, other.type);
        })
      );
    default:
      return a.kind === b.kind;
  }
}
