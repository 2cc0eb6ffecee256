import { unreachable } from '@millrace/base';
import { formatType } from '../types/format-type.ts';
import type { AstCase, AstExpression, AstType } from './ast-expression.ts';
import { RESERVED_WORDS } from './keywords.ts';

/** How a column is written; the default is `SOURCE.NAME`, or `NAME` without a source. */
export type ColumnFormat = (source: string | null, name: string) => string;

const qualified: ColumnFormat = (source, name) =>
  source === null ? formatName(name) : `${formatName(source)}.${formatName(name)}`;

/** A name as one would have to write it: in backticks when it is not plain upper case, or is reserved. */
export function formatName(name: string): string {
  if (/^[A-Z_][A-Z0-9_@]*$/.test(name) && !RESERVED_WORDS.has(name)) return name;
  return `\`${name.replaceAll('`', '``')}\``;
}

export function formatString(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** One line, with every operation in brackets, so that equal texts mean equal expressions. */
export function formatExpression(expression: AstExpression, column: ColumnFormat = qualified): string {
  const format = (each: AstExpression): string => formatExpression(each, column);
  const list = (each: readonly AstExpression[]): string => each.map(format).join(', ');
  switch (expression.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(expression.value);
    case 'integer':
    case 'decimal':
    case 'double':
      return expression.text;
    case 'string':
      return formatString(expression.value);
    case 'unit':
      return expression.unit;
    case 'column':
      return column(expression.source, expression.name);
    case 'arithmetic':
    case 'comparison':
      return `(${format(expression.left)} ${expression.operator} ${format(expression.right)})`;
    case 'and':
    case 'or':
      return `(${format(expression.left)} ${expression.kind.toUpperCase()} ${format(expression.right)})`;
    case 'negate':
      return `-${format(expression.operand)}`;
    case 'not':
      return `(NOT ${format(expression.operand)})`;
    case 'isNull':
      return `(${format(expression.operand)} IS ${expression.negated ? 'NOT ' : ''}NULL)`;
    case 'in':
      return `(${format(expression.operand)} ${not(expression)}IN (${list(expression.options)}))`;
    case 'like': {
      const escape = expression.escape === null ? '' : ` ESCAPE ${formatString(expression.escape)}`;
      return `(${format(expression.operand)} ${not(expression)}LIKE ${format(expression.pattern)}${escape})`;
    }
    case 'between':
      return `(${format(expression.operand)} ${not(expression)}BETWEEN ${format(expression.low)} AND ${format(expression.high)})`;
    case 'case':
      return formatCase(expression, format);
    case 'cast':
      return `CAST(${format(expression.operand)} AS ${formatAstType(expression.type)})`;
    case 'call':
      return `${expression.name}(${expression.star ? '*' : list(expression.args)})`;
    case 'subscript':
      return `${format(expression.operand)}[${format(expression.index)}]`;
    case 'field':
      return `${format(expression.operand)}->${formatName(expression.name)}`;
    case 'array':
      return `ARRAY[${list(expression.elements)}]`;
    case 'map':
      return `MAP(${expression.entries.map(({ key, value }) => `${format(key)}:=${format(value)}`).join(', ')})`;
    case 'struct':
      return `STRUCT(${expression.fields.map(({ name, value }) => `${formatName(name)}:=${format(value)}`).join(', ')})`;
    case 'lambda':
      return `(${expression.parameters.join(', ')}) => ${format(expression.body)}`;
    default:
      return unreachable(expression);
  }
}

function not({ negated }: { readonly negated: boolean }): string {
  return negated ? 'NOT ' : '';
}

function formatCase(expression: AstCase, format: (each: AstExpression) => string): string {
  const operand = expression.operand === null ? '' : ` ${format(expression.operand)}`;
  const branches = expression.branches.map(({ when, result }) => ` WHEN ${format(when)} THEN ${format(result)}`);
  const otherwise = expression.otherwise === null ? '' : ` ELSE ${format(expression.otherwise)}`;
  return `(CASE${operand}${branches.join('')}${otherwise} END)`;
}

export function formatAstType(type: AstType): string {
  switch (type.kind) {
    case 'primitive':
      return formatType(type.type);
    case 'array':
      return `ARRAY<${formatAstType(type.element)}>`;
    case 'map':
      return `MAP<${formatAstType(type.key)}, ${formatAstType(type.value)}>`;
    case 'struct':
      return `STRUCT<${type.fields.map((field) => `${formatName(field.name)} ${formatAstType(field.type)}`).join(', ')}>`;
    case 'named':
      return formatName(type.name);
    default:
      return unreachable(type);
  }
}
