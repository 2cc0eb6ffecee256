import type { Column, Format, SerdeInfo, WindowInfo } from '../plan/physical-plan.ts';
import type { ColumnDefinition, CreateSource } from '../syntax/ast.ts';
import { sqlError } from '../syntax/sql-error.ts';
import { formatType, sameType } from '../types/format-type.ts';
import type { SqlType } from '../types/sql-type.ts';
import { defaultProperties } from './default-properties.ts';
import { FORMATS, parseFormat } from './format-names.ts';
import { inferColumns } from './infer-columns.ts';
import type { DataSource, Metastore } from './metastore.ts';
import { isSystemColumn } from './pseudo-columns.ts';
import { resolveType } from './resolve-type.ts';
import type { SchemaLookup } from './schema-catalog.ts';
import { formatProperties, keySerde, type Settings, valueSerde } from './serde.ts';
import { timestampColumn } from './timestamp-column.ts';
import { readProperties, type WithProperties } from './with-properties.ts';

interface Surroundings {
  readonly metastore: Metastore;
  readonly settings: Settings;
  readonly schemas: SchemaLookup;
}

/** CREATE STREAM or TABLE: columns as written, or inferred from the registered schemas where the format has them. */
export function createSource(statement: CreateSource, text: string, surroundings: Surroundings): DataSource {
  const properties = readProperties(statement.properties, 'create');
  const { settings } = surroundings;
  const topic = properties.topic;
  if (topic === undefined) {
    throw sqlError(
      'prepare',
      'Failed to prepare statement: Missing required property "KAFKA_TOPIC" which has no default value.',
      statement.at,
    );
  }
  const formats = sourceFormats(properties, settings);
  formatProperties(formats.value, 'value', properties);
  const written = writtenColumns(statement, surroundings.metastore);
  refuseSchemaIdBesideColumns(written, properties);
  const key = keyColumns(written.key, formats.key, topic, properties, surroundings);
  const value = valueColumns(written, formats.value, topic, properties, surroundings);
  if (statement.sourceKind === 'table' && key.length === 0) {
    throw sqlError('plan', 'Tables require a PRIMARY KEY. Please define the PRIMARY KEY.', statement.at);
  }
  if (key.length + value.length === 0) throw noColumns(formats.value);
  refuseDuplicates([...key, ...value]);
  const schema = { key, value };
  return {
    name: statement.name,
    kind: statement.sourceKind,
    schema,
    topic,
    ...serdesOf(statement.name, schema, formats, properties, settings, written),
    window: windowOf(properties),
    timestamp: timestampColumn(schema, properties),
    readOnly: statement.readOnly,
    derived: false,
    statement: text,
  };
}

interface Formats {
  /** Without key columns a format counts only if it is given; it is passed on to what gets a key later. */
  readonly keyIsGiven: boolean;
  readonly key: Format;
  readonly value: Format;
}

function sourceFormats(properties: WithProperties, settings: Settings): Formats {
  const key = properties.keyFormat ?? properties.format ?? settings['ksql.persistence.default.format.key'] ?? 'KAFKA';
  const value = properties.valueFormat ?? properties.format ?? settings['ksql.persistence.default.format.value'];
  if (value === undefined) {
    throw sqlError(
      'plan',
      "Statement is missing the 'VALUE_FORMAT' property from the WITH clause. Either provide one or set a default via the 'ksql.persistence.default.format.value' config.",
    );
  }
  const keyIsGiven = (properties.keyFormat ?? properties.format) !== undefined;
  return { keyIsGiven, key: parseFormat(key), value: parseFormat(value) };
}

interface Written {
  readonly key: Column[];
  readonly value: Column[];
}

const ALL_HEADERS: SqlType = {
  kind: 'ARRAY',
  element: {
    kind: 'STRUCT',
    fields: [
      { name: 'KEY', type: { kind: 'STRING' } },
      { name: 'VALUE', type: { kind: 'BYTES' } },
    ],
  },
};

function writtenColumns(statement: CreateSource, metastore: Metastore): Written {
  const written: Written = { key: [], value: [] };
  for (const definition of statement.columns) {
    if (isSystemColumn(definition.name)) {
      throw sqlError(
        'plan',
        `'${definition.name}' is a reserved column name. You cannot use it as a name for a column.`,
        definition.at,
      );
    }
    const column = columnOf(definition, resolveType(definition.type, metastore.types));
    const isKey = definition.role === 'key' || definition.role === 'primaryKey';
    (isKey ? written.key : written.value).push(column);
  }
  return written;
}

function columnOf(definition: ColumnDefinition, type: SqlType): Column {
  const { name, role, headerKey } = definition;
  if (role !== 'headers') return { name, type };
  const expected: SqlType = headerKey === null ? ALL_HEADERS : { kind: 'BYTES' };
  if (!sameType(type, expected)) {
    const shown = headerKey === null ? 'HEADERS' : `HEADER('${headerKey}')`;
    throw sqlError(
      'plan',
      `Invalid type for ${shown} column: expected ${formatType(expected)}, got ${formatType(type)}`,
      definition.at,
    );
  }
  return { name, type, headers: { key: headerKey } };
}

function refuseSchemaIdBesideColumns(written: Written, properties: WithProperties): void {
  const both = (side: string): Error =>
    sqlError('plan', `Table elements and ${side}_SCHEMA_ID cannot both exist for create statement.`);
  if (written.key.length > 0 && properties.keySchemaId !== undefined) throw both('KEY');
  if (written.value.length > 0 && properties.valueSchemaId !== undefined) throw both('VALUE');
}

function keyColumns(
  written: Column[],
  format: Format,
  topic: string,
  properties: WithProperties,
  { schemas }: Surroundings,
): Column[] {
  if (written.length > 0 || !FORMATS[format].registry) return written;
  const schemaId = properties.keySchemaId ?? null;
  if (schemaId === null && schemas.idOf(`${topic}-key`) === undefined && properties.keyFormat === undefined) return [];
  return inferColumns({ side: 'key', format, topic, schemaId, unwrapped: true }, schemas);
}

function valueColumns(
  written: Written,
  format: Format,
  topic: string,
  properties: WithProperties,
  { schemas }: Surroundings,
): Column[] {
  const payload = written.value.filter((column) => column.headers === undefined);
  if (payload.length > 0 || !FORMATS[format].registry) return written.value;
  const unwrapped = properties.wrapSingleValue === false;
  const schemaId = properties.valueSchemaId ?? null;
  return [...inferColumns({ side: 'value', format, topic, schemaId, unwrapped }, schemas), ...written.value];
}

function noColumns(format: Format): Error {
  return sqlError(
    'plan',
    `No columns supplied.\nThe statement lists no columns, and the format ${format} has no registered schema to infer them from. List the columns, or use a format such as AVRO.`,
  );
}

function refuseDuplicates(columns: readonly Column[]): void {
  const twice = columns.find((column, i) => columns.some((other, j) => j < i && other.name === column.name));
  if (twice === undefined) return;
  throw sqlError('plan', `Duplicate column names: ${twice.name}`);
}

function serdesOf(
  name: string,
  schema: Written,
  formats: Formats,
  properties: WithProperties,
  settings: Settings,
  written: Written,
): { keySerde: SerdeInfo; valueSerde: SerdeInfo } {
  const keyProperties = schema.key.length === 0 ? {} : formatProperties(formats.key, 'key', properties);
  const valueProperties = formatProperties(formats.value, 'value', properties);
  const payload = schema.value.filter((column) => column.headers === undefined);
  const inferredWhole = written.value.length === 0 && payload.length === 1 && payload[0]?.name === 'ROWVAL';
  const wrap = properties.wrapSingleValue ?? (inferredWhole && FORMATS[formats.value].unwrap ? false : undefined);
  return {
    keySerde:
      schema.key.length === 0 && formats.keyIsGiven
        ? { format: formats.key, properties: {}, features: [] }
        : keySerde(formats.key, schema.key, defaultProperties(formats.key, 'key', keyProperties, name)),
    valueSerde: valueSerde(
      formats.value,
      payload,
      defaultProperties(formats.value, 'value', valueProperties, name),
      wrap,
      settings,
    ),
  };
}

function windowOf({ windowType, windowSizeMs }: WithProperties): WindowInfo | null {
  return windowType === undefined ? null : { type: windowType, sizeMs: windowSizeMs ?? null };
}
