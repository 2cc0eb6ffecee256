import type { Resource, WantedAssociation } from '../decide/associations.ts';
import { invalidAssociation } from '../errors.ts';
import type { Lifecycle } from '../state/association.ts';
import { isObject, type JsonObject } from '../state/json.ts';
import { isSubject, normalSubject, printSubject } from '../state/qualified-subject.ts';
import { sentSchemaOf } from './sent-schema-of.ts';

const types = ['key', 'value'];

export interface SentAssociations {
  readonly resource: Resource;
  readonly wanted: readonly WantedAssociation[];
}

/** One of a batch. */
export type SentOperation =
  | { readonly kind: 'tie'; readonly wanted: WantedAssociation; readonly mayChange: boolean }
  | { readonly kind: 'untie'; readonly associationType: string; readonly subject: string | undefined };

/**
 * The associations that a body asks for. Subjects without a context lie in `context`; without a subject it is the one of the topic.
 * @throws RegistryError 42212, and what `sentSchemaOf` raises
 */
export async function sentAssociationsOf(body: JsonObject, context: string, id?: string): Promise<SentAssociations> {
  const resource = resourceIn(id === undefined ? body : { ...body, resourceId: id });
  const wanted: WantedAssociation[] = [];
  for (const each of associationsIn(body)) wanted.push(await wantedIn(each, resource, context));
  if (new Set(wanted.map(({ associationType }) => associationType)).size < wanted.length) {
    throw invalidAssociation('a resource has one association of each type');
  }
  return { resource, wanted };
}

/** @throws RegistryError 42212, and what `sentSchemaOf` raises */
export async function sentOperationsOf(
  body: JsonObject,
  context: string,
): Promise<{ readonly resource: Resource; readonly operations: readonly SentOperation[] }> {
  const resource = resourceIn(body);
  const operations: SentOperation[] = [];
  for (const each of associationsIn(body)) operations.push(await operationIn(each, resource, context));
  return { resource, operations };
}

/** What a body would have done to a subject. */
export interface NamedSubject {
  readonly subject: string;
  /** What would be registered under it, as it was sent. */
  readonly schema: unknown;
  /** The resource from which whatever is tied would be taken, when no subject is named. */
  readonly untiedFrom?: string;
}

/** Every subject that a body would have something done to, be it well formed or not: for those who judge who may. */
export function subjectsIn(body: unknown, context: string): readonly NamedSubject[] {
  if (!isObject(body)) return [];
  const { requests, associations, resourceName, resourceId } = body;
  const inner = Array.isArray(requests) ? requests.flatMap((each: unknown) => subjectsIn(each, context)) : [];
  const own = (Array.isArray(associations) ? associations : []).filter(isObject).map((each) => {
    const [resource, type, subject] = [resourceName, each['associationType'] ?? 'value', each['subject']].map(
      textOrNone,
    );
    const isUntied = each['opType'] === 'DELETE' && subject === undefined && typeof resourceId === 'string';
    return {
      subject: qualified(context, subject ?? subjectOfTopic(resource ?? '', type ?? '')),
      schema: each['schema'],
      ...(isUntied ? { untiedFrom: resourceId } : {}),
    };
  });
  return [...inner, ...own];
}

async function operationIn(each: JsonObject, resource: Resource, context: string): Promise<SentOperation> {
  switch (each['opType']) {
    case 'CREATE':
    case 'UPSERT':
      return { kind: 'tie', wanted: await wantedIn(each, resource, context), mayChange: each['opType'] === 'UPSERT' };
    case 'DELETE': {
      const subject = textIn(each, 'subject');
      const meant = subject === undefined ? undefined : subjectIn(context, subject);
      return { kind: 'untie', associationType: typeIn(each), subject: meant };
    }
    default:
      throw invalidAssociation('opType must be CREATE, UPSERT or DELETE');
  }
}

async function wantedIn(each: JsonObject, resource: Resource, context: string): Promise<WantedAssociation> {
  const { frozen = null, schema = null, normalize } = each;
  const associationType = typeIn(each);
  const subject = subjectIn(context, textIn(each, 'subject') ?? subjectOfTopic(resource.resourceName, associationType));
  const lifecycle = lifecycleIn(each);
  if (frozen !== null && typeof frozen !== 'boolean') throw invalidAssociation('frozen must be true or false');
  if (schema !== null && !isObject(schema)) throw invalidAssociation('schema must be an object');
  const sent = schema === null ? undefined : await sentSchemaOf(schema, normalize === true);
  return {
    subject,
    associationType,
    ...(lifecycle === undefined ? {} : { lifecycle }),
    ...(frozen === null ? {} : { frozen }),
    ...(sent === undefined ? {} : { schema: sent }),
  };
}

function resourceIn(body: JsonObject): Resource {
  const part = (name: string, otherwise?: string): string => {
    const text = textIn(body, name) ?? otherwise;
    if (text === undefined || text === '' || /\p{Cc}/u.test(text)) throw invalidAssociation(`${name} must be given`);
    return text;
  };
  const resourceType = part('resourceType', 'topic');
  if (resourceType !== 'topic') throw invalidAssociation(`resourceType must be topic, not ${resourceType}`);
  return {
    resourceName: part('resourceName'),
    resourceNamespace: part('resourceNamespace'),
    resourceId: part('resourceId'),
    resourceType,
  };
}

function associationsIn({ associations }: JsonObject): readonly JsonObject[] {
  if (Array.isArray(associations) && associations.length > 0 && associations.every(isObject)) return associations;
  throw invalidAssociation('associations must be a list of at least one object');
}

function typeIn(each: JsonObject): string {
  const type = textIn(each, 'associationType') ?? 'value';
  if (!types.includes(type)) throw invalidAssociation(`associationType must be ${types.join(' or ')}, not ${type}`);
  return type;
}

function lifecycleIn(each: JsonObject): Lifecycle | undefined {
  const lifecycle = textIn(each, 'lifecycle');
  if (lifecycle === undefined || lifecycle === 'STRONG' || lifecycle === 'WEAK') return lifecycle;
  throw invalidAssociation(`lifecycle must be STRONG or WEAK, not ${lifecycle}`);
}

function subjectIn(context: string, name: string): string {
  const subject = qualified(context, name);
  if (!isSubject(subject)) throw invalidAssociation(`${JSON.stringify(subject)} is not a subject`);
  return subject;
}

function qualified(context: string, name: string): string {
  return name.startsWith(':.') ? normalSubject(name) : printSubject({ context, name });
}

const subjectOfTopic = (topic: string, type: string): string => `${topic}-${type}`;
const textOrNone = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function textIn(each: JsonObject, name: string): string | undefined {
  const value = each[name] ?? undefined;
  if (value !== undefined && typeof value !== 'string') throw invalidAssociation(`${name} must be a text`);
  return value;
}
