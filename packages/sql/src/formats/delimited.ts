import { fitDecimal } from '../expressions/cast.ts';
import type { Column } from '../plan/physical-plan.ts';
import { base64ToBytes, bytesToBase64 } from '../types/bytes.ts';
import { Decimal } from '../types/decimal.ts';
import { parseLong } from '../types/integer.ts';
import type { SqlType } from '../types/sql-type.ts';
import { formatDouble, type Plain, plainText } from '../types/text.ts';
import { FormatError } from './json-scanner.ts';

/** The fields of one line of comma-separated values: a field in quotes may hold the delimiter, and "" for a quote. */
export function splitLine(line: string, delimiter: string): string[] {
  if (!line.includes('"')) return line.split(delimiter);
  const fields: string[] = [];
  let at = 0;
  while (at <= line.length) {
    if (line.charAt(at) === '"') {
      const [field, end] = quoted(line, at + 1);
      fields.push(field);
      at = end;
      if (at < line.length && line.charAt(at) !== delimiter) {
        throw new FormatError(`Unexpected text after a quoted field at character ${at} of: ${line}`);
      }
      at += 1;
      continue;
    }
    const end = line.indexOf(delimiter, at);
    fields.push(line.slice(at, end < 0 ? line.length : end));
    at = end < 0 ? line.length + 1 : end + 1;
  }
  return fields;
}

function quoted(line: string, start: number): [field: string, end: number] {
  let field = '';
  let at = start;
  for (;;) {
    const quote = line.indexOf('"', at);
    if (quote < 0) throw new FormatError(`Unterminated quote in: ${line}`);
    field += line.slice(at, quote);
    if (line.charAt(quote + 1) !== '"') return [field, quote + 1];
    field += '"';
    at = quote + 2;
  }
}

function parse(text: string, type: SqlType): unknown {
  switch (type.kind) {
    case 'STRING':
      return text;
    case 'BOOLEAN':
      return text.trim().toLowerCase() === 'true';
    case 'INTEGER':
    case 'DATE':
    case 'TIME': {
      const value = parseLong(text.trim());
      if (typeof value !== 'number' || (value | 0) !== value) throw new FormatError(`For input string: "${text}"`);
      return value;
    }
    case 'BIGINT':
    case 'TIMESTAMP': {
      const value = parseLong(text.trim());
      if (value === undefined) throw new FormatError(`For input string: "${text}"`);
      return value;
    }
    case 'DOUBLE': {
      const value = Number(text.trim());
      if (Number.isNaN(value) && text.trim() !== 'NaN') throw new FormatError(`For input string: "${text}"`);
      return value;
    }
    case 'DECIMAL': {
      const value = Decimal.parse(text);
      if (value === undefined) throw new FormatError(`For input string: "${text}"`);
      return fitDecimal(value, type);
    }
    case 'BYTES':
      return base64ToBytes(text);
    default:
      throw new FormatError(`The 'DELIMITED' format does not support type '${type.kind}'`);
  }
}

/** @throws FormatError where the line has not as many fields as there are columns, or one cannot be read. */
export function delimitedDecoder(columns: readonly Column[], delimiter: string): (line: string) => unknown[] {
  if (columns.length === 0) return () => [];
  return (line) => {
    const fields = splitLine(line.replace(/\r?\n$/, ''), delimiter);
    if (fields.length !== columns.length) {
      throw new FormatError(
        `Unexpected field count, csvFields:${fields.length} schemaFields:${columns.length} line: ${line}`,
      );
    }
    return columns.map((column, i) => {
      const field = fields[i] ?? '';
      return field === '' ? null : parse(field, column.type);
    });
  };
}

function print(value: unknown, type: SqlType): string {
  if (value === null) return '';
  if (type.kind === 'DOUBLE') return formatDouble(value as number);
  return type.kind === 'BYTES' ? bytesToBase64(value as Uint8Array) : plainText(value as Plain);
}

/** Quotes as Apache Commons CSV does by default: where the text holds a delimiter, a quote or a line end, begins or ends oddly, or
 * begins a line with what is no letter or digit. */
function quote(text: string, delimiter: string, first: boolean): string {
  if (text === '') return first ? '""' : '';
  const odd =
    (first && !/^[0-9A-Za-z]/.test(text)) || text.charCodeAt(0) <= 35 || text.charCodeAt(text.length - 1) <= 32;
  if (!odd && !text.includes(delimiter) && !/["\r\n]/.test(text)) return text;
  return `"${text.replaceAll('"', '""')}"`;
}

export function delimitedEncoder(columns: readonly Column[], delimiter: string): (row: readonly unknown[]) => string {
  return (row) =>
    columns
      .map((column, i) => {
        const value = row[i] ?? null;
        const text = print(value, column.type);
        return value === null ? text : quote(text, delimiter, i === 0);
      })
      .join(delimiter);
}
