import {
  associationFrozen,
  incompatible,
  invalidSchema,
  invalidSubject,
  notPermitted,
  type RegistryError,
} from '../errors.ts';
import { under } from '../log/table.ts';
import { propertyOf, versionProperty } from '../state/content.ts';
import { contextKey, idKey, subjectKey } from '../state/keys.ts';
import { contextOf, defaultContext, isSubject } from '../state/qualified-subject.ts';
import { contentOfKarapace, contentWithId, idOf, versionWith } from '../state/ids.ts';
import { latestOf } from '../state/queries.ts';
import type { RegistryRecord } from '../state/record.ts';
import { recordOf, tombstoneOf } from '../state/record-of.ts';
import type { Identified, RegistryState, StoredVersion } from '../state/registry-state.ts';
import { modeInScope } from '../state/settings.ts';
import { checkNew } from './check-new.ts';
import { checkCompatible } from './compatibility.ts';
import { completed, withVersion } from './complete.ts';
import type { Decision } from './decision.ts';
import { lookUp } from './look-up.ts';
import { assertWritable } from './mode.ts';
import type { ParsedSchemas } from './parsed-schemas.ts';
import { readSent, type ReadSchema } from './read-schema.ts';
import type { SentSchema } from './sent-schema.ts';
import { withTags } from './with-tags.ts';

/** What a registration is decided by beside the state. */
export interface Registration {
  readonly subject: string;
  readonly sent: SentSchema;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How often another registry was faster. */
  readonly lost: number;
}

/**
 * Registers a content under a subject: the version it has there already, or the next one. While the subject is imported, id and
 * version are those that were sent.
 * @throws RegistryError 40901 when it breaks the subject's compatibility, 40905, 42201, 42205, 42208
 */
export function register(
  state: RegistryState,
  parsed: ParsedSchemas,
  registration: Registration,
): Decision<StoredVersion> {
  const { subject } = registration;
  if (!isSubject(subject)) throw invalidSubject(subject);
  const sent = withTags(state, parsed, subject, registration.sent);
  const read = sent.schema.trim() === '' ? undefined : readSent(state, parsed, subject, sent);
  const known = read && knownVersion(state, parsed, subject, sent, read);
  if (known !== undefined) return { records: [], answer: known };
  assertMode(state, subject, sent);
  const tagged = { ...registration, sent };
  return sent.id === undefined ? registerNext(state, parsed, tagged, read) : importAs(state, parsed, tagged, sent.id);
}

/** What was sent, where it is registered as it was sent; not when another id or version is asked for. */
function knownVersion(
  state: RegistryState,
  parsed: ParsedSchemas,
  subject: string,
  sent: SentSchema,
  read: ReadSchema,
): StoredVersion | undefined {
  const known = lookUp(state, parsed, subject, read);
  const { id = known?.content.id, version = known?.version } = sent;
  return known?.content.id === id && known?.version === version ? known : undefined;
}

function assertMode(state: RegistryState, subject: string, sent: SentSchema): void {
  assertWritable(state, subject);
  const isImporting = modeInScope(state, subject) === 'IMPORT';
  if (isImporting === (sent.id !== undefined)) return;
  throw notPermitted(`Subject ${subject} is not in ${isImporting ? 'read-write' : 'import'} mode`);
}

/** The id is that of an equal content of the context, or the next one. */
function registerNext(
  state: RegistryState,
  parsed: ParsedSchemas,
  registration: Registration,
  readAsSent: ReadSchema | undefined,
): Decision<StoredVersion> {
  const { subject, sent, lost } = registration;
  const version = nextVersion(state, subject);
  if (sent.version !== undefined && sent.version > 0 && sent.version !== version) throw notTheNext();
  const whole = numbered(completed(state, subject, sent), version);
  const isWhole = whole === sent && readAsSent !== undefined;
  const read = isWhole ? readAsSent : readSent(state, parsed, subject, whole);
  const known = versionWith(state, subject, read.guid);
  if (known !== undefined && sent.version === undefined) return { records: [], answer: known };
  const fresh = known === undefined ? read : readSent(state, parsed, subject, withVersion(whole, version));
  assertNotFrozen(state, subject);
  checkNew(state, subject, fresh);
  assertCompatible(state, parsed, subject, fresh);
  const context = contextOf(subject);
  const ownId = idOf(state, context, fresh.guid);
  const karapaces = ownId === undefined ? contentOfKarapace(state, context, fresh.given) : undefined;
  const id = ownId ?? karapaces?.id ?? freeId(state, context, lost);
  const content = karapaces ?? { ...fresh.content, id, guid: fresh.guid };
  const { records, answer } = placed(state, registration, content, version);
  // A version that was deleted softly and comes again moves to its new number.
  const moved = [...under(state.places, idKey(context, id) + subjectKey(subject))].map(tombstoneOf);
  return { records: [...records, ...moved], answer };
}

/** The version that its metadata says must be the next; -1 stands for it. */
function numbered(sent: SentSchema, next: number): SentSchema {
  const said = propertyOf(sent, versionProperty);
  if (said === undefined || said === String(next)) return sent;
  if (said !== '-1') throw notTheNext();
  return withVersion(sent, next);
}

function notTheNext(): RegistryError {
  return invalidSchema('Version is not one more than previous version');
}

/** Leaving out ever more ids keeps registries that write all the time from running into each other for ever. */
function freeId(state: RegistryState, context: string, lost: number): number {
  return (state.maxIds.get(contextKey(context)) ?? 0) + 2 ** Math.min(lost, 10);
}

function nextVersion(state: RegistryState, subject: string): number {
  const [live, deleted] = [latestOf(state, subject), latestOf(state, subject, 'deleted')];
  return Math.max(live?.version ?? 0, deleted?.version ?? 0) + 1;
}

function assertNotFrozen(state: RegistryState, subject: string): void {
  const frozen = under(state.subjectAssociations, subjectKey(subject)).find((association) => association.frozen);
  if (frozen !== undefined) throw associationFrozen(frozen.associationType, subject);
}

function assertCompatible(state: RegistryState, parsed: ParsedSchemas, subject: string, read: ReadSchema): void {
  const { isCompatible, messages } = checkCompatible(state, parsed, subject, read);
  if (!isCompatible) throw incompatible(subject, messages);
}

/** Whatever the subject had under this version is replaced. */
function importAs(
  state: RegistryState,
  parsed: ParsedSchemas,
  registration: Registration,
  id: number,
): Decision<StoredVersion> {
  const { subject, sent } = registration;
  const read = readSent(state, parsed, subject, sent);
  const version = sent.version !== undefined && sent.version > 0 ? sent.version : nextVersion(state, subject);
  const holder = contentWithId(state, contextOf(subject), id);
  if (holder !== undefined && holder.guid !== read.guid) {
    throw notPermitted(`Overwrite new schema with id ${id} is not permitted.`);
  }
  return placed(state, registration, { ...read.content, id, guid: read.guid }, version);
}

function placed(
  state: RegistryState,
  { subject, now }: Registration,
  content: Identified,
  version: number,
): Decision<StoredVersion> {
  const stored = { subject, version, content, deleted: false, timestamp: now };
  const context = contextOf(subject);
  const isNew = context !== defaultContext && state.contexts.get(contextKey(context)) === undefined;
  const named: RegistryRecord[] = isNew ? [{ kind: 'context', context, exists: true }] : [];
  return { records: [...named, recordOf(stored)], answer: stored };
}
