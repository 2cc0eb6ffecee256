import type { ColumnDefinition, CreateAsSelect, CreateSource, InsertSelect, InsertValues, Statement } from './ast.ts';
import { formatAstType, formatExpression, formatName } from './format-expression.ts';
import { formatProperties, formatQuery } from './format-query.ts';

/**
 * A statement written out plainly: upper-case words, every name as it must be quoted. Statements that name no data (SHOW, DROP …)
 * are given back as they came.
 */
export function formatStatement(statement: Statement, text: string): string {
  if (statement.kind === 'createSource') return formatCreate(statement);
  if (statement.kind === 'createAsSelect') return formatCreateAs(statement);
  if (statement.kind === 'insertSelect') return formatInsert(statement);
  if (statement.kind === 'insertValues') return formatInsertValues(statement, (value) => formatExpression(value));
  return statement.kind === 'query' ? formatQuery(statement.query) : text;
}

/** The same without what a log must not hold: the values of INSERT VALUES. */
export function maskStatement(statement: Statement, text: string): string {
  if (statement.kind === 'insertValues') return formatInsertValues(statement, () => "'[value]'");
  if (statement.kind !== 'connector') return formatStatement(statement, text);
  const masked = statement.properties.map(({ name }) => `${formatName(name)}='[string]'`).join(', ');
  return masked === '' ? text : `${text.slice(0, text.search(/\bWITH\b/i))}WITH (${masked})`;
}

function formatCreate(statement: CreateSource): string {
  const kind = `${statement.readOnly ? 'SOURCE ' : ''}${statement.sourceKind.toUpperCase()}`;
  const columns = statement.columns.length === 0 ? '' : ` (${statement.columns.map(formatColumn).join(', ')})`;
  const name = formatName(statement.name);
  return `CREATE ${orReplace(statement)}${kind} ${ifNotExists(statement)}${name}${columns}${formatProperties(statement.properties)};`;
}

function formatColumn({ name, type, role, headerKey }: ColumnDefinition): string {
  const base = `${formatName(name)} ${formatAstType(type)}`;
  if (role === 'key') return `${base} KEY`;
  if (role === 'primaryKey') return `${base} PRIMARY KEY`;
  if (role === 'value') return base;
  return headerKey === null ? `${base} HEADERS` : `${base} HEADER('${headerKey}')`;
}

function formatCreateAs(statement: CreateAsSelect): string {
  const kind = statement.sourceKind.toUpperCase();
  const head = `CREATE ${orReplace(statement)}${kind} ${ifNotExists(statement)}${formatName(statement.name)}`;
  return `${head}${formatProperties(statement.properties)} AS ${formatQuery(statement.query)};`;
}

function formatInsert(statement: InsertSelect): string {
  return `INSERT INTO ${formatName(statement.target)}${formatProperties(statement.properties)} ${formatQuery(statement.query)};`;
}

function formatInsertValues(
  statement: InsertValues,
  format: (value: InsertValues['values'][number]) => string,
): string {
  const columns = statement.columns === null ? '' : ` (${statement.columns.map(formatName).join(', ')})`;
  return `INSERT INTO ${formatName(statement.target)}${columns} VALUES (${statement.values.map(format).join(', ')});`;
}

function orReplace(statement: { readonly orReplace: boolean }): string {
  return statement.orReplace ? 'OR REPLACE ' : '';
}

function ifNotExists(statement: { readonly ifNotExists: boolean }): string {
  return statement.ifNotExists ? 'IF NOT EXISTS ' : '';
}
