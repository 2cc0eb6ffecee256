import { MillraceError } from '@millrace/base';
import { checkDefaults, schemaKind, type ParsedAvro } from '@millrace/schema';
import { propertyOf } from '../state/content.ts';
import type { RegistryState } from '../state/registry-state.ts';
import { configInScope } from '../state/settings.ts';
import { unreadable } from './parsed-schemas.ts';
import type { ReadSchema } from './read-schema.ts';

/** Names of fields that shall not be used, with commas between. */
const reservedProperty = 'confluent:reserved';

/**
 * What is asked of a schema beyond that it can be read, when it is to be a new version: where it is normalised its defaults must
 * fit, and where the config says `validateFields` no field at the top may have a name that the metadata reserves.
 * @throws RegistryError 42201
 */
export function checkNew(state: RegistryState, subject: string, { content, parsed, isNormalised }: ReadSchema): void {
  try {
    if (isNormalised && parsed.type === 'AVRO') checkDefaults((parsed as ParsedAvro).root);
  } catch (error) {
    if (!(error instanceof MillraceError && error.code === 'SCHEMA_INVALID')) throw error;
    throw unreadable(subject, content, error.message);
  }
  if (configInScope(state, subject)['validateFields'] !== true) return;
  const reserved = (propertyOf(content, reservedProperty) ?? '').split(',').map((name) => name.trim());
  const used = schemaKind(parsed.type)
    ?.describe(parsed)
    .find(({ name }) => reserved.includes(name));
  if (used !== undefined) {
    throw unreadable(subject, content, `field ${used.name} has a name that ${reservedProperty} keeps from use`);
  }
}
