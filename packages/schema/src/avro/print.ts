import { unreachable } from '@millrace/base';
import { printJson, spelledMember, SpelledNumber } from '../json.ts';
import { namespaceOf, simpleNameOf } from './names.ts';
import { isPrimitive, type Attributes, type AvroField, type AvroNamed, type AvroSchema } from './schema.ts';

interface PrintOptions {
  /** Full names that are used by name and never defined: the types of the references. */
  readonly known?: Iterable<string>;
  /** Attributes, aliases and the members of defaults sorted, so that equal meanings print equally. Default false: the order as written. */
  readonly sorted?: boolean;
}
interface Printer {
  readonly printed: Set<string>;
  readonly sorted: boolean;
}
type Members = Record<string, unknown>;

/**
 * The schema on one line with its members in the order of Avro's own printers, which is what registries keep and hash.
 * A named type is defined where it first stands and used by name after.
 */
export function printAvro(schema: AvroSchema, options: PrintOptions = {}): string {
  const printer = { printed: new Set(options.known ?? []), sorted: options.sorted ?? false };
  return printJson(typeOf(schema, '', printer));
}

function typeOf(schema: AvroSchema, namespace: string, printer: Printer): unknown {
  if (isPrimitive(schema)) {
    const attributes = attributesOf(schema.attributes, printer);
    return Object.keys(attributes).length === 0 ? schema.kind : { type: schema.kind, ...attributes };
  }
  switch (schema.kind) {
    case 'union':
      return schema.branches.map((branch) => typeOf(branch, namespace, printer));
    case 'array':
      return {
        type: 'array',
        items: typeOf(schema.items, namespace, printer),
        ...attributesOf(schema.attributes, printer),
      };
    case 'map':
      return {
        type: 'map',
        values: typeOf(schema.values, namespace, printer),
        ...attributesOf(schema.attributes, printer),
      };
    case 'record':
    case 'enum':
    case 'fixed':
      return namedTypeOf(schema, namespace, printer);
  }
}

function namedTypeOf(schema: AvroNamed, namespace: string, printer: Printer): unknown {
  const own = namespaceOf(schema.name);
  if (printer.printed.has(schema.name)) return own === namespace ? simpleNameOf(schema.name) : schema.name;
  printer.printed.add(schema.name);
  const aliases = schema.aliases.map((alias) => (namespaceOf(alias) === own ? simpleNameOf(alias) : alias));
  return {
    type: schema.kind === 'record' && schema.isError ? 'error' : schema.kind,
    name: simpleNameOf(schema.name),
    ...(own === namespace ? {} : { namespace: own }),
    ...(schema.doc === undefined ? {} : { doc: schema.doc }),
    ...bodyOf(schema, own, printer),
    ...attributesOf(schema.attributes, printer),
    ...aliasesOf(aliases, printer),
  };
}

function bodyOf(schema: AvroNamed, namespace: string, printer: Printer): Members {
  switch (schema.kind) {
    case 'record':
      return { fields: schema.fields.map((field) => fieldOf(field, namespace, printer)) };
    case 'enum':
      return { symbols: schema.symbols, ...(schema.default === undefined ? {} : { default: schema.default }) };
    case 'fixed':
      return { size: schema.size };
    default:
      return unreachable(schema);
  }
}

function fieldOf(field: AvroField, namespace: string, printer: Printer): Members {
  return {
    name: field.name,
    type: typeOf(field.type, namespace, printer),
    ...(field.doc === undefined ? {} : { doc: field.doc }),
    ...defaultOf(field, printer),
    ...(field.order === 'ascending' ? {} : { order: field.order }),
    ...aliasesOf(field.aliases, printer),
    ...attributesOf(field.attributes, printer),
  };
}

function defaultOf(field: AvroField, printer: Printer): Members {
  if (field.default === undefined) return {};
  return { default: printer.sorted ? sortedDeeply(field.default.printed) : field.default.printed };
}

function aliasesOf(aliases: readonly string[], printer: Printer): Members {
  if (aliases.length === 0) return {};
  return { aliases: printer.sorted ? aliases.toSorted() : aliases };
}

function attributesOf(attributes: Attributes, printer: Printer): Members {
  return printer.sorted ? (sortedDeeply(attributes) as Members) : { ...attributes };
}

function sortedDeeply(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof SpelledNumber) return value;
  if (Array.isArray(value)) return value.map((_, index) => sortedDeeply(spelledMember(value, String(index))));
  const names = Object.keys(value).toSorted();
  return Object.fromEntries(names.map((name) => [name, sortedDeeply(spelledMember(value, name))]));
}
