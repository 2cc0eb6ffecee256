import type { WithProperty } from '../syntax/ast.ts';
import type { AstExpression } from '../syntax/ast-expression.ts';
import { nearest } from '../syntax/nearest.ts';
import { sqlError } from '../syntax/sql-error.ts';
import { parseWindowSize } from './window-size.ts';

/** What a WITH clause says, by name. Absent: not said. */
export interface WithProperties {
  readonly topic?: string;
  readonly partitions?: number;
  readonly replicas?: number;
  readonly retentionMs?: number;
  readonly format?: string;
  readonly keyFormat?: string;
  readonly valueFormat?: string;
  readonly keyDelimiter?: string;
  readonly valueDelimiter?: string;
  readonly timestamp?: string;
  readonly timestampFormat?: string;
  readonly wrapSingleValue?: boolean;
  readonly keySchemaId?: number;
  readonly valueSchemaId?: number;
  readonly keySchemaFullName?: string;
  readonly valueSchemaFullName?: string;
  readonly keyNullable?: string;
  readonly valueNullable?: string;
  readonly windowType?: 'TUMBLING' | 'HOPPING' | 'SESSION';
  readonly windowSizeMs?: number;
  readonly queryId?: string;
  readonly cleanupPolicy?: string;
}

type Mutable = { -readonly [K in keyof WithProperties]: WithProperties[K] };
type Reader = (target: Mutable, value: AstExpression, name: string) => void;

const READERS: Readonly<Record<string, Reader>> = {
  KAFKA_TOPIC: (target, value, name) => (target.topic = textOf(value, name)),
  PARTITIONS: (target, value, name) => (target.partitions = integerOf(value, name)),
  REPLICAS: (target, value, name) => (target.replicas = integerOf(value, name)),
  RETENTION_MS: (target, value, name) => (target.retentionMs = integerOf(value, name)),
  CLEANUP_POLICY: (target, value, name) => (target.cleanupPolicy = textOf(value, name)),
  FORMAT: (target, value, name) => (target.format = textOf(value, name)),
  KEY_FORMAT: (target, value, name) => (target.keyFormat = textOf(value, name)),
  VALUE_FORMAT: (target, value, name) => (target.valueFormat = textOf(value, name)),
  KEY_DELIMITER: (target, value, name) => (target.keyDelimiter = delimiterOf(value, name)),
  VALUE_DELIMITER: (target, value, name) => (target.valueDelimiter = delimiterOf(value, name)),
  TIMESTAMP: (target, value, name) => (target.timestamp = nameOf(textOf(value, name))),
  TIMESTAMP_FORMAT: (target, value, name) => (target.timestampFormat = textOf(value, name)),
  WRAP_SINGLE_VALUE: (target, value, name) => (target.wrapSingleValue = booleanOf(value, name)),
  KEY_SCHEMA_ID: (target, value, name) => (target.keySchemaId = integerOf(value, name)),
  VALUE_SCHEMA_ID: (target, value, name) => (target.valueSchemaId = integerOf(value, name)),
  KEY_SCHEMA_FULL_NAME: (target, value, name) => (target.keySchemaFullName = textOf(value, name)),
  VALUE_SCHEMA_FULL_NAME: (target, value, name) => (target.valueSchemaFullName = textOf(value, name)),
  VALUE_AVRO_SCHEMA_FULL_NAME: (target, value, name) => (target.valueSchemaFullName = textOf(value, name)),
  KEY_PROTOBUF_NULLABLE_REPRESENTATION: (target, value, name) => (target.keyNullable = textOf(value, name)),
  VALUE_PROTOBUF_NULLABLE_REPRESENTATION: (target, value, name) => (target.valueNullable = textOf(value, name)),
  WINDOW_TYPE: (target, value, name) => (target.windowType = windowTypeOf(value, name)),
  WINDOW_SIZE: (target, value, name) => (target.windowSizeMs = parseWindowSize(textOf(value, name))),
  QUERY_ID: (target, value, name) => (target.queryId = textOf(value, name).toUpperCase()),
  SOURCED_BY_CONNECTOR: (_target, value, name) => void textOf(value, name),
};

export const PROPERTY_NAMES: readonly string[] = Object.keys(READERS);

const ONLY_CREATE = new Set(['WINDOW_TYPE', 'WINDOW_SIZE', 'SOURCED_BY_CONNECTOR']);
const ONLY_AS_SELECT = new Set(['QUERY_ID']);

/** Reads a WITH clause. Raises an SQL error for an unknown name, a value of the wrong type, or names that exclude each other. */
export function readProperties(properties: readonly WithProperty[], of: 'create' | 'asSelect'): WithProperties {
  const target: Mutable = {};
  for (const { name, value, at } of properties) {
    const upper = name.toUpperCase();
    const read = READERS[upper];
    if (read === undefined || (of === 'create' ? ONLY_AS_SELECT : ONLY_CREATE).has(upper)) {
      const near = nearest(upper, PROPERTY_NAMES);
      const hint = near === null || near === upper ? '' : `\nDid you mean ${near}?`;
      throw sqlError(
        'prepare',
        `Failed to prepare statement: Invalid config variable(s) in the WITH clause: ${upper}${hint}`,
        at,
      );
    }
    read(target, value, upper);
  }
  refuseContradictions(target);
  return target;
}

function refuseContradictions(properties: WithProperties): void {
  for (const side of ['KEY_FORMAT', 'VALUE_FORMAT'] as const) {
    const given = side === 'KEY_FORMAT' ? properties.keyFormat : properties.valueFormat;
    if (properties.format === undefined || given === undefined) continue;
    throw sqlError(
      'plan',
      `Cannot supply both '${side}' and 'FORMAT' properties, as 'FORMAT' sets both key and value formats. Either use just 'FORMAT', or use 'KEY_FORMAT' and 'VALUE_FORMAT'.`,
    );
  }
  if (properties.windowType === 'SESSION' && properties.windowSizeMs !== undefined) {
    throw sqlError('prepare', "Failed to prepare statement: 'WINDOW_SIZE' should not be set for SESSION windows.");
  }
  if (properties.windowType === undefined || properties.windowType === 'SESSION') return;
  if (properties.windowSizeMs !== undefined) return;
  const detail = `Tumbling and hopping window types should set 'WINDOW_SIZE' in the WITH clause. For example: WITH (WINDOW_TYPE='${properties.windowType}', WINDOW_SIZE='10 SECONDS', …)`;
  throw sqlError('prepare', `Failed to prepare statement: ${detail}`);
}

/** A column's name given as text: upper-cased unless quoted. */
function nameOf(text: string): string {
  const quoted = /^[`"](.*)[`"]$/.exec(text);
  return quoted?.[1] ?? text.toUpperCase();
}

function textOf(value: AstExpression, name: string): string {
  if (value.kind === 'string') return value.value;
  if (value.kind === 'column' && value.source === null) return value.name;
  throw invalid(name, 'a text in single quotes', value);
}

function integerOf(value: AstExpression, name: string): number {
  const text = value.kind === 'integer' ? value.text : value.kind === 'string' ? value.value : '';
  if (!/^-?\d+$/.test(text)) throw invalid(name, 'a whole number', value);
  return Number(text);
}

function booleanOf(value: AstExpression, name: string): boolean {
  if (value.kind === 'boolean') return value.value;
  if (value.kind === 'string' && /^(true|false)$/i.test(value.value)) return value.value.toLowerCase() === 'true';
  throw invalid(name, 'true or false', value);
}

function windowTypeOf(value: AstExpression, name: string): 'TUMBLING' | 'HOPPING' | 'SESSION' {
  const text = textOf(value, name).toUpperCase();
  if (text === 'TUMBLING' || text === 'HOPPING' || text === 'SESSION') return text;
  throw invalid(name, 'TUMBLING, HOPPING or SESSION', value);
}

/** One character, or the word SPACE or TAB for it. */
function delimiterOf(value: AstExpression, name: string): string {
  const text = textOf(value, name);
  if (text.toUpperCase() === 'TAB') return '\t';
  if (text.toUpperCase() === 'SPACE') return ' ';
  const fail = (problem: string): Error =>
    sqlError(
      'prepare',
      `Failed to prepare statement: Configuration ${name} is invalid: ${problem}, if you meant to have a tab or space for delimiter, please use the special values 'TAB' or 'SPACE'\nExample valid value: ';'`,
      value.at,
    );
  if (text.trim() === '') throw fail('Delimiter cannot be empty');
  if (text.length > 1) throw fail(`Invalid delimiter value: '${text}'. Delimiter must be a single character`);
  return text;
}

function invalid(name: string, wanted: string, value: AstExpression): Error {
  return sqlError(
    'prepare',
    `Failed to prepare statement: Configuration ${name} is invalid: it must be ${wanted}.`,
    value.at,
  );
}
