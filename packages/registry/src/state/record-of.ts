import type { RegistryRecord } from './record.ts';
import type { Place, StoredVersion } from './registry-state.ts';

/** The record that says what a version is. */
export function recordOf(stored: StoredVersion): RegistryRecord {
  const { subject, version, content, deleted, timestamp, others } = stored;
  return {
    kind: 'schema',
    subject,
    version,
    value: { ...content, deleted, timestamp, ...(others === undefined ? {} : { others }) },
  };
}

/** The record that takes a version away for good. */
export function tombstoneOf({ subject, version }: Place): RegistryRecord {
  return { kind: 'schema', subject, version, value: null };
}
