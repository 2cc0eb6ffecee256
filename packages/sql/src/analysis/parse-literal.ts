import type { Expression } from '../plan/expression.ts';
import type { Span } from '../syntax/span.ts';
import { sqlError } from '../syntax/sql-error.ts';
import { formatType } from '../types/format-type.ts';
import type { SqlType } from '../types/sql-type.ts';
import { bigintLiteral, booleanLiteral, decimalLiteralAs, plainNumber } from './literals.ts';
import { parseDateText, parseTimestampText, parseTimeText } from './temporal-text.ts';

/** A text read as a value of a type, as PostgreSQL reads its literals. Raises "invalid input syntax" when it is none. */
export function parseLiteral(text: string, type: SqlType, at: Span): Expression {
  const parsed = tryParse(text.trim(), type);
  if (parsed !== null) return parsed;
  throw sqlError('plan', `invalid input syntax for type ${formatType(type)}: "${text}".`, at);
}

function tryParse(text: string, type: SqlType): Expression | null {
  switch (type.kind) {
    case 'BOOLEAN':
      return parseBoolean(text.toLowerCase());
    case 'INTEGER':
    case 'BIGINT': {
      const plain = plainNumber(text);
      if (plain === null || plain.includes('.')) return null;
      const exact = BigInt(plain);
      const bits = type.kind === 'INTEGER' ? 32 : 64;
      return BigInt.asIntN(bits, exact) === exact ? { ...bigintLiteral(exact), type } : null;
    }
    case 'DOUBLE':
      return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)
        ? { kind: 'literal', type, value: Number(text) }
        : null;
    case 'DECIMAL':
      return decimalLiteralAs(plainNumber(text) ?? '', type);
    case 'TIMESTAMP':
      return temporal(type, parseTimestampText(text));
    case 'DATE':
      return temporal(type, parseDateText(text));
    case 'TIME':
      return temporal(type, parseTimeText(text));
    case 'STRING':
      return { kind: 'literal', type, value: text };
    case 'BYTES':
    case 'ARRAY':
    case 'MAP':
    case 'STRUCT':
      return null;
  }
}

function temporal(type: SqlType, value: number | null): Expression | null {
  return value === null ? null : { kind: 'literal', type, value };
}

/** Any beginning of true, false, yes, no; on, off. */
function parseBoolean(text: string): Expression | null {
  if (text === '') return null;
  if ('true'.startsWith(text) || 'yes'.startsWith(text) || text === 'on' || text === '1') return booleanLiteral(true);
  if ('false'.startsWith(text) || 'no'.startsWith(text) || 'off'.startsWith(text) || text === '0')
    return booleanLiteral(false);
  return null;
}
