import { silent } from '@millrace/base';
import { describe, expect, it } from 'vitest';
import { ParsedSchemas } from './decide/parsed-schemas.ts';
import { register } from './decide/register.ts';
import { sentSchemaOf } from './http/sent-schema-of.ts';
import { openRegistryStore } from './registry-store.ts';
import type { EncodedRecord } from './log/state-log.ts';
import { encodeRecord } from './state/record.ts';
import { versionsUnder } from './state/queries.ts';
import { MemoryLog } from './testing/memory-log.ts';

const schemaOf = (name: string): string => `{"type":"fixed","name":"${name}","size":4}`;

function recordOf(subject: string, version: number, id: number, name: string, deleted = false): EncodedRecord {
  const value = { id, schema: schemaOf(name), schemaType: 'AVRO', references: [], deleted, timestamp: 0 };
  return encodeRecord({ kind: 'schema', subject, version, value });
}

/** `subject/version=id name` of all that a registry sees that starts on the log. */
async function seenOn(log: MemoryLog): Promise<string[]> {
  const { state } = await openRegistryStore(log.open, silent);
  return [...versionsUnder(state, ':*:', 'live')].map(
    ({ subject, version, content }) => `${subject}/${version}=${content.id} ${nameIn(content.schema)}`,
  );
}

function nameIn(schema: string): string {
  return (JSON.parse(schema) as { name: string }).name;
}

/** Registers while another registry's records arrive between the decision and its writing. */
async function registerAgainst(log: MemoryLog, others: readonly EncodedRecord[]) {
  const store = await openRegistryStore(log.open, silent);
  log.beforeAppend = () => {
    log.beforeAppend = undefined;
    log.push(others);
  };
  const sent = await sentSchemaOf({ schema: schemaOf('Ours') }, false);
  return store.write((state, lost) => register(state, new ParsedSchemas(), { subject: 'a', sent, now: 0, lost }));
}

describe('a registration that lost a race', () => {
  it('for the id takes another id, and both stay on the log', async () => {
    const log = new MemoryLog();
    const answer = await registerAgainst(log, [recordOf('b', 1, 1, 'Theirs')]);
    expect(answer.content.id).toBeGreaterThan(1);
    const expected = [`a/1=${answer.content.id} Ours`, 'b/1=1 Theirs'];
    expect(await seenOn(log)).toEqual(expected);
    expect(await seenOn(log.compact())).toEqual(expected);
  });

  it('for the version takes the next one, and compaction keeps the winner', async () => {
    const log = new MemoryLog();
    log.push([encodeRecord({ kind: 'config', subject: 'a', value: { compatibilityLevel: 'NONE' } })]);
    const answer = await registerAgainst(log, [recordOf('a', 1, 1, 'Theirs')]);
    expect(answer).toMatchObject({ version: 2 });
    const expected = ['a/1=1 Theirs', `a/2=${answer.content.id} Ours`];
    expect(await seenOn(log)).toEqual(expected);
    expect(await seenOn(log.compact())).toEqual(expected);
  });

  it('is refused when the winner makes it a break', async () => {
    const log = new MemoryLog();
    const refused = registerAgainst(log, [recordOf('a', 1, 1, 'Theirs')]);
    await expect(refused).rejects.toMatchObject({ code: 40901 });
    expect(await seenOn(log.compact())).toEqual(['a/1=1 Theirs']);
  });

  it('to the same content is the registration of the other', async () => {
    const log = new MemoryLog();
    expect(await registerAgainst(log, [recordOf('a', 1, 1, 'Ours')])).toMatchObject({ content: { id: 1 }, version: 1 });
    expect(await seenOn(log)).toEqual(['a/1=1 Ours']);
  });
});

describe('a registry that starts', () => {
  it('settles a race that another left unsettled when it died', async () => {
    const log = new MemoryLog();
    log.push([recordOf('a', 1, 1, 'Winner'), recordOf('a', 1, 2, 'Loser')]);
    expect(await seenOn(log)).toEqual(['a/1=1 Winner']);
    expect(await seenOn(log.compact())).toEqual(['a/1=1 Winner']);
  });

  it('keeps a version that another has registered where it meant to take its own lost one away', async () => {
    const log = new MemoryLog();
    const tombstone = encodeRecord({ kind: 'schema', subject: 'a', version: 1, value: null });
    log.push([recordOf('a', 1, 1, 'Winner'), tombstone]);
    expect(await seenOn(log)).toEqual(['a/1=1 Winner']);
    expect(await seenOn(log.compact())).toEqual(['a/1=1 Winner']);
  });

  it('takes away a lost record whose place nobody has, so that it does not come true when the winner goes', async () => {
    const log = new MemoryLog();
    log.push([recordOf('b', 1, 1, 'Winner'), recordOf('a', 1, 1, 'Loser')]);
    expect(await seenOn(log)).toEqual(['b/1=1 Winner']);
    const later = log.compact();
    later.push([
      recordOf('b', 1, 1, 'Winner', true),
      encodeRecord({ kind: 'schema', subject: 'b', version: 1, value: null }),
    ]);
    expect(await seenOn(later.compact())).toEqual([]);
  });

  it('passes over records that it does not understand', async () => {
    const log = new MemoryLog();
    log.push([{ key: Buffer.from('?'), value: null }, recordOf('a', 1, 1, 'Known')]);
    expect(await seenOn(log)).toEqual(['a/1=1 Known']);
  });
});
