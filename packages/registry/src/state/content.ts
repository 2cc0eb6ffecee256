import type { JsonObject } from './json.ts';

export interface SchemaReference {
  /** The name by which the schema uses it; for Avro the full name of the type. */
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

/** What an id stands for, whatever subjects it is registered under. */
export interface Content {
  readonly schema: string;
  readonly schemaType: string;
  readonly references: readonly SchemaReference[];
  /** `{tags: {path: [tag]}, properties: {name: text}, sensitive: [name]}`, each member optional. */
  readonly metadata?: JsonObject;
  /** `{migrationRules: [rule], domainRules: [rule], encodingRules: [rule]}`, each member optional. */
  readonly ruleSet?: JsonObject;
}

export function contentOf(value: Content): Content {
  return {
    schema: value.schema,
    schemaType: value.schemaType,
    references: value.references,
    ...(value.metadata === undefined ? {} : { metadata: value.metadata }),
    ...(value.ruleSet === undefined ? {} : { ruleSet: value.ruleSet }),
  };
}

/** A property of the metadata that makes contents differ by their version, so that one can be registered again. */
export const versionProperty = 'confluent:version';

/** The text that a property of the metadata has. */
export function propertyOf({ metadata }: Pick<Content, 'metadata'>, name: string): string | undefined {
  const properties = metadata?.['properties'] as JsonObject | undefined;
  const value = properties?.[name];
  return typeof value === 'string' ? value : undefined;
}
