import type { Format } from '../plan/physical-plan.ts';
import type { Side } from './serde.ts';

/**
 * What ksqlDB sets where a statement does not: a key's Avro record is named for its source (`S1` gives `S1Key`), for keys and
 * values that are no longer read together must not share a name; Protobuf primitives stand for themselves.
 */
export function defaultProperties(
  format: Format,
  side: Side,
  given: Readonly<Record<string, string>>,
  sourceName: string,
): Record<string, string> {
  if (format === 'AVRO' && side === 'key' && given['schemaId'] === undefined) {
    return { fullSchemaName: `io.confluent.ksql.avro_schemas.${camelCase(sourceName)}Key`, ...given };
  }
  if (format === 'PROTOBUF') return { unwrapPrimitives: 'true', ...given };
  return { ...given };
}

/** `MY_STREAM` → `MyStream` */
function camelCase(name: string): string {
  return name
    .split('_')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1).toLowerCase())
    .join('');
}
