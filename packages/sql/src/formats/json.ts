import { fitDecimal } from '../expressions/cast.ts';
import type { Column } from '../plan/physical-plan.ts';
import { base64ToBytes, bytesToBase64 } from '../types/bytes.ts';
import { Decimal } from '../types/decimal.ts';
import { type Long, parseLong } from '../types/integer.ts';
import type { SqlType } from '../types/sql-type.ts';
import { formatDouble, formatValue, parseDate, parseTime, parseTimestamp } from '../types/text.ts';
import { type FormatError, JsonScanner, printJson, readJson } from './json-scanner.ts';

type Reader = (scanner: JsonScanner) => unknown;

function mismatch(scanner: JsonScanner, type: string): FormatError {
  return scanner.fail(`Can't convert the value to ${type}`);
}

/** The text of a number, or of a string that holds one. */
function digits(scanner: JsonScanner, type: string): string {
  const next = scanner.peek();
  if (next === '"') return scanner.string().trim();
  if (next === '-' || (next >= '0' && next <= '9')) return scanner.number();
  throw mismatch(scanner, type);
}

function integerText(scanner: JsonScanner, type: string): Long {
  const text = digits(scanner, type);
  const value = parseLong(text) ?? wholeOf(text);
  if (value === undefined) throw mismatch(scanner, type);
  return value;
}

function wholeOf(text: string): Long | undefined {
  const decimal = Decimal.parse(text);
  return decimal === undefined ? undefined : parseLong(decimal.toBigInt().toString());
}

function readInteger(scanner: JsonScanner): number {
  const value = integerText(scanner, 'INTEGER');
  if (typeof value !== 'number' || (value | 0) !== value) throw mismatch(scanner, 'INTEGER');
  return value;
}

function readDouble(scanner: JsonScanner): number {
  const text = digits(scanner, 'DOUBLE');
  const value = Number(text);
  if (Number.isNaN(value) && text !== 'NaN') throw mismatch(scanner, 'DOUBLE');
  return value;
}

function readString(scanner: JsonScanner): string {
  return scanner.peek() === '"' ? scanner.string() : printJson(readJson(scanner));
}

function readBoolean(scanner: JsonScanner): boolean {
  if (scanner.peek() === 't') scanner.word('true');
  else if (scanner.peek() === 'f') {
    scanner.word('false');
    return false;
  } else throw mismatch(scanner, 'BOOLEAN');
  return true;
}

function timeReader(parse: (text: string) => number): Reader {
  return (scanner) => {
    if (scanner.peek() !== '"') return integerText(scanner, 'time');
    const text = scanner.string();
    return parseLong(text) ?? parse(text);
  };
}

/** Reads a value of a type, or NULL. */
export function jsonReader(type: SqlType): Reader {
  const read = notNull(type);
  return (scanner) => {
    if (scanner.peek() !== 'n') return read(scanner);
    scanner.word('null');
    return null;
  };
}

function notNull(type: SqlType): Reader {
  switch (type.kind) {
    case 'BOOLEAN':
      return readBoolean;
    case 'INTEGER':
      return readInteger;
    case 'BIGINT':
      return (scanner) => integerText(scanner, 'BIGINT');
    case 'DOUBLE':
      return readDouble;
    case 'STRING':
      return readString;
    case 'DECIMAL':
      return (scanner) => {
        const value = Decimal.parse(digits(scanner, 'DECIMAL'));
        if (value === undefined) throw mismatch(scanner, 'DECIMAL');
        return fitDecimal(value, type);
      };
    case 'BYTES':
      return (scanner) => base64ToBytes(scanner.string());
    case 'DATE':
      return timeReader(parseDate);
    case 'TIME':
      return timeReader(parseTime);
    case 'TIMESTAMP':
      return timeReader(parseTimestamp);
    case 'ARRAY':
      return arrayReader(type.element);
    case 'MAP':
      return mapReader(type.key, type.value);
    case 'STRUCT':
      return fieldsReader(type.fields);
  }
}

function arrayReader(element: SqlType): Reader {
  const read = jsonReader(element);
  return (scanner) => {
    const items: unknown[] = [];
    scanner.array(() => items.push(read(scanner)));
    return items;
  };
}

function mapReader(key: SqlType, value: SqlType): Reader {
  const readKey = jsonReader(key);
  const read = jsonReader(value);
  return (scanner) => {
    const map = new Map<unknown, unknown>();
    scanner.object((name) => {
      const mapKey = key.kind === 'STRING' ? name : readKey(new JsonScanner(JSON.stringify(name)));
      map.set(mapKey, read(scanner));
    });
    return map;
  };
}

/** Reads an object's fields by name, without regard to case, into an array; fields not wanted (a null type) are skipped. */
export function fieldsReader(
  fields: readonly { readonly name: string; readonly type: SqlType | null }[],
): (scanner: JsonScanner) => unknown[] {
  const readers = new Map<string, readonly [index: number, read: Reader]>();
  const exact = new Map<string, readonly [index: number, read: Reader]>();
  for (const [index, field] of fields.entries()) {
    if (field.type === null) continue;
    const entry = [index, jsonReader(field.type)] as const;
    exact.set(field.name, entry);
    if (!readers.has(field.name.toUpperCase())) readers.set(field.name.toUpperCase(), entry);
  }
  return (scanner) => {
    const row: unknown[] = Array.from(fields, () => null);
    scanner.object((name) => {
      const found = exact.get(name) ?? readers.get(name.toUpperCase());
      if (found === undefined) scanner.skip();
      else row[found[0]] = found[1](scanner);
    });
    return row;
  };
}

type Writer = (value: never) => string;

/** Writes a value of a type, or null; dates and times as numbers, or as ISO 8601 text. */
export function jsonWriter(type: SqlType, times: 'number' | 'text' = 'number'): (value: unknown) => string {
  const write =
    times === 'text' && isTime(type)
      ? (value: unknown) => JSON.stringify(formatValue(value, type))
      : writeNotNull(type, times);
  return (value) => (value === null ? 'null' : write(value as never));
}

function isTime(type: SqlType): boolean {
  return type.kind === 'DATE' || type.kind === 'TIME' || type.kind === 'TIMESTAMP';
}

function writeNotNull(type: SqlType, times: 'number' | 'text' = 'number'): Writer {
  switch (type.kind) {
    case 'DOUBLE':
      return (value: number) => (Number.isFinite(value) ? formatDouble(value) : `"${formatDouble(value)}"`);
    case 'STRING':
      return (value: string) => JSON.stringify(value);
    case 'BYTES':
      return (value: Uint8Array) => `"${bytesToBase64(value)}"`;
    case 'ARRAY': {
      const write = jsonWriter(type.element, times);
      return (items: unknown[]) => `[${items.map(write).join(',')}]`;
    }
    case 'MAP': {
      const write = jsonWriter(type.value, times);
      const key = jsonWriter(type.key);
      const name =
        type.key.kind === 'STRING'
          ? (value: unknown) => JSON.stringify(String(value))
          : (value: unknown) => JSON.stringify(key(value));
      return (map: Map<unknown, unknown>) => `{${[...map].map(([k, v]) => `${name(k)}:${write(v)}`).join(',')}}`;
    }
    case 'STRUCT':
      return fieldsWriter(type.fields, times);
    case 'BOOLEAN':
    case 'INTEGER':
    case 'BIGINT':
    case 'DECIMAL':
    case 'DATE':
    case 'TIME':
    case 'TIMESTAMP':
      return String;
  }
}

/** Writes a row as an object. */
export function fieldsWriter(
  fields: readonly Pick<Column, 'name' | 'type'>[],
  times: 'number' | 'text' = 'number',
): (row: readonly unknown[]) => string {
  const parts = fields.map(
    (field, i) => [`${i === 0 ? '{' : ','}${JSON.stringify(field.name)}:`, jsonWriter(field.type, times)] as const,
  );
  if (parts.length === 0) return () => '{}';
  return (row) => {
    let text = '';
    for (const [i, [prefix, write]] of parts.entries()) text += prefix + write(row[i] ?? null);
    return `${text}}`;
  };
}
