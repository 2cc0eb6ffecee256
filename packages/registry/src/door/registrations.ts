import type { Clock } from '@millrace/base';
import type { Unknown } from './facts.ts';
import { facts } from './facts.ts';
import { itemsOf, memberOf, textOf } from './json.ts';
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
  return facts(async (key) => {
    const end = key.indexOf('\n');
    return registration(registry, key.slice(0, end), key.slice(end + 1));
  }, clock);
}

async function registration(registry: RegistryReader, ref: string, subject: string): Promise<Registered | Unknown> {
  const id = await idOf(registry, ref);
  const path = `/schemas/ids/${id}/versions`;
  const found = id === undefined ? undefined : await registry.get(`${path}?subject=${encodeURIComponent(subject)}`);
  if (subjectsIn(found).includes(subject)) return { kind: 'registered' };
  const others = found === undefined ? [] : subjectsIn(await registry.get(`${path}?limit=${othersMax}`));
  if (others.length === 0) return { kind: 'absent', why: 'the registry does not have it' };
  const named = others.slice(0, othersMax).map((each) => `"${each}"`);
  return { kind: 'absent', why: `it is registered under ${named.join(', ')}` };
}

/** In the default context, where the subjects of topics are. */
async function idOf(registry: RegistryReader, ref: string): Promise<string | undefined> {
  if (/^\d+$/.test(ref)) return ref;
  const ids = itemsOf(await registry.get(`/schemas/guids/${ref}/ids`));
  const id = memberOf(
    ids.find((each) => memberOf(each, 'context') === '.'),
    'id',
  );
  return typeof id === 'number' ? String(id) : undefined;
}

function subjectsIn(versions: unknown): readonly string[] {
  return [...new Set(itemsOf(versions).map((version) => textOf(memberOf(version, 'subject'))))];
}
