import { MillraceError } from '@millrace/base';
import type { RegisteredSchema as Registered, RegistryClient } from '@millrace/registry-client';
import type { RegisteredSchema, SchemaLookup, SubjectSpec } from '@millrace/sql';

/** Schemas at hand without waiting, filled from the registry when a task says what it misses. */
export interface SchemaCache extends SchemaLookup {
  /** Fetches the schemas of these ids. An id that the registry lacks is remembered as unreadable. */
  fetch(ids: readonly number[]): Promise<void>;
  /** Fetches the newest schema of a subject; false when it has none. */
  learn(subject: string): Promise<boolean>;
  /** Registers what a topology writes under its subjects. */
  register(subjects: readonly SubjectSpec[]): Promise<void>;
}

export function schemaCache(registry: RegistryClient): SchemaCache {
  const byId = new Map<number, RegisteredSchema>();
  const idOf = new Map<string, number>();
  return {
    byId: (id) => byId.get(id),
    idOf: (subject) => idOf.get(subject),
    async fetch(ids) {
      await Promise.all(
        ids.map(async (id) => {
          const found = await registry.identified({ kind: 'id', id });
          // An unreadable schema makes each of its records a reported error, not a query that waits for ever.
          byId.set(id, found === undefined ? { schemaType: 'AVRO', schema: '' } : known(found));
        }),
      );
    },
    async learn(subject) {
      const found = await registry.version(subject);
      if (found === undefined) return false;
      idOf.set(subject, found.id);
      byId.set(found.id, known(found));
      return true;
    },
    async register(subjects) {
      for (const { subject, schemaType, schema } of subjects) {
        const id = await registry.register(subject, schema, schemaType);
        idOf.set(subject, id);
        byId.set(id, { schemaType, schema });
      }
    },
  };
}

function known(found: Registered): RegisteredSchema {
  const { schema } = found;
  const schemaType = found.schemaType ?? 'AVRO';
  if (schemaType === 'AVRO' || schemaType === 'PROTOBUF' || schemaType === 'JSON') return { schemaType, schema };
  throw new MillraceError(
    'SCHEMA_INVALID',
    `The registry holds a schema of type ${schemaType}, which no format reads.`,
  );
}
