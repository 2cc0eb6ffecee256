import type { Column, Format, SerdeFeature, SerdeInfo } from '../plan/physical-plan.ts';
import { sqlError } from '../syntax/sql-error.ts';
import { checkColumns } from './check-serde.ts';
import { FORMATS } from './format-names.ts';
import type { WithProperties } from './with-properties.ts';

export type Side = 'key' | 'value';

/** Session settings by name, as `SET 'name'='value'` gives them. */
export type Settings = Readonly<Record<string, string>>;

/** The properties of a format that a WITH clause names, checked against what the format takes. */
export function formatProperties(format: Format, side: Side, properties: WithProperties): Record<string, string> {
  const named = side === 'key' ? keyProperties(properties) : valueProperties(properties);
  const given = Object.entries(named).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const known = FORMATS[format].properties;
  const unknown = given.map(([name]) => name).filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw sqlError('plan', `${format} does not support the following configs: [${unknown.join(', ')}]`);
  }
  if (named['fullSchemaName']?.trim() === '') {
    throw sqlError('plan', 'fullSchemaName cannot be empty. Format configuration: {fullSchemaName=}');
  }
  return Object.fromEntries(given);
}

function keyProperties(properties: WithProperties): Record<string, string | undefined> {
  return {
    delimiter: properties.keyDelimiter,
    fullSchemaName: properties.keySchemaFullName,
    schemaId: properties.keySchemaId?.toString(),
    nullableRepresentation: properties.keyNullable?.toLowerCase(),
  };
}

function valueProperties(properties: WithProperties): Record<string, string | undefined> {
  return {
    delimiter: properties.valueDelimiter,
    fullSchemaName: properties.valueSchemaFullName,
    schemaId: properties.valueSchemaId?.toString(),
    nullableRepresentation: properties.valueNullable?.toLowerCase(),
  };
}

/** How keys of these columns are written. No columns: NONE. A single key column is unwrapped where the format leaves the choice. */
export function keySerde(
  format: Format,
  columns: readonly Column[],
  properties: Readonly<Record<string, string>>,
): SerdeInfo {
  if (columns.length === 0) return { format: 'NONE', properties: {}, features: [] };
  const traits = FORMATS[format];
  const features: SerdeFeature[] = columns.length === 1 && traits.wrap && traits.unwrap ? ['UNWRAP_SINGLES'] : [];
  const serde: SerdeInfo = { format, properties, features };
  checkColumns('key', serde, columns);
  return serde;
}

/** How values of these columns are written; `wrap` as WRAP_SINGLE_VALUE says, else as the session's settings do. */
export function valueSerde(
  format: Format,
  columns: readonly Column[],
  properties: Readonly<Record<string, string>>,
  wrap: boolean | undefined,
  settings: Settings,
): SerdeInfo {
  const serde: SerdeInfo = { format, properties, features: valueFeatures(format, columns.length, wrap, settings) };
  checkColumns('value', serde, columns);
  return serde;
}

function valueFeatures(format: Format, count: number, wrap: boolean | undefined, settings: Settings): SerdeFeature[] {
  const traits = FORMATS[format];
  if (wrap !== undefined) {
    if (!(wrap ? traits.wrap : traits.unwrap)) {
      throw sqlError('plan', `Format '${format}' does not support 'WRAP_SINGLE_VALUE' set to '${wrap}'.`);
    }
    if (count !== 1) throw sqlError('plan', "'WRAP_SINGLE_VALUE' is only valid for single-field value schemas");
    return traits.wrap && traits.unwrap ? [wrap ? 'WRAP_SINGLES' : 'UNWRAP_SINGLES'] : [];
  }
  const setting = settings['ksql.persistence.wrap.single.values'];
  if (count !== 1 || setting === undefined || !traits.wrap || !traits.unwrap) return [];
  return [setting === 'true' ? 'WRAP_SINGLES' : 'UNWRAP_SINGLES'];
}
