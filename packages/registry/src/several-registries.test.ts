import { silent } from '@millrace/base';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeConfig } from './decide/config.ts';
import { deleteSubject, deleteVersion } from './decide/delete.ts';
import { changeMode } from './decide/mode.ts';
import { ParsedSchemas } from './decide/parsed-schemas.ts';
import { register } from './decide/register.ts';
import { RegistryError } from './errors.ts';
import type { OpenLog } from './log/state-log.ts';
import type { Table } from './log/table.ts';
import { openRegistryStore, type RegistryStore } from './registry-store.ts';
import type { RegistryState } from './state/registry-state.ts';
import { MemoryLog } from './testing/memory-log.ts';
import { fixed } from './testing/test-server.ts';

const parsed = new ParsedSchemas();

type Command =
  | { readonly kind: 'register'; readonly subject: string; readonly schema: string }
  | { readonly kind: 'delete-subject'; readonly subject: string; readonly permanent: boolean }
  | { readonly kind: 'delete-version'; readonly subject: string; readonly version: number; readonly permanent: boolean }
  | { readonly kind: 'forget'; readonly subject: string }
  | { readonly kind: 'mode'; readonly subject: string; readonly mode: string };

const subject = fc.constantFrom('a', 'b', ':.x:a');
const registration = fc.record({
  kind: fc.constant('register' as const),
  subject,
  schema: fc.nat(4).map((index) => fixed(`Schema${index}`)),
});
const permanent = fc.boolean();
const deletion = fc.oneof(
  fc.record({ kind: fc.constant('delete-subject' as const), subject, permanent }),
  fc.record({
    kind: fc.constant('delete-version' as const),
    subject,
    version: fc.integer({ min: 1, max: 3 }),
    permanent,
  }),
);
const mode = fc.record({ kind: fc.constant('mode' as const), subject, mode: fc.constantFrom('READWRITE', 'READONLY') });
const forgetting = fc.record({ kind: fc.constant('forget' as const), subject });
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 5, arbitrary: registration },
  { weight: 4, arbitrary: deletion },
  { weight: 2, arbitrary: forgetting },
  { weight: 1, arbitrary: mode },
);

/** What a registration was answered with. */
interface Answer {
  readonly subject: string;
  readonly version: number;
  readonly context: string;
  readonly id: number;
  readonly guid: string;
}

/** Opened where nothing is checked for compatibility. */
async function open(openLog: OpenLog): Promise<RegistryStore> {
  const store = await openRegistryStore(openLog, silent);
  for (const scope of [null, ':.x:']) {
    await store.write((state) => changeConfig(state, scope, { compatibility: 'NONE' }));
  }
  return store;
}

/** Undefined for what is refused, and for what registers nothing. */
async function perform(store: RegistryStore, each: Command): Promise<Answer | undefined> {
  try {
    switch (each.kind) {
      case 'register': {
        const { subject: name, schema } = each;
        const sent = { schema, schemaType: 'AVRO', references: [], normalize: false };
        const whole = { ...sent, tagsToAdd: [], tagsToRemove: [], propagateTags: false };
        const { content, version } = await store.write((state, lost) =>
          register(state, parsed, { subject: name, sent: whole, now: 0, lost }),
        );
        return {
          subject: name,
          version,
          context: name.startsWith(':') ? '.x' : '.',
          id: content.id,
          guid: content.guid,
        };
      }
      case 'delete-subject':
        await store.write((state) => deleteSubject(state, each.subject, each.permanent));
        return undefined;
      case 'delete-version':
        await store.write((state) => deleteVersion(state, each.subject, each.version, each.permanent));
        return undefined;
      case 'forget':
        await store.write((state) => deleteSubject(state, each.subject, false));
        await store.write((state) => deleteSubject(state, each.subject, true));
        return undefined;
      case 'mode':
        await store.write((state) => changeMode(state, each.subject, each.mode, false));
        return undefined;
    }
  } catch (error) {
    if (error instanceof RegistryError && error.code < 50000) return undefined;
    throw error;
  }
}

/** All that a registry knows. */
function everythingIn(state: RegistryState): Record<string, unknown> {
  const tables = Object.entries<Table<unknown>>({ ...state });
  return Object.fromEntries(tables.map(([name, table]) => [name, [...table.ascending('')]]));
}

/** What a registry knows that starts on the log. */
async function seenOn(log: MemoryLog): Promise<Record<string, unknown>> {
  const copy = new MemoryLog();
  copy.push(log.records);
  return everythingIn((await openRegistryStore(copy.open, silent)).state);
}

function expectOneSchemaAnId(answers: readonly Answer[]): void {
  const contents = new Map<string, string>();
  for (const { context, id, guid } of answers) {
    const key = `${context} ${id}`;
    expect(contents.get(key) ?? guid).toBe(guid);
    contents.set(key, guid);
  }
}

const isAnswer = (answer: Answer | undefined): answer is Answer => answer !== undefined;

describe('several registries on one log', () => {
  const drawn = fc.array(fc.tuple(fc.nat(2), command), { maxLength: 40 });

  it('agree on everything, whatever is written between a decision and its record, and so does who starts on what compaction left', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, fc.scheduler(), async (all, scheduler) => {
        const log = new MemoryLog();
        await open(log.open);
        const slow = log.slowed(() => scheduler.schedule(Promise.resolve()));
        const stores = await Promise.all([0, 1, 2].map(() => openRegistryStore(slow, silent)));
        const answers = all.map(async ([index, each]) => {
          const store = stores[index];
          return store === undefined ? undefined : perform(store, each);
        });
        const answered = (await scheduler.waitFor(Promise.all(answers))).filter(isAnswer);
        expectOneSchemaAnId(answered);
        // Writing makes each read what the others wrote, and mend what is to be mended.
        for (const store of [...stores, ...stores, ...stores]) {
          await scheduler.waitFor(store.write((state) => changeMode(state, 'c', 'READWRITE', false)));
        }
        const seen = await seenOn(log);
        for (const store of stores) expect(everythingIn(store.state)).toEqual(seen);
        // What was deleted for good is forgotten, but for the largest id.
        expect({ ...(await seenOn(log.compact())), spent: seen['spent'] }).toEqual(seen);
      }),
      { numRuns: 60 },
    );
  });

  it('keep all that was answered', async () => {
    const registrations = fc.array(fc.tuple(fc.nat(2), registration), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(registrations, fc.scheduler(), async (all, scheduler) => {
        const log = new MemoryLog();
        await open(log.open);
        const slow = log.slowed(() => scheduler.schedule(Promise.resolve()));
        const stores = await Promise.all([0, 1, 2].map(() => openRegistryStore(slow, silent)));
        const answers = all.map(async ([index, each]) => {
          const store = stores[index];
          return store === undefined ? undefined : perform(store, each);
        });
        const answered = (await scheduler.waitFor(Promise.all(answers))).filter(isAnswer);
        // What they still have to mend is written before they end.
        await scheduler.waitFor(Promise.all(stores.map((store) => store.close())));
        expect(answered).toHaveLength(all.length);
        expectOneSchemaAnId(answered);
        const { state } = await openRegistryStore(log.compact().open, silent);
        const found = answered.map(
          ({ subject: name, version }) =>
            [...state.live.ascending('')].find(({ value }) => value.subject === name && value.version === version)
              ?.value.content,
        );
        expect(found.map((content) => [content?.id, content?.guid])).toEqual(
          answered.map(({ id, guid }) => [id, guid]),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('one registry', () => {
  const oneStep = fc.oneof(registration, deletion, mode);

  it('comes to the same whether commands come one by one or at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(oneStep, { maxLength: 40 }), async (all) => {
        const [calm, busy] = [new MemoryLog(), new MemoryLog()];
        const store = await open(calm.open);
        const oneByOne: (Answer | undefined)[] = [];
        for (const each of all) oneByOne.push(await perform(store, each));
        const crowded = await open(busy.open);
        const before = busy.appends;
        const atOnce = await Promise.all(all.map((each) => perform(crowded, each)));
        expect(busy.appends - before).toBeLessThanOrEqual(1);
        expect(atOnce).toEqual(oneByOne);
        expect(everythingIn(crowded.state)).toEqual(everythingIn(store.state));
      }),
      { numRuns: 60 },
    );
  });

  it('never gives an id again, whatever was deleted and forgotten in between', async () => {
    const commands = fc.array(fc.oneof(registration, forgetting), { maxLength: 8 });
    const runs = fc.array(commands, { minLength: 2, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(runs, async (all) => {
        let log = new MemoryLog();
        const answered: Answer[] = [];
        for (const run of all) {
          const store = await open(log.open);
          for (const each of run) answered.push(...[await perform(store, each)].filter(isAnswer));
          log = log.compact();
        }
        expectOneSchemaAnId(answered);
      }),
      { numRuns: 60 },
    );
  });
});
