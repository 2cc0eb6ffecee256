import type { RegistryRecord } from './record.ts';
import type { Place, StoredVersion } from './registry-state.ts';

/** The record that says what a version is. */
export function recordOf(stored: StoredVersion): RegistryRecord {
  const { subject, version, content, deleted, timestamp, others } = stored;
  const value = { ...content, deleted, timestamp, isOurs: true, ...(others === undefined ? {} : { others }) };
  return { kind: 'schema', subject, version, value };
}

/** The record that takes a version away for good. */
export function tombstoneOf({ subject, version }: Place): RegistryRecord {
  return { kind: 'schema', subject, version, value: null };
}
