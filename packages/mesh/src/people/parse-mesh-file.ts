import { MillraceError } from '@millrace/base';
import type { SqlExample } from '../api.ts';
import { isObject, list, object, optional, text } from '../facts/shape.ts';
import type { Shape } from '../facts/shape.ts';
import type { Directory, Domain, Person, Team } from './directory.ts';

/** What `mesh.yaml` holds. */
export interface MeshFile {
  readonly directory: Directory;
  /** Statements to begin with, shown beside the SQL editor. */
  readonly examples: readonly SqlExample[];
}

const fileShape: Shape = object({
  domains: list(object({ name: text, description: optional(text), topicPrefix: optional(text) })),
  teams: optional(list(object({ handle: text, domain: text, contact: optional(text) }))),
  people: optional(list(object({ name: text, team: optional(text), teams: optional(list(text)) }))),
  examples: optional(
    list(
      object({
        name: text,
        title: text,
        description: text,
        inputs: list(text),
        output: text,
        statement: text,
      }),
    ),
  ),
});

interface FileContent {
  readonly domains: readonly (Pick<Domain, 'name'> & Partial<Domain>)[];
  readonly teams?: readonly Team[];
  readonly people?: readonly { readonly name: string; readonly team?: string; readonly teams?: readonly string[] }[];
  readonly examples?: readonly SqlExample[];
}

const refuse = (file: string, reason: string): never => {
  throw new MillraceError('CONFIG_INVALID', `${file}: ${reason}.`);
};

/**
 * Reads the parsed YAML of `mesh.yaml`: `domains` (name, description, topicPrefix, default `NAME.`), `teams` (handle, domain,
 * contact), `people` (name, team or teams), `examples` (SQL statements). Throws CONFIG_INVALID with the place.
 */
export function parseMeshFile(value: unknown, file: string): MeshFile {
  const wrong = fileShape(value, '');
  if (wrong !== undefined || !isObject(value)) return refuse(file, wrong ?? 'must be an object');
  const content = value as unknown as FileContent;
  const domains = content.domains.map(({ name, description, topicPrefix }): Domain => ({
    name: /^[a-z0-9][a-z0-9_-]*$/.test(name)
      ? name
      : refuse(file, `the domain "${name}" must consist of lower-case letters, digits, - and _`),
    description: description ?? '',
    topicPrefix: topicPrefix ?? `${name}.`,
  }));
  const teams = content.teams ?? [];
  for (const team of teams) {
    if (!team.handle.startsWith('@')) refuse(file, `the team "${team.handle}" must begin with @`);
    if (!domains.some((domain) => domain.name === team.domain))
      refuse(file, `the team ${team.handle} is of the domain "${team.domain}", which is not in domains`);
  }
  const people = (content.people ?? []).map((person): Person => ({
    name: person.name,
    teams: [...(person.team === undefined ? [] : [person.team]), ...(person.teams ?? [])],
  }));
  for (const person of people)
    for (const handle of person.teams)
      if (!teams.some((team) => team.handle === handle))
        refuse(file, `${person.name} is of the team "${handle}", which is not in teams`);
  return { directory: { domains, teams, people }, examples: content.examples ?? [] };
}
