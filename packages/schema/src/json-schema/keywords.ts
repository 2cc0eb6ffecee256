import { isObject, type JsonObject } from '../json.ts';
import type { Draft } from './draft.ts';

/** What the value of a keyword must be. The first group holds schemas, which `subschemas` finds. */
export type Form =
  | 'schema'
  | 'schema or flag'
  | 'schemas'
  | 'schema or schemas'
  | 'schema by name'
  | 'schema by pattern'
  | 'schema or names by name'
  | 'names by name'
  | 'names'
  | 'type'
  | 'values'
  | 'value'
  | 'count'
  | 'number'
  | 'positive number'
  | 'flag'
  | 'pattern'
  | 'text'
  | 'note'
  | 'reference'
  | 'id'
  | 'anchor';

type Row = readonly [form: Form, names: string, since: Draft, until?: Draft];

/** The keywords that say something to us, and the drafts that know them. Any other member of a schema is free to be what it likes. */
const rows: readonly Row[] = [
  ['schema', 'not', 4],
  ['schema', 'propertyNames contains', 6],
  ['schema', 'if then else', 7],
  ['schema', 'unevaluatedProperties unevaluatedItems', 2019],
  ['schema', 'items', 2020],
  ['schema or flag', 'additionalProperties', 4],
  ['schema or flag', 'additionalItems', 4, 2019],
  ['schemas', 'allOf anyOf oneOf', 4],
  ['schemas', 'prefixItems', 2020],
  ['schema or schemas', 'items', 4, 2019],
  ['schema by name', 'properties definitions', 4],
  ['schema by name', '$defs dependentSchemas', 2019],
  ['schema by pattern', 'patternProperties', 4],
  ['schema or names by name', 'dependencies', 4, 7],
  ['names by name', 'dependentRequired', 2019],
  ['names', 'required', 4],
  ['type', 'type', 4],
  ['values', 'enum', 4],
  ['value', 'const', 6],
  ['count', 'minLength maxLength minItems maxItems minProperties maxProperties', 4],
  ['count', 'minContains maxContains', 2019],
  ['number', 'minimum maximum', 4],
  ['number', 'exclusiveMinimum exclusiveMaximum', 6],
  ['flag', 'exclusiveMinimum exclusiveMaximum', 4, 4],
  ['positive number', 'multipleOf', 4],
  ['flag', 'uniqueItems', 4],
  ['pattern', 'pattern', 4],
  ['text', 'format', 4],
  ['note', '$schema title description', 4],
  ['reference', '$ref', 4],
  ['reference', '$recursiveRef', 2019, 2019],
  ['reference', '$dynamicRef', 2020],
  ['id', 'id', 4, 4],
  ['id', '$id', 6],
  ['anchor', '$anchor', 2019],
  ['anchor', '$dynamicAnchor', 2020],
];

const byDraft = new Map<Draft, ReadonlyMap<string, Form>>();

/** The keywords of a draft and their forms. */
export function keywordsOf(draft: Draft): ReadonlyMap<string, Form> {
  const known = byDraft.get(draft);
  if (known !== undefined) return known;
  const forms = new Map<string, Form>();
  for (const [form, names, since, until = 2020] of rows) {
    if (draft >= since && draft <= until) for (const name of names.split(' ')) forms.set(name, form);
  }
  byDraft.set(draft, forms);
  return forms;
}

/** Whether the draft has the member say something of data; what only describes, names or defines does not. */
export function asserts(name: string, draft: Draft): boolean {
  const form = keywordsOf(draft).get(name);
  if (form === undefined || form === 'note' || form === 'id' || form === 'anchor') return false;
  return name !== 'definitions' && name !== '$defs';
}

/** A schema inside another one, and the members that lead to it. */
export interface Subschema {
  readonly members: readonly (string | number)[];
  readonly json: unknown;
}

/** The schemas directly inside one whose keywords have the right forms. */
export function subschemas(json: JsonObject, draft: Draft): readonly Subschema[] {
  const found: Subschema[] = [];
  for (const [name, form] of keywordsOf(draft)) {
    const value = Object.hasOwn(json, name) ? json[name] : undefined;
    if (value !== undefined) addSubschemas(found, name, form, value);
  }
  return found;
}

function addSubschemas(found: Subschema[], name: string, form: Form, value: unknown): void {
  switch (form) {
    case 'schema':
      found.push({ members: [name], json: value });
      return;
    case 'schema or flag':
      if (typeof value !== 'boolean') found.push({ members: [name], json: value });
      return;
    case 'schemas':
    case 'schema or schemas':
      if (Array.isArray(value)) value.forEach((json: unknown, index) => found.push({ members: [name, index], json }));
      else found.push({ members: [name], json: value });
      return;
    case 'schema by name':
    case 'schema by pattern':
    case 'schema or names by name':
      if (!isObject(value)) return;
      for (const [key, json] of Object.entries(value)) {
        if (!Array.isArray(json)) found.push({ members: [name, key], json });
      }
      return;
    default:
      return;
  }
}
