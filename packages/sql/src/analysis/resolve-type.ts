import { unreachable } from '@millrace/base';
import type { AstType } from '../syntax/ast-expression.ts';
import { nearest } from '../syntax/nearest.ts';
import { sqlError } from '../syntax/sql-error.ts';
import type { SqlType } from '../types/sql-type.ts';

/** A written type with the names of CREATE TYPE put in. */
export function resolveType(type: AstType, types: ReadonlyMap<string, SqlType>): SqlType {
  switch (type.kind) {
    case 'primitive':
      return type.type;
    case 'array':
      return { kind: 'ARRAY', element: resolveType(type.element, types) };
    case 'map':
      return { kind: 'MAP', key: resolveType(type.key, types), value: resolveType(type.value, types) };
    case 'struct': {
      const fields = type.fields.map((field) => ({ name: field.name, type: resolveType(field.type, types) }));
      return { kind: 'STRUCT', fields };
    }
    case 'named': {
      const found = types.get(type.name);
      if (found !== undefined) return found;
      const near = nearest(type.name, [...types.keys(), ...PRIMITIVE_NAMES]);
      const hint = near === null ? '' : ` Did you mean ${near}?`;
      throw sqlError(
        'prepare',
        `Failed to prepare statement: Cannot resolve unknown type: ${type.name}${hint}`,
        type.at,
      );
    }
    default:
      return unreachable(type);
  }
}

const PRIMITIVE_NAMES = 'BOOLEAN INTEGER BIGINT DOUBLE DECIMAL STRING BYTES DATE TIME TIMESTAMP'.split(' ');
