import { parseFormat } from '../analysis/format-names.ts';
import type { DataSource } from '../analysis/metastore.ts';
import { formatProperties, keySerde, type Settings, valueSerde } from '../analysis/serde.ts';
import { defaultProperties } from '../analysis/default-properties.ts';
import { timestampColumn } from '../analysis/timestamp-column.ts';
import type { WithProperties } from '../analysis/with-properties.ts';
import { sqlError } from '../syntax/sql-error.ts';
import type { KeyFormat, Stage } from './stage.ts';

/** The key format that WITH asks for; null: it asks for none. */
export function requestedKeyFormat(properties: WithProperties): KeyFormat | null {
  const named = properties.keyFormat ?? properties.format;
  if (named === undefined) return null;
  const format = parseFormat(named);
  return { format, properties: formatProperties(format, 'key', properties) };
}

/** What CREATE … AS SELECT makes: topic and formats from WITH, else those of the query's first source. */
export function planSink(
  name: string,
  stage: Stage,
  properties: WithProperties,
  settings: Settings,
  statement: string,
): DataSource {
  const { schema, relation, window } = stage.step;
  const requested = requestedKeyFormat(properties);
  if (properties.keyFormat !== undefined && schema.key.length === 0 && requested?.format !== 'NONE') {
    throw sqlError('plan', 'Key format specified for stream without key columns.');
  }
  if (relation === 'table' && schema.value.length === 0)
    throw sqlError('plan', 'The projection contains no value columns.');
  const key = requested ?? sinkFormat(stage.keyFormat, formatPropertiesOf(stage.keyFormat, 'key', properties));
  const named = properties.valueFormat ?? properties.format;
  const valueFormat = named === undefined ? stage.valueFormat.format : parseFormat(named);
  const valueProperties = formatProperties(valueFormat, 'value', properties);
  const value = sinkFormat({ ...stage.valueFormat, format: valueFormat }, valueProperties, stage.valueFormat.format);
  return {
    name,
    kind: relation,
    schema,
    topic: properties.topic ?? `${settings['ksql.output.topic.name.prefix'] ?? ''}${name}`,
    keySerde: keySerde(key.format, schema.key, defaultProperties(key.format, 'key', key.properties, name)),
    valueSerde: valueSerde(
      value.format,
      schema.value,
      defaultProperties(value.format, 'value', value.properties, name),
      properties.wrapSingleValue,
      settings,
    ),
    window,
    timestamp: timestampColumn(schema, properties),
    readOnly: false,
    derived: true,
    statement,
  };
}

function formatPropertiesOf(
  { format }: KeyFormat,
  side: 'key' | 'value',
  properties: WithProperties,
): Record<string, string> {
  return format === 'NONE' ? {} : formatProperties(format, side, properties);
}

/** Properties about the layout carry over to a sink of the same format; those that name a schema do not. */
const INHERITED = ['delimiter', 'unwrapPrimitives', 'nullableRepresentation'];

function sinkFormat(format: KeyFormat, given: Record<string, string>, inheritedFrom = format.format): KeyFormat {
  const inherited = Object.entries(format.properties).filter(([name]) => INHERITED.includes(name));
  const base = inheritedFrom === format.format ? Object.fromEntries(inherited) : {};
  return { format: format.format, properties: { ...base, ...given } };
}
