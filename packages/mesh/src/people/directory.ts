import { list, object, optional, text } from '../facts/shape.ts';
import type { Shape } from '../facts/shape.ts';

export interface Domain {
  readonly name: string;
  readonly description: string;
  /** Topics of the domain begin with it; empty takes every topic. */
  readonly topicPrefix: string;
}
export interface Team {
  /** Begins with `@`. */
  readonly handle: string;
  readonly domain: string;
  readonly contact?: string;
}
export interface Person {
  readonly name: string;
  /** Handles. */
  readonly teams: readonly string[];
}

/** The domains of the mesh, their teams and people. */
export interface Directory {
  readonly domains: readonly Domain[];
  readonly teams: readonly Team[];
  readonly people: readonly Person[];
}

export const directoryShape: Shape = object({
  domains: list(object({ name: text, description: text, topicPrefix: text })),
  teams: list(object({ handle: text, domain: text, contact: optional(text) })),
  people: list(object({ name: text, teams: list(text) })),
});

/** For a mesh without a file: one domain that takes every topic, and one person who may publish in it. */
export const defaultDirectory: Directory = {
  domains: [{ name: 'main', description: 'Everything, until domains are named in mesh.yaml.', topicPrefix: '' }],
  teams: [{ handle: '@main-team', domain: 'main' }],
  people: [{ name: 'you', teams: ['@main-team'] }],
};

export const findDomain = (directory: Directory, name: string): Domain | undefined =>
  directory.domains.find((domain) => domain.name === name);

export const findTeam = (directory: Directory, handle: string): Team | undefined =>
  directory.teams.find((team) => team.handle === handle);

export const findPerson = (directory: Directory, name: string): Person | undefined =>
  directory.people.find((person) => person.name === name);

/** Domains in which the person is a member of a team; none for somebody unknown. */
export function domainsOf(directory: Directory, person: string): readonly string[] {
  const teams = findPerson(directory, person)?.teams ?? [];
  return [...new Set(teams.flatMap((handle) => findTeam(directory, handle)?.domain ?? []))];
}

/** The domain whose prefix the topic has; the longest prefix wins. */
export function domainOfTopic(directory: Directory, topic: string): Domain | undefined {
  return directory.domains
    .filter((domain) => topic.startsWith(domain.topicPrefix))
    .sort((left, right) => right.topicPrefix.length - left.topicPrefix.length)[0];
}

/** The topic's name without the domain's prefix: `operations.flights` in `operations.` is `flights`. */
export const productNameOf = (domain: Domain | undefined, topic: string): string =>
  domain !== undefined && topic.startsWith(domain.topicPrefix) && topic.length > domain.topicPrefix.length
    ? topic.slice(domain.topicPrefix.length)
    : topic;
