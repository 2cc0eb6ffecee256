import { jsonWriter } from '../../formats/json.ts';
import { type Json, parseJson, printJson } from '../../formats/json-scanner.ts';
import { Decimal } from '../../types/decimal.ts';
import { sameValue } from '../../types/compare.ts';
import type { ScalarFunction } from '../function.ts';
import { lenient, scalar, strict, typed } from './define.ts';

/** The parts of a path such as `$.log.items[0]['a b']`. @throws RangeError where it is none. */
function parsePath(path: string): (string | number)[] {
  if (!path.startsWith('$')) throw new RangeError(`Invalid path: ${path}`);
  const parts: (string | number)[] = [];
  const part = /\.([^.[\]]+)|\[(\d+)\]|\[['"]([^'"]*)['"]\]/y;
  part.lastIndex = 1;
  while (part.lastIndex < path.length) {
    const found = part.exec(path);
    if (found === null) throw new RangeError(`Invalid path: ${path}`);
    parts.push(found[2] === undefined ? (found[1] ?? found[3] ?? '') : Number(found[2]));
  }
  return parts;
}

function at(json: Json, path: readonly (string | number)[]): Json | undefined {
  let value: Json | undefined = json;
  for (const part of path) {
    if (value instanceof Map) value = value.get(String(part));
    else if (Array.isArray(value)) value = value[Number(part)];
    else return undefined;
  }
  return value;
}

function text(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : printJson(value);
}

function isJson(candidate: string): boolean {
  try {
    parseJson(candidate);
    return true;
  } catch {
    return false;
  }
}

function merge(values: readonly Json[]): Json {
  if (values.every((value) => value instanceof Map)) return new Map(values.flatMap((value) => [...value]));
  return values.flatMap((value) => (Array.isArray(value) ? value : [value]));
}

function contains(array: string, value: unknown): boolean {
  const items = parseJson(array);
  if (!Array.isArray(items)) return false;
  return items.some((item) =>
    typeof value === 'string' ? item === value : sameValue(item, value) || sameNumber(item, value),
  );
}

function sameNumber(item: Json, value: unknown): boolean {
  return item instanceof Decimal && (typeof value === 'number' ? item.toNumber() === value : false);
}

function objectOf(json: string): Map<string, Json> | null {
  const value = parseJson(json);
  return value instanceof Map ? value : null;
}

export const jsonFunctions: readonly ScalarFunction[] = [
  scalar(
    'EXTRACTJSONFIELD',
    'Gives the value at a path, such as $.log.cloud, of a JSON text.',
    strict('STRING input, STRING path', 'STRING', (input: string, path: string) =>
      text(at(parseJson(input), parsePath(path))),
    ),
  ),
  scalar(
    'IS_JSON_STRING',
    'Says whether a text is JSON.',
    lenient('STRING input', 'BOOLEAN', (input: string | null) => input !== null && isJson(input)),
  ),
  scalar(
    'JSON_ARRAY_CONTAINS',
    'Says whether an array in a JSON text holds a value.',
    lenient('STRING jsonArray, T val', 'BOOLEAN', (array: string | null, value: unknown) =>
      array === null ? false : contains(array, value),
    ),
  ),
  scalar(
    'JSON_ARRAY_LENGTH',
    'Gives the number of elements of an array in a JSON text.',
    strict('STRING jsonArray', 'INTEGER', (input: string) => {
      const value = parseJson(input);
      return Array.isArray(value) ? value.length : null;
    }),
  ),
  scalar(
    'JSON_CONCAT',
    'Merges JSON texts: objects field by field, all else into one array.',
    lenient('STRING... jsonStrings', 'STRING', (...inputs: (string | null)[]) => {
      const present = inputs.filter((input) => input !== null);
      return present.length < inputs.length || present.length === 0 ? null : printJson(merge(present.map(parseJson)));
    }),
  ),
  scalar(
    'JSON_ITEMS',
    'Gives the elements of an array in a JSON text, each as JSON text.',
    strict('STRING jsonItems', 'ARRAY<STRING>', (input: string) => {
      const value = parseJson(input);
      return Array.isArray(value) ? value.map(printJson) : null;
    }),
  ),
  scalar(
    'JSON_KEYS',
    'Gives the field names of an object in a JSON text.',
    strict('STRING jsonObj', 'ARRAY<STRING>', (input: string) => {
      const object = objectOf(input);
      return object === null ? null : [...object.keys()];
    }),
  ),
  scalar(
    'JSON_RECORDS',
    'Gives the fields of an object in a JSON text as a map of JSON texts.',
    strict('STRING jsonObj', 'MAP<STRING, STRING>', (input: string) => {
      const object = objectOf(input);
      return object === null ? null : new Map([...object].map(([name, value]) => [name, printJson(value)]));
    }),
  ),
  scalar(
    'TO_JSON_STRING',
    'Prints any value as JSON text.',
    typed(
      'T val',
      'STRING',
      ({ parameters: [type] }) => (type === undefined ? () => 'null' : jsonWriter(type, 'text')),
      {
        nulls: true,
      },
    ),
  ),
];
