import { schemaKind, type ParsedSchema } from '@millrace/schema';
import { idDoesNotMatch, incompatible, invalidSubject, notPermitted } from '../errors.ts';
import { guidOf, type Content } from '../state/content.ts';
import { versionOf, versionsOf } from '../state/queries.ts';
import type { RegistryState, StoredSchema } from '../state/registry-state.ts';
import { checkAgainst } from './compatibility.ts';
import type { Decision } from './decision.ts';
import type { ParsedSchemas } from './parsed-schemas.ts';
import { assertWritable, configOf, levelOf, modeOf } from './settings.ts';

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
  const normalise = sent.normalize || configOf(state, subject, true)['normalize'] === true;
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

/** The version of the subject that has this content. */
export function findVersion(
  state: RegistryState,
  subject: string,
  read: ReadSchema,
  deleted: boolean,
): StoredSchema | undefined {
  return versionsOf(state, subject, deleted ? 'all' : 'live').findLast((schema) => schema.guid === read.guid);
}

export type Registered = Content & { readonly id: number; readonly version: number; readonly guid: string };

/**
 * Registers a content under a subject: the version it has there already, or the next one. The id is that of an equal content
 * under any subject, or the next one; `lost` is how often another registry was faster: leaving out as many ids keeps two registries
 * from running into each other for ever.
 * @throws RegistryError 40901 when it breaks the subject's compatibility, 42201, 42205, 42207
 */
export function register(
  state: RegistryState,
  parsed: ParsedSchemas,
  subject: string,
  sent: SentSchema,
  lost = 0,
): Decision<Registered> {
  if (subject === '') throw invalidSubject(subject);
  const read = readSent(state, parsed, subject, sent);
  const known = findVersion(state, subject, read, false);
  if (known !== undefined && (sent.id === undefined || sent.id === known.id)) return { records: [], answer: known };
  assertWritable(state, subject);
  const importing = modeOf(state, subject, true) === 'IMPORT';
  if (sent.id !== undefined && sent.id > 0 && !importing) {
    throw notPermitted(`Subject ${subject} is not in import mode`);
  }
  if (!importing) assertCompatible(state, parsed, subject, read);
  return place(state, subject, sent, read, importing, lost);
}

function assertCompatible(state: RegistryState, parsed: ParsedSchemas, subject: string, read: ReadSchema): void {
  const result = checkAgainst(state, parsed, versionsOf(state, subject), read.parsed, levelOf(state, subject));
  if (!result.compatible) throw incompatible(subject, result.messages);
}

function place(
  state: RegistryState,
  subject: string,
  sent: SentSchema,
  read: ReadSchema,
  importing: boolean,
  lost: number,
): Decision<Registered> {
  const all = versionsOf(state, subject, 'all');
  const next = (all.at(-1)?.version ?? 0) + 1;
  const version = importing && sent.version !== undefined && sent.version > 0 ? sent.version : next;
  const given = importing && sent.id !== undefined && sent.id > 0 ? sent.id : undefined;
  const id = given ?? state.idByGuid.get(read.guid) ?? state.maxId + 1 + lost;
  const holder = state.contents.get(id);
  const before = state.subjects.get(subject)?.get(version);
  if (holder !== undefined && holder.guid !== read.guid) throw idDoesNotMatch(id);
  if (before !== undefined && before.id !== id) throw idDoesNotMatch(before.id);
  const value = { ...read.content, subject, version, id, deleted: false };
  return { records: [{ kind: 'schema', subject, version, value }], answer: { ...value, guid: read.guid } };
}
