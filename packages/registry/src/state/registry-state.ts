import { guidOf, type Content } from './content.ts';
import type { JsonObject } from './json.ts';
import type { RegistryRecord, SchemaValue } from './record.ts';

export interface StoredSchema extends SchemaValue {
  /** Identity of the content; see `guidOf`. */
  readonly guid: string;
}

/** A content with its id, and the versions that have it, soft-deleted ones too, by `placeKey`. */
export interface Identified extends Content {
  readonly id: number;
  readonly guid: string;
  readonly places: Map<string, Place>;
}
export interface Place {
  readonly subject: string;
  readonly version: number;
}

/** What the topic says so far. Only `apply` changes it. */
export interface RegistryState {
  /** Versions by subject, ascending, soft-deleted ones too. No subject is without a version. */
  readonly subjects: Map<string, Map<number, StoredSchema>>;
  /** What each id stands for, while some version of some subject has it. */
  readonly contents: Map<number, Identified>;
  readonly idByGuid: Map<string, number>;
  /** By subject; null is the whole registry. */
  readonly configs: Map<string | null, JsonObject>;
  readonly modes: Map<string | null, string>;
  /** The largest id ever seen. */
  maxId: number;
  /**
   * Schema keys whose last record on the topic was refused because it lost a race, by `placeKey`. Compaction would
   * keep that record and drop the one that won: whoever finds a key here writes the truth again.
   */
  readonly disputed: Map<string, Place>;
}

export function emptyState(): RegistryState {
  return {
    subjects: new Map(),
    contents: new Map(),
    idByGuid: new Map(),
    configs: new Map(),
    modes: new Map(),
    maxId: 0,
    disputed: new Map(),
  };
}

/**
 * Takes one record of the topic into the state. All registries on the topic apply the same records in the same order and agree:
 * of two that took the same id or the same version for different schemas, the first on the topic holds and the second is ignored.
 */
export function apply(state: RegistryState, record: RegistryRecord): void {
  switch (record.kind) {
    case 'schema':
      return applySchema(state, record.subject, record.version, record.value);
    case 'config':
      return set(state.configs, record.subject, record.value);
    case 'mode':
      return set(state.modes, record.subject, record.value?.mode ?? null);
    case 'delete-subject':
      return softDelete(state, record.subject, record.version);
    case 'clear-subject':
      if (record.cleared) clear(state, record.subject);
      return undefined;
    case 'noop':
      return undefined;
  }
}

function applySchema(state: RegistryState, subject: string, version: number, value: SchemaValue | null): void {
  const place = { subject, version };
  const key = placeKey(place);
  state.disputed.delete(key);
  if (value === null) return remove(state, place);
  const guid = guidOf(value);
  const holder = state.contents.get(value.id);
  const before = state.subjects.get(subject)?.get(version);
  if ((holder !== undefined && holder.guid !== guid) || (before !== undefined && before.id !== value.id)) {
    state.disputed.set(key, place);
    return undefined;
  }
  state.maxId = Math.max(state.maxId, value.id);
  if (holder !== undefined) holder.places.set(key, place);
  else state.contents.set(value.id, { ...contentOf(value), id: value.id, guid, places: new Map([[key, place]]) });
  if (!state.idByGuid.has(guid)) state.idByGuid.set(guid, value.id);
  insert(state, { ...value, guid });
}

export function placeKey({ subject, version }: Place): string {
  return JSON.stringify([subject, version]);
}

function remove(state: RegistryState, place: Place): void {
  const versions = state.subjects.get(place.subject);
  const gone = versions?.get(place.version);
  if (versions === undefined || gone === undefined) return;
  versions.delete(place.version);
  if (versions.size === 0) state.subjects.delete(place.subject);
  const content = state.contents.get(gone.id);
  content?.places.delete(placeKey(place));
  if (content?.places.size !== 0) return;
  state.contents.delete(gone.id);
  if (state.idByGuid.get(gone.guid) === gone.id) state.idByGuid.delete(gone.guid);
}

/** Keeps the versions ascending: an import may bring them in any order. */
function insert(state: RegistryState, stored: StoredSchema): void {
  const { subject, version } = stored;
  const versions = state.subjects.get(subject) ?? new Map<number, StoredSchema>();
  state.subjects.set(subject, versions);
  const inOrder = versions.has(version) || [...versions.keys()].every((other) => other < version);
  versions.set(version, stored);
  if (inOrder) return;
  const sorted = [...versions].sort(([left], [right]) => left - right);
  versions.clear();
  for (const [number, schema] of sorted) versions.set(number, schema);
}

function clear(state: RegistryState, subject: string): void {
  // Removing a key during the walk is defined for a Map.
  for (const version of state.subjects.get(subject)?.keys() ?? []) remove(state, { subject, version });
}

function softDelete(state: RegistryState, subject: string, upTo: number | null): void {
  const versions = state.subjects.get(subject);
  if (upTo === null || versions === undefined) return;
  for (const [version, schema] of versions) {
    if (version <= upTo) versions.set(version, { ...schema, deleted: true });
  }
}

function set<K, V>(map: Map<K, V>, key: K, value: V | null): undefined {
  if (value === null) map.delete(key);
  else map.set(key, value);
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
