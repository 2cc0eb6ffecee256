import { schemaKind, type ParsedSchema } from '@millrace/schema';
import { idDoesNotMatch, incompatible, invalidSubject, notPermitted } from '../errors.ts';
import type { Content } from '../state/content.ts';
import { guidOf } from '../state/guid.ts';
import { contextKey } from '../state/keys.ts';
import { contextOf } from '../state/qualified-subject.ts';
import { contentWithId, findVersion, idOf, latestOf, versionOf, versionsOf, versionWith } from '../state/queries.ts';
import type { RegistryRecord } from '../state/record.ts';
import type { Identified, RegistryState, StoredVersion } from '../state/registry-state.ts';
import { configInScope, modeInScope } from '../state/settings.ts';
import { checkAgainst } from './compatibility.ts';
import type { Decision } from './decision.ts';
import type { ParsedSchemas } from './parsed-schemas.ts';
import { assertWritable, levelOf } from './settings.ts';

/** A content as a client sent it. */
export interface SentSchema extends Content {
  /** Only while the subject is being imported. */
  readonly id?: number;
  readonly version?: number;
  readonly normalize: boolean;
}

/** What was sent, in the form in which contents are kept and compared. */
export interface ReadSchema {
  readonly content: Content;
  readonly guid: string;
  readonly parsed: ParsedSchema;
}

/**
 * Reads what was sent: resolves `-1` in references to the newest version, parses, prints, and normalises if asked.
 * @throws RegistryError 42201
 */
export function readSent(state: RegistryState, parsed: ParsedSchemas, subject: string, sent: SentSchema): ReadSchema {
  const normalise = sent.normalize || configInScope(state, subject)['normalize'] === true;
  const named = sent.references.map((reference) =>
    reference.version === -1
      ? { ...reference, version: versionOf(state, reference.subject, 'latest').version }
      : reference,
  );
  const references = normalise ? named.toSorted((left, right) => (left.name < right.name ? -1 : 1)) : named;
  const { metadata, ruleSet } = sent;
  const extras = { ...(metadata === undefined ? {} : { metadata }), ...(ruleSet === undefined ? {} : { ruleSet }) };
  const given: Content = { schema: sent.schema, schemaType: sent.schemaType, references, ...extras };
  const read = parsed.of(state, given);
  const form = normalise ? (schemaKind(read.type)?.normalise(read) ?? read) : read;
  const content: Content = { ...given, schema: form.text };
  return { content, guid: guidOf(content), parsed: form };
}

export interface Registered {
  readonly version: number;
  readonly content: Identified;
}

/**
 * Registers a content under a subject: the version it has there already, or the next one. The id is that of an equal content
 * of the context, or the next one; `lost` is how often another registry was faster: leaving out ever more ids keeps registries
 * that write all the time from running into each other for ever.
 * @throws RegistryError 40901 when it breaks the subject's compatibility, 42201, 42205, 42207
 */
export function register(
  state: RegistryState,
  parsed: ParsedSchemas,
  subject: string,
  sent: SentSchema,
  now: number,
  lost = 0,
): Decision<Registered> {
  if (subject === '') throw invalidSubject(subject);
  const read = readSent(state, parsed, subject, sent);
  const known = versionWith(state, subject, read.guid);
  if (known !== undefined && (sent.id === undefined || sent.id === known.content.id))
    return { records: [], answer: known };
  assertWritable(state, subject);
  const importing = modeInScope(state, subject) === 'IMPORT';
  if (sent.id !== undefined && sent.id > 0 && !importing) {
    throw notPermitted(`Subject ${subject} is not in import mode`);
  }
  if (!importing) assertCompatible(state, parsed, subject, read);
  return place(state, subject, sent, read, importing, now, lost);
}

function assertCompatible(state: RegistryState, parsed: ParsedSchemas, subject: string, read: ReadSchema): void {
  const level = levelOf(state, subject);
  const result = checkAgainst(state, parsed, versionsToCheck(state, subject, level), read.parsed, level);
  if (!result.compatible) throw incompatible(subject, result.messages);
}

/** Oldest first; levels that are not transitive look at the latest only. */
export function versionsToCheck(state: RegistryState, subject: string, level: string): readonly StoredVersion[] {
  if (level.endsWith('_TRANSITIVE')) return versionsOf(state, subject);
  const latest = latestOf(state, subject);
  return latest === undefined ? [] : [latest];
}

function place(
  state: RegistryState,
  subject: string,
  sent: SentSchema,
  read: ReadSchema,
  importing: boolean,
  now: number,
  lost: number,
): Decision<Registered> {
  const context = contextOf(subject);
  const next = (latestOf(state, subject, 'all')?.version ?? 0) + 1;
  const version = importing && sent.version !== undefined && sent.version > 0 ? sent.version : next;
  const given = importing && sent.id !== undefined && sent.id > 0 ? sent.id : undefined;
  const newId = (state.maxIds.get(contextKey(context)) ?? 0) + 2 ** Math.min(lost, 10);
  const id = given ?? idOf(state, context, read.guid) ?? newId;
  const holder = contentWithId(state, context, id);
  const before = findVersion(state, subject, version, 'all');
  if (holder !== undefined && holder.guid !== read.guid) throw idDoesNotMatch(id);
  if (before !== undefined && before.content.id !== id) throw idDoesNotMatch(before.content.id);
  const value = { ...read.content, id, deleted: false, timestamp: now };
  const records: RegistryRecord[] = [{ kind: 'schema', subject, version, value }];
  return { records, answer: { version, content: { ...read.content, id, guid: read.guid } } };
}
