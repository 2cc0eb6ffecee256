import { isObject, type JsonObject } from '../../json.ts';
import { memberName, Names } from '../identifiers.ts';
import { resolveReference } from '../json-schema/resolve-reference.ts';
import { TextTypes } from './text-types.ts';
import { commentText, grouped, intersectionText, literalText, unionText } from './typescript-text.ts';

export interface TypeScriptOptions {
  /** What the type of the whole is called, where the schema has no title. */
  readonly name: string;
  /** Whether values come from a decoder of ours: bytes as Uint8Array, long integers perhaps as bigint. Else they are parsed JSON. */
  readonly decoded: boolean;
}

interface Printer {
  readonly document: JsonObject;
  readonly names: Names;
  readonly texts: TextTypes;
  /** The name of each schema that has been declared, or is being. */
  readonly declared: Map<JsonObject, string>;
  readonly declarations: string[];
}

/** TypeScript types of the values that are valid under a JSON Schema (any draft). What types cannot say is left out. */
export function typescriptOf(document: JsonObject, options: TypeScriptOptions): string {
  const texts = new TextTypes(options.decoded);
  const names = new Names([...TextTypes.names(), 'Record', 'Uint8Array']);
  const printer: Printer = { document, names, texts, declared: new Map(), declarations: [] };
  const target = document['$ref'] === undefined ? document : resolve(document['$ref'], printer);
  if (isObject(target)) declare(target, titleOf(target) ?? options.name, printer);
  return [...printer.declarations, ...texts.declarations()].join('\n');
}

/** Declares the schema under a name of its own and returns that. */
function declare(schema: JsonObject, wanted: string, printer: Printer): string {
  const known = printer.declared.get(schema);
  if (known !== undefined) return known;
  const name = printer.names.take(wanted);
  printer.declared.set(schema, name);
  const place = printer.declarations.push('') - 1;
  const isInterface = hasMembers(schema) && !combinators.some((keyword) => schema[keyword] !== undefined);
  const body = isInterface
    ? `interface ${name} ${members(schema, name, printer)}`
    : `type ${name} = ${typeOf(schema, name, printer, true)};`;
  printer.declarations[place] = `${commentText(schema, '')}export ${body}\n`;
  return name;
}

const combinators = ['$ref', 'allOf', 'anyOf', 'oneOf', 'enum', 'const'];

/** `isDeclaring`: the schema's own name is what is being declared, so that it must be spelt out. */
function typeOf(schema: unknown, hint: string, printer: Printer, isDeclaring = false): string {
  if (schema === false) return 'never';
  if (!isObject(schema)) return 'unknown';
  if (!isDeclaring && printer.declared.has(schema)) return printer.declared.get(schema) ?? 'unknown';
  const all = Array.isArray(schema['allOf']) ? schema['allOf'] : [];
  return intersectionText([
    referenceOf(schema, printer),
    literals(schema),
    ...all.map((each) => typeOf(each, hint, printer)),
    unionOf(schema['anyOf'], hint, printer),
    unionOf(schema['oneOf'], hint, printer),
    ownType(schema, hint, printer, isDeclaring),
  ]);
}

function referenceOf({ $ref, $dynamicRef, $recursiveRef }: JsonObject, printer: Printer): string | undefined {
  const reference = $ref ?? $dynamicRef ?? $recursiveRef;
  const target = resolve(reference, printer);
  if (typeof reference !== 'string' || !isObject(target)) return undefined;
  return declare(target, titleOf(target) ?? reference.slice(reference.lastIndexOf('/') + 1), printer);
}

function resolve(reference: unknown, { document }: Printer): unknown {
  return typeof reference === 'string' ? resolveReference(document, reference) : undefined;
}

function literals(schema: JsonObject): string | undefined {
  if (schema['const'] !== undefined) return literalText(schema['const']);
  const values = schema['enum'];
  return Array.isArray(values) ? (unionText(values.map(literalText)) ?? 'never') : undefined;
}

function unionOf(schemas: unknown, hint: string, printer: Printer): string | undefined {
  if (!Array.isArray(schemas)) return undefined;
  const types = schemas.map((each) => typeOf(each, hint, printer));
  return types.includes('unknown') ? undefined : unionText(types);
}

function ownType(schema: JsonObject, hint: string, printer: Printer, isDeclaring: boolean): string | undefined {
  const { type } = schema;
  // Literals say more than their type.
  if (schema['const'] !== undefined || schema['enum'] !== undefined) return undefined;
  const kinds: readonly unknown[] = Array.isArray(type) ? type : [type ?? (hasMembers(schema) ? 'object' : undefined)];
  return unionText(kinds.map((kind) => typeOfKind(kind, schema, hint, printer, isDeclaring)));
}

function typeOfKind(kind: unknown, schema: JsonObject, hint: string, printer: Printer, isDeclaring: boolean): string {
  switch (kind) {
    case 'null':
    case 'boolean':
      return kind;
    case 'number':
      return 'number';
    case 'integer':
      return printer.texts.integer(schema['format']);
    case 'string':
      return printer.texts.string(schema['format'], schema['contentEncoding']);
    case 'array':
      return arrayOf(schema, hint, printer);
    case 'object':
      if (!hasMembers(schema)) return `Record<string, ${typeOf(schema['additionalProperties'], hint, printer)}>`;
      return isDeclaring ? members(schema, hint, printer) : declare(schema, titleOf(schema) ?? hint, printer);
    default:
      return 'unknown';
  }
}

function arrayOf(schema: JsonObject, hint: string, printer: Printer): string {
  const { items, prefixItems, additionalItems } = schema;
  const tuple = Array.isArray(prefixItems) ? prefixItems : Array.isArray(items) ? items : undefined;
  const rest = Array.isArray(items) ? additionalItems : items;
  const item = typeOf(rest, `${hint}Item`, printer);
  if (tuple === undefined) return `${grouped(item)}[]`;
  const places = tuple.map((each, index) => `${grouped(typeOf(each, `${hint}Item${index + 1}`, printer))}?`);
  return `[${[...places, ...(rest === false ? [] : [`...${grouped(item)}[]`])].join(', ')}]`;
}

function hasMembers(schema: JsonObject): boolean {
  const { properties } = schema;
  return isObject(properties) && Object.keys(properties).length > 0;
}

function members(schema: JsonObject, owner: string, printer: Printer): string {
  const properties = Object.entries(schema['properties'] as JsonObject);
  const { required, additionalProperties } = schema;
  const lines = properties.map(([name, member]) => {
    const isRequired = Array.isArray(required) && required.includes(name);
    const type = typeOf(member, `${owner} ${name}`, printer);
    return `${commentText(member, '  ')}  ${memberName(name)}${isRequired ? '' : '?'}: ${type};\n`;
  });
  // Other members may be of any type: what the named ones are must fit here too.
  const others = isObject(additionalProperties) ? '  [name: string]: unknown;\n' : '';
  return `{\n${lines.join('')}${others}}`;
}

function titleOf(schema: JsonObject): string | undefined {
  return typeof schema['title'] === 'string' && schema['title'] !== '' ? schema['title'] : undefined;
}
