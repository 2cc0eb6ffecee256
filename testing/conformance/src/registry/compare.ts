import { schemaKind, schemaTypes } from '@millrace/schema';
import type { Answer } from './player.ts';

/** The ids that two registries gave to the same contents, in both directions. */
export class SameIds {
  readonly #theirs = new Map<number, number>();
  readonly #ours = new Map<number, number>();

  /** Whether the two mean the same; a pair of ids that were not seen before is noted as the same. */
  areSame(ours: number, theirs: number): boolean {
    if (!this.#theirs.has(ours) && !this.#ours.has(theirs)) {
      this.#theirs.set(ours, theirs);
      this.#ours.set(theirs, ours);
    }
    return this.#theirs.get(ours) === theirs && this.#ours.get(theirs) === ours;
  }
}

/** What differs between the two answers in what a client acts on: undefined when nothing does. Messages are for people. */
export function differenceOf(ours: Answer, theirs: Answer, ids: SameIds): string | undefined {
  const left = { status: ours.status, body: plain(ours.body) };
  const right = { status: theirs.status, body: plain(theirs.body) };
  const leftId = takeId(left.body);
  const rightId = takeId(right.body);
  if (JSON.stringify(left) !== JSON.stringify(right))
    return `${JSON.stringify(left)} instead of ${JSON.stringify(right)}`;
  if (leftId === undefined || rightId === undefined || ids.areSame(leftId, rightId)) return undefined;
  return `id ${leftId} for what was ${rightId} there, which is not the same as before`;
}

function takeId(body: unknown): number | undefined {
  if (typeof body !== 'object' || body === null || !('id' in body)) return undefined;
  const { id } = body;
  delete (body as { id?: unknown }).id;
  return typeof id === 'number' ? id : undefined;
}

/** Without messages and GUIDs (Apicurio has none), with sorted members, lists of versions of ids sorted, and schemas in the form that is equal for equal meanings. */
export function plain(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(plain).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof body !== 'object' || body === null) return schemaText(body);
  const { message: _message, guid: _guid, schemaType, ...members } = body as Record<string, unknown>;
  const entries = Object.entries(members).map(([name, member]) =>
    name === 'schema'
      ? [name, schemaText(member, typeof schemaType === 'string' ? schemaType : undefined)]
      : [name, plain(member)],
  );
  const typed = schemaType === undefined ? [] : [['schemaType', schemaType] as const];
  return Object.fromEntries([...entries, ...typed].toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}

/** Registries keep what was sent, or what they printed of it: the same schema either way. Not every answer tells its type. */
function schemaText(value: unknown, type?: string): unknown {
  if (typeof value !== 'string') return value;
  for (const kind of type === undefined ? schemaTypes.map(schemaKind) : [schemaKind(type)]) {
    try {
      if (kind !== undefined) return kind.normalise(kind.parse(value)).text;
    } catch {
      // of another language
    }
  }
  return value;
}
