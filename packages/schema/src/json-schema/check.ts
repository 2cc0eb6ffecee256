import { isObject, printJson } from '../json.ts';
import { draftOfUri, type Draft } from './draft.ts';
import { keywordsOf, type Form } from './keywords.ts';
import { inside, invalid, type Place } from './place.ts';
import { regexOf } from './regex/regex.ts';

export const typeNames = ['string', 'integer', 'number', 'boolean', 'null', 'object', 'array'] as const;
export type TypeName = (typeof typeNames)[number];

export function isTypeName(value: unknown): value is TypeName {
  return (typeNames as readonly unknown[]).includes(value);
}

interface Problem {
  readonly members: readonly (string | number)[];
  readonly problem: string;
}

/**
 * Checks that the place holds a schema, and its own keywords; the schemas inside are places of their own.
 * @throws MillraceError SCHEMA_INVALID with the JSON pointer of the wrong place
 */
export function checkKeywords(place: Place): void {
  const { json, draft } = place;
  if (typeof json === 'boolean' && draft > 4) return;
  if (!isObject(json)) {
    throw invalid(place, `must be a schema, an object${draft > 4 ? ', true or false' : ''}, not ${kindOf(json)}`);
  }
  for (const [name, value] of Object.entries(json)) {
    const form = keywordsOf(draft).get(name);
    const found = form === undefined ? undefined : problemOf(form, value, draft);
    if (found !== undefined) throw invalid(inside(place, [name, ...found.members], null), found.problem);
  }
}

/** The draft that a document says it is written in. */
export function draftOf(json: unknown, otherwise: Draft): Draft {
  const uri = isObject(json) ? json['$schema'] : undefined;
  return (typeof uri === 'string' ? draftOfUri(uri) : undefined) ?? otherwise;
}

function problemOf(form: Form, value: unknown, draft: Draft): Problem | undefined {
  switch (form) {
    case 'value':
    case 'schema':
    case 'schema or flag':
    case 'schema or schemas':
      return undefined; // any value, or schemas, which are checked where they stand
    case 'schemas':
      return whole(isArray(value) && value.length > 0, 'must be an array of at least one schema', value);
    case 'schema by name':
    case 'names by name':
    case 'schema or names by name':
    case 'schema by pattern':
      return problemOfMap(form, value);
    case 'names':
      return problemOfNames(value);
    case 'type':
      return problemOfType(value);
    case 'values':
      return whole(isArray(value), 'must be an array of values', value);
    case 'count':
      return whole(isCount(value), 'must be a whole number from 0', value);
    case 'number':
      return whole(isNumber(value), 'must be a number', value);
    case 'positive number':
      return whole(isNumber(value) && value > 0, 'must be a number above 0', value);
    case 'flag':
      return whole(typeof value === 'boolean', `must be true or false${draft === 4 ? ' in draft-04' : ''}`, value);
    case 'pattern':
      return typeof value === 'string' ? problemOfPattern(value) : whole(false, 'must be a string', value);
    case 'text':
    case 'note':
    case 'reference':
    case 'id':
      return whole(typeof value === 'string', 'must be a string', value);
    case 'anchor':
      return whole(typeof value === 'string' && /^[A-Za-z_][\w.-]*$/.test(value), 'must be a plain name', value);
  }
}

function problemOfMap(form: Form, value: unknown): Problem | undefined {
  if (!isObject(value)) return whole(false, 'must be an object', value);
  for (const [key, member] of Object.entries(value)) {
    const found =
      form === 'schema by pattern'
        ? problemOfPattern(key)
        : form === 'names by name' || (form === 'schema or names by name' && Array.isArray(member))
          ? problemOfNames(member)
          : undefined;
    if (found !== undefined) return { ...found, members: [key, ...found.members] };
  }
  return undefined;
}

function problemOfNames(value: unknown): Problem | undefined {
  if (!isArray(value)) return whole(false, 'must be an array of property names', value);
  const wrong = value.findIndex((name) => typeof name !== 'string');
  if (wrong !== -1) return { members: [wrong], problem: `must be a string, not ${kindOf(value[wrong])}` };
  return whole(new Set(value).size === value.length, 'must name each property once', value);
}

function problemOfType(value: unknown): Problem | undefined {
  const expected = `must be one of ${typeNames.join(', ')}`;
  if (!isArray(value)) return whole(isTypeName(value), expected, value);
  const wrong = value.findIndex((name) => !isTypeName(name));
  if (wrong !== -1) return { members: [wrong], problem: `${expected}, not ${kindOf(value[wrong])}` };
  return whole(
    value.length > 0 && new Set(value).size === value.length,
    'must name one type or more, each once',
    value,
  );
}

function problemOfPattern(pattern: string): Problem | undefined {
  return whole(regexOf(pattern) !== undefined, 'must be a regular expression', pattern);
}

function whole(isRight: boolean, expected: string, value: unknown): Problem | undefined {
  return isRight ? undefined : { members: [], problem: `${expected}, not ${kindOf(value)}` };
}

function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

export function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function isCount(value: unknown): boolean {
  return isNumber(value) && value >= 0 && (typeof value === 'bigint' || Number.isInteger(value));
}

/** A short scalar as it is, anything else by its kind. */
function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  const text = printJson(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
