import type { SqlType, StructField } from '../types/sql-type.ts';
import { Decimal } from '../types/decimal.ts';
import { type Json, parseJson } from './json-scanner.ts';

type JsonSchema = { readonly [name: string]: unknown };

const CONNECT = 'org.apache.kafka.connect.data';

function nullable(schema: JsonSchema, index?: number): JsonSchema {
  return { ...(index === undefined ? {} : { 'connect.index': index }), oneOf: [{ type: 'null' }, schema] };
}

function objectOf(fields: readonly StructField[]): JsonSchema {
  const properties = fields.map((field, i) => [field.name, nullable(schemaOf(field.type), i)]);
  return { type: 'object', properties: Object.fromEntries(properties) as JsonSchema };
}

function named(type: string, connectType: string, name: string): JsonSchema {
  return { type, title: `${CONNECT}.${name}`, 'connect.version': 1, 'connect.type': connectType };
}

/** The JSON Schema of a type as Kafka Connect's converter writes it. */
function schemaOf(type: SqlType): JsonSchema {
  switch (type.kind) {
    case 'BOOLEAN':
      return { type: 'boolean' };
    case 'INTEGER':
      return { type: 'integer', 'connect.type': 'int32' };
    case 'BIGINT':
      return { type: 'integer', 'connect.type': 'int64' };
    case 'DOUBLE':
      return { type: 'number', 'connect.type': 'float64' };
    case 'STRING':
      return { type: 'string' };
    case 'BYTES':
      return { type: 'string', 'connect.type': 'bytes' };
    case 'DECIMAL':
      return {
        ...named('number', 'bytes', 'Decimal'),
        'connect.parameters': { scale: String(type.scale), 'connect.decimal.precision': String(type.precision) },
      };
    case 'DATE':
      return named('integer', 'int32', 'Date');
    case 'TIME':
      return named('integer', 'int32', 'Time');
    case 'TIMESTAMP':
      return named('integer', 'int64', 'Timestamp');
    case 'ARRAY':
      return { type: 'array', items: nullable(schemaOf(type.element)) };
    case 'MAP':
      return { type: 'object', 'connect.type': 'map', additionalProperties: nullable(schemaOf(type.value)) };
    case 'STRUCT':
      return objectOf(type.fields);
  }
}

/** The JSON Schema, as text, that ksqlDB registers for columns: an object, or the bare type of a single unwrapped column. */
export function jsonSchemaOfSql(columns: readonly StructField[], options: { readonly unwrapped: boolean }): string {
  const [only] = columns;
  return JSON.stringify(options.unwrapped && only !== undefined ? nullable(schemaOf(only.type)) : objectOf(columns));
}

type Node = ReadonlyMap<string, Json>;

function nodeOf(json: Json | undefined): Node {
  return json instanceof Map ? json : new Map<string, Json>();
}

/** Without the null of a nullable type. */
function bare(node: Node): Node {
  const choices = node.get('oneOf') ?? node.get('anyOf');
  if (!Array.isArray(choices)) return node;
  return choices.map(nodeOf).find((choice) => choice.get('type') !== 'null') ?? node;
}

function decimalType(node: Node): SqlType {
  const parameters = nodeOf(node.get('connect.parameters'));
  const digits = (name: string, otherwise: number): number => {
    const value = parameters.get(name);
    return typeof value === 'string'
      ? Number(value)
      : value instanceof Decimal
        ? otherwise
        : Number(value ?? otherwise);
  };
  return { kind: 'DECIMAL', precision: digits('connect.decimal.precision', 64), scale: digits('scale', 0) };
}

const TITLED: Readonly<Record<string, SqlType['kind'] & ('DATE' | 'TIME' | 'TIMESTAMP')>> = {
  [`${CONNECT}.Date`]: 'DATE',
  [`${CONNECT}.Time`]: 'TIME',
  [`${CONNECT}.Timestamp`]: 'TIMESTAMP',
};

function objectType(node: Node): SqlType | undefined {
  if (
    node.get('connect.type') === 'map' ||
    (!node.has('properties') && node.get('additionalProperties') instanceof Map)
  ) {
    const value = typeOf(nodeOf(node.get('additionalProperties')));
    return value && { kind: 'MAP', key: { kind: 'STRING' }, value };
  }
  const properties = [...nodeOf(node.get('properties'))].map(([name, json]) => ({ name, node: nodeOf(json) }));
  const place = (property: Node): number => Number(property.get('connect.index') ?? 0);
  const fields = properties
    .toSorted((a, b) => place(a.node) - place(b.node))
    .flatMap(({ name, node: property }): StructField[] => {
      const type = typeOf(property);
      return type === undefined ? [] : [{ name, type }];
    });
  return { kind: 'STRUCT', fields };
}

function typeOf(schema: Node): SqlType | undefined {
  const node = bare(schema);
  const title = node.get('title');
  if (title === `${CONNECT}.Decimal`) return decimalType(node);
  const moment = typeof title === 'string' ? TITLED[title] : undefined;
  if (moment !== undefined) return { kind: moment };
  const connectType = node.get('connect.type');
  switch (node.get('type')) {
    case 'boolean':
      return { kind: 'BOOLEAN' };
    case 'integer':
      return connectType === 'int32' || connectType === 'int16' || connectType === 'int8'
        ? { kind: 'INTEGER' }
        : { kind: 'BIGINT' };
    case 'number':
      return { kind: 'DOUBLE' };
    case 'string':
      return connectType === 'bytes' ? { kind: 'BYTES' } : { kind: 'STRING' };
    case 'array': {
      const element = typeOf(nodeOf(node.get('items')));
      return element && { kind: 'ARRAY', element };
    }
    case 'object':
      return objectType(node);
    default:
      return undefined;
  }
}

/** The SQL type of a registered JSON Schema; undefined for what has none. @throws FormatError where the text is not JSON. */
export function sqlTypeOfJsonSchema(text: string): SqlType | undefined {
  return typeOf(nodeOf(parseJson(text)));
}
