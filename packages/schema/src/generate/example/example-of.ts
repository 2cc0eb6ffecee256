import { faker } from '@faker-js/faker/locale/en';
import type { ParsedSchema } from '../../schema-kind.ts';
import { languageOf } from '../language.ts';
import { newScene } from './scene.ts';

export interface ExampleOptions {
  /** The same seed gives the same examples. Default 1. */
  readonly seed?: number;
  /** Default 1. */
  readonly count?: number;
  /** Milliseconds since the epoch; moments lie in the thirty days before. Default the beginning of 2026. */
  readonly near?: number;
}

/**
 * Examples of records: valid under the schema, and realistic by the names of fields and by logical types. For Avro and Protobuf they
 * are what our encoders take, for JSON Schema plain JSON.
 * @throws MillraceError SCHEMA_INVALID when none can be made, as of a type that holds itself without end
 */
export function exampleOf(schema: ParsedSchema, options: ExampleOptions = {}): readonly unknown[] {
  const { seed = 1, count = 1, near = Date.UTC(2026, 0, 1) } = options;
  const make = languageOf(schema).exampler(schema);
  faker.seed(seed);
  return Array.from({ length: count }, () => make(newScene(faker, near)));
}
