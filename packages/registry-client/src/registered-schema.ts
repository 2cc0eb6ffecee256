import type { SchemaMetadata, TagMetadata } from '@millrace/schema';

/** That a schema uses a version of a subject, by a name. */
export interface SchemaReference {
  /** As `ReferencedSchema.name`. */
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

/** A schema as the registry writes it. There may be more members than these, and `null` stands where one could be absent. */
export interface RegisteredSchema {
  readonly schema: string;
  /** Absent for Avro. */
  readonly schemaType?: string;
  readonly references?: readonly SchemaReference[];
  readonly metadata?: SchemaMetadata & TagMetadata;
  readonly ruleSet?: { readonly encodingRules?: readonly unknown[] };
}

export interface RegisteredVersion extends RegisteredSchema {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

export function isRegisteredSchema(body: unknown): body is RegisteredSchema {
  if (!isObject(body) || typeof body['schema'] !== 'string') return false;
  const references = body['references'] ?? [];
  return Array.isArray(references) && references.every(isReference);
}

export function isRegisteredVersion(body: unknown): body is RegisteredVersion {
  return isRegisteredSchema(body) && 'id' in body && typeof body.id === 'number' && isVersion(body);
}

/** That names a version of a subject. */
export function isVersion(value: unknown): value is Omit<SchemaReference, 'name'> {
  return isObject(value) && typeof value['subject'] === 'string' && typeof value['version'] === 'number';
}

function isReference(value: unknown): value is SchemaReference {
  return isVersion(value) && 'name' in value && typeof value.name === 'string';
}
