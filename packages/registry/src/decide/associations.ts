import {
  associationFrozen,
  associationNotFound,
  invalidAssociation,
  nothingToAssociate,
  resourceAssociated,
  subjectAssociated,
  subjectOwned,
  tooManyAssociations,
} from '../errors.ts';
import { under } from '../log/table.ts';
import type { Association, Lifecycle } from '../state/association.ts';
import { associationGuid } from '../state/guid.ts';
import { partsKey, subjectKey } from '../state/keys.ts';
import { hasSubject } from '../state/queries.ts';
import type { RegistryRecord } from '../state/record.ts';
import type { RegistryState, StoredVersion } from '../state/registry-state.ts';
import type { Decision } from './decision.ts';
import { deleteSubject } from './delete.ts';
import { inTurn } from './in-turn.ts';
import type { ParsedSchemas } from './parsed-schemas.ts';
import { register } from './register.ts';
import type { SentSchema } from './sent-schema.ts';

/** Every look at a subject's associations costs what there are. */
const perSubjectMax = 1000;

export interface Resource {
  readonly resourceName: string;
  readonly resourceNamespace: string;
  readonly resourceId: string;
  readonly resourceType: string;
}

/** An association as a client wants it. What it leaves out is as it is, or as a new one is. */
export interface WantedAssociation {
  readonly subject: string;
  readonly associationType: string;
  readonly lifecycle?: Lifecycle;
  readonly frozen?: boolean;
  /** To be registered under the subject. */
  readonly schema?: SentSchema;
}

export interface Associating {
  readonly resource: Resource;
  readonly wanted: readonly WantedAssociation[];
  /** Whether associations that are there may be changed. */
  readonly mayChange: boolean;
  readonly now: number;
  readonly lost: number;
}

/** An association, and the version that was registered with it. */
export interface Associated {
  readonly association: Association;
  readonly version?: StoredVersion;
}

/**
 * Ties subjects to a resource, and registers the schemas that come with them: all, or none.
 * @throws RegistryError 40902 to 40908, and what `register` raises
 */
export function associate(
  state: RegistryState,
  parsed: ParsedSchemas,
  associating: Associating,
): Decision<readonly Associated[]> {
  return inTurn(
    state,
    associating.wanted.map((wanted) => (current) => associateOne(current, parsed, associating, wanted)),
  );
}

function associateOne(
  state: RegistryState,
  parsed: ParsedSchemas,
  associating: Associating,
  wanted: WantedAssociation,
): Decision<Associated> {
  const { subject, schema } = wanted;
  const { now, lost } = associating;
  const before = existingOf(state, associating.resource, wanted.associationType);
  const association = associationAfter(state, associating, wanted, before);
  const changes: RegistryRecord[] =
    association === before ? [] : [{ kind: 'association', place: association, value: association }];
  if (schema === undefined) {
    if (!hasSubject(state, subject)) throw nothingToAssociate(subject);
    return { records: changes, answer: { association } };
  }
  const registered = register(state, parsed, { subject, sent: schema, now, lost });
  return { records: [...registered.records, ...changes], answer: { association, version: registered.answer } };
}

function existingOf(state: RegistryState, resource: Resource, associationType: string): Association | undefined {
  const { resourceName, resourceNamespace, resourceType } = resource;
  const key = partsKey(resourceName, resourceNamespace, resourceType, associationType);
  return under(state.associations, key).next().value ?? undefined;
}

/** What the association becomes; itself when it stays as it is. */
function associationAfter(
  state: RegistryState,
  { resource, mayChange, now }: Associating,
  { subject, associationType, lifecycle, frozen, schema }: WantedAssociation,
  before: Association | undefined,
): Association {
  const others = [...under(state.subjectAssociations, subjectKey(subject))].filter((each) => each !== before);
  if (before === undefined) {
    // What brings the subject owns it, unless it says otherwise.
    const fresh = lifecycle ?? (schema === undefined ? 'WEAK' : 'STRONG');
    const guid = associationGuid(resource.resourceId, associationType, subject, now);
    const times = { createTs: now, updateTs: now };
    return checked(
      { ...resource, subject, associationType, guid, lifecycle: fresh, frozen: frozen === true, ...times },
      others,
    );
  }
  const after = { ...before, lifecycle: lifecycle ?? before.lifecycle, frozen: frozen ?? before.frozen, updateTs: now };
  const isSame = before.lifecycle === after.lifecycle && before.frozen === after.frozen;
  if (before.subject === subject && isSame) return before;
  if (before.subject !== subject || !mayChange) throw resourceAssociated(associationType, resource.resourceName);
  if (before.frozen) throw associationFrozen(associationType, subject);
  return checked(after, others);
}

/** A subject has one strong association, or any number of weak ones. */
function checked(association: Association, others: readonly Association[]): Association {
  const { subject, lifecycle, frozen } = association;
  if (frozen && lifecycle === 'WEAK') throw invalidAssociation('only a STRONG association can be frozen');
  if (others.some((other) => other.lifecycle === 'STRONG')) throw subjectOwned(subject);
  if (lifecycle === 'STRONG' && others.length > 0) throw subjectAssociated(subject);
  if (others.length >= perSubjectMax) throw tooManyAssociations(subject, perSubjectMax);
  return association;
}

export interface Dissociating {
  readonly resourceId: string;
  readonly isMeant: (association: Association) => boolean;
  /** Whether the subjects of strong associations are deleted, softly, and frozen ones let go. */
  readonly cascade: boolean;
}

/**
 * Takes associations of a resource away, and answers with what they were.
 * @throws RegistryError 40410 when it has none of those, 40905, and what `deleteSubject` raises
 */
export function dissociate(state: RegistryState, dissociating: Dissociating): Decision<readonly Association[]> {
  const { resourceId, isMeant, cascade } = dissociating;
  const meant = [...under(state.resourceAssociations, partsKey(resourceId))].filter(isMeant);
  if (meant.length === 0) throw associationNotFound(resourceId);
  const frozen = meant.find((association) => association.frozen);
  if (frozen !== undefined && !cascade) throw associationFrozen(frozen.associationType, frozen.subject);
  const goes = (place: Association): Decision<undefined> => ({
    records: [{ kind: 'association', place, value: null }],
    answer: undefined,
  });
  const owned = meant.filter(
    ({ lifecycle, subject }) => cascade && lifecycle === 'STRONG' && hasSubject(state, subject),
  );
  const { records } = inTurn<unknown>(state, [
    ...meant.map((association) => () => goes(association)),
    ...owned.map(
      ({ subject }) =>
        (current: RegistryState) =>
          deleteSubject(current, subject, false),
    ),
  ]);
  return { records, answer: meant };
}
