import type { Clock } from '@millrace/base';
import type { RegistryClient } from '@millrace/registry-client';
import type { Unknown } from './facts.ts';
import { facts } from './facts.ts';
import type { Memory } from './memory.ts';
import type { RegistryReader } from './registry-reader.ts';

/** A schema's id, or its GUID. */
export type SchemaRef = number | string;

/** That a schema is registered under a subject. */
export interface Registered {
  readonly kind: 'registered';
}

/** Subjects that are named to who used a schema of another. */
const othersMax = 3;

export const registrationKey = (ref: SchemaRef, subject: string): string => `${ref}\n${subject}`;

/** Whether schemas are registered under subjects, by `registrationKey`. */
export function registrations(registry: RegistryReader, clock: Clock): Memory<string, Registered | Unknown> {
  return facts((key) => {
    const end = key.indexOf('\n');
    return registry.ask((client) => registration(client, key.slice(0, end), key.slice(end + 1)));
  }, clock);
}

async function registration(registry: RegistryClient, ref: string, subject: string): Promise<Registered | Unknown> {
  const id = /^\d+$/.test(ref) ? Number(ref) : await registry.idOf(ref);
  const found = id === undefined ? undefined : await registry.versionsOf(id, { subject });
  if (found?.some((version) => version.subject === subject)) return { kind: 'registered' };
  const others = id === undefined || found === undefined ? [] : await registry.versionsOf(id, { limit: othersMax });
  const named = new Set(others?.map((version) => `"${version.subject}"`));
  if (named.size === 0) return { kind: 'absent', why: 'the registry does not have it' };
  return { kind: 'absent', why: `it is registered under ${[...named].slice(0, othersMax).join(', ')}` };
}
