import type { AlterSource, ConnectorStatement, DropSource, DropType } from './ast.ts';
import type { AstType } from './ast-expression.ts';
import { parseSourceKind } from './parse-create.ts';
import { parseType } from './parse-type.ts';
import type { TokenCursor } from './token-cursor.ts';

/** DROP …, from that word on. */
export function parseDrop(cursor: TokenCursor): DropSource | DropType | ConnectorStatement {
  const first = cursor.next().at;
  if (cursor.acceptWord('TYPE')) {
    const ifExists = cursor.acceptWord('IF', 'EXISTS');
    const name = cursor.expectName();
    return { kind: 'dropType', at: cursor.spanFrom(first), name, ifExists };
  }
  if (cursor.acceptWord('CONNECTOR')) {
    const conditional = cursor.acceptWord('IF', 'EXISTS');
    const name = cursor.token.kind === 'string' ? cursor.expectString() : cursor.expectName();
    return { kind: 'connector', at: cursor.spanFrom(first), action: 'drop', name, properties: [], conditional };
  }
  const sourceKind = parseSourceKind(cursor);
  const ifExists = cursor.acceptWord('IF', 'EXISTS');
  const name = cursor.expectName();
  const deleteTopic = cursor.acceptWord('DELETE', 'TOPIC');
  return { kind: 'dropSource', at: cursor.spanFrom(first), sourceKind, name, ifExists, deleteTopic };
}

/** ALTER STREAM | TABLE name ADD [COLUMN] a INT, …, from the word ALTER on. */
export function parseAlter(cursor: TokenCursor): AlterSource {
  const first = cursor.next().at;
  const sourceKind = parseSourceKind(cursor);
  const name = cursor.expectName();
  const added: { name: string; type: AstType }[] = [];
  do {
    cursor.expectWord('ADD');
    cursor.acceptWord('COLUMN');
    const column = cursor.expectName();
    added.push({ name: column, type: parseType(cursor) });
  } while (cursor.acceptSymbol(','));
  return { kind: 'alterSource', at: cursor.spanFrom(first), sourceKind, name, added };
}
