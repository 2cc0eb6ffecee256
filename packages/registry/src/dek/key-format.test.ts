import { silent } from '@millrace/base';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../log/log-format.ts';
import { LogStore } from '../log/log-store.ts';
import type { EncodedRecord } from '../log/state-log.ts';
import { under } from '../log/table.ts';
import { MemoryLog } from '../testing/memory-log.ts';
import { algorithms } from './algorithm.ts';
import type { KeyStore } from './data-keys.ts';
import { createDek, deleteDeks, undeleteDeks, type SentDek } from './decide-dek.ts';
import { createKek, deleteKek, undeleteKek, updateKek } from './decide-kek.ts';
import { keyFormat } from './key-format.ts';
import { decodeKeyRecord, encodeKeyRecord, type KeyRecord } from './key-record.ts';
import type { Kek, KeyState } from './key-state.ts';

const kek: Kek = { name: 'k', kmsType: 'local-kms', kmsKeyId: 'id', kmsProps: {}, shared: false, deleted: false };
const place = { kekName: 'k', subject: 's', algorithm: 'AES256_GCM', version: 1 } as const;
const dek = (encryptedKeyMaterial: string): SentDek => ({ ...place, encryptedKeyMaterial, deleted: false });

const open = (log: MemoryLog): Promise<KeyStore> => LogStore.open(keyFormat, log.open, silent);

/** All that a registry sees that starts on the log. */
async function seenOn(log: MemoryLog): Promise<unknown> {
  return seenBy(await open(log));
}

const seenBy = ({ state }: KeyStore): unknown => ({
  keks: [...under(state.keks, '')].map(({ key }) => key),
  deks: [...under(state.deks, '')].map(({ key }) => key),
});

/** A record of another program: without the header that says what it replaces. */
function foreign(record: KeyRecord): EncodedRecord {
  const { key, value, timestamp } = encodeKeyRecord(record);
  return { key, value, ...(timestamp === undefined ? {} : { timestamp }) };
}

describe('records of keys', () => {
  const text = fc.string({ minLength: 1 }).filter((each) => !each.includes('\0'));
  const others = fc.option(fc.constant({ others: { later: [1] } }), { nil: {} });
  const kekValue = fc
    .record({
      kmsType: text,
      kmsKeyId: text,
      kmsProps: fc.dictionary(text, text).map((props) => ({ ...props })),
      doc: text,
      shared: fc.boolean(),
      deleted: fc.boolean(),
    })
    .chain((value) => others.map((more) => ({ ...value, ...more })));
  const dekValue = fc.record({ encryptedKeyMaterial: text, deleted: fc.boolean() });
  const dekPlace = fc.record({
    kekName: text,
    subject: text,
    algorithm: fc.constantFrom(...algorithms),
    version: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  });
  const facts = fc.record({ timestamp: fc.nat(), basis: fc.option(fc.nat()) });

  it('come back as they were written', () => {
    const record: fc.Arbitrary<KeyRecord> = fc.oneof(
      fc.tuple(text, kekValue, facts).map(([name, value, more]) => ({
        kind: 'kek' as const,
        name,
        value: { name, ...value },
        ...more,
      })),
      fc.tuple(dekPlace, dekValue, facts).map(([where, value, more]) => ({
        kind: 'dek' as const,
        place: where,
        value: { ...where, ...value },
        ...more,
      })),
      fc.tuple(dekPlace, facts).map(([where, more]) => ({ kind: 'dek' as const, place: where, value: null, ...more })),
    );
    fc.assert(
      fc.property(record, (each) => {
        const { key, value, headers = [] } = encodeKeyRecord(each);
        expect(decodeKeyRecord(key, value, each.timestamp, headers)).toEqual(each);
      }),
    );
  });

  it('of any other form are passed over, not an end', () => {
    const part = fc.option(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((json) => `{"keytype":"DEK","kekName":"k","subject":"s","algorithm":${json},"version":1}`),
        fc.json().map((json) => `{"keytype":"KEK","name":${json}}`),
      ),
    );
    fc.assert(
      fc.property(part, part, (key, value) => {
        const bytes = [key, value].map((each) => (each === null ? null : Buffer.from(each)));
        decodeKeyRecord(bytes[0] ?? null, bytes[1] ?? null, 0, []);
      }),
    );
  });

  it('are keys that name what they are for, and values that say it all', async () => {
    const log = new MemoryLog();
    const store = await open(log);
    await store.write((state) => createKek(state, kek, 5));
    await store.write((state) => createDek(state, dek('m'), false, 6));
    const texts = log.records.map(({ key, value }) => [String(key), String(value)]);
    expect(texts).toEqual([
      [
        '{"keytype":"KEK","tenant":"default","name":"k"}',
        '{"keytype":"KEK","name":"k","kmsType":"local-kms","kmsKeyId":"id","kmsProps":{},"shared":false,"deleted":false}',
      ],
      [
        '{"keytype":"DEK","tenant":"default","kekName":"k","subject":"s","algorithm":"AES256_GCM","version":1}',
        '{"keytype":"DEK","kekName":"k","subject":"s","algorithm":"AES256_GCM","version":1,"encryptedKeyMaterial":"m","deleted":false}',
      ],
    ]);
  });

  it('keep the key that another program has spelled, so that compaction finds it', async () => {
    const log = new MemoryLog();
    const spelled = '{"name":"k","keytype":"KEK","tenant":"default"}';
    log.push([{ ...foreign({ kind: 'kek', name: 'k', value: kek, timestamp: 1 }), key: Buffer.from(spelled) }]);
    const store = await open(log);
    await store.write((state) => updateKek(state, 'k', { doc: 'new' }, 2));
    expect(log.records.map(({ key }) => String(key))).toEqual([spelled, spelled]);
    await store.write((state) => deleteKek(state, 'k', false, 3));
    await store.write((state) => deleteKek(state, 'k', true, 4));
    expect(await seenOn(log.compact())).toEqual({ keks: [], deks: [] });
  });
});

describe('two registries that write the same key', () => {
  type Command = (state: KeyState) => Decision<KeyRecord, unknown>;

  /** What the second is answered when the record of the first arrives between its decision and its writing. */
  async function race(first: Command, second: Command) {
    const log = new MemoryLog();
    const store = await open(log);
    await store.write((state) => createKek(state, kek, 1));
    log.beforeAppend = () => {
      log.beforeAppend = undefined;
      log.push(first(store.state).records.flatMap((record) => keyFormat.encode(store.state, record)));
    };
    const answer = await store.write(second).catch((error: unknown) => error);
    return { log, answer };
  }

  const wrap = (material: string) => (state: KeyState) => createDek(state, dek(material), false, 5);

  it('give one data key: the second is told that it is there', async () => {
    const { log, answer } = await race(wrap('first'), wrap('second'));
    expect(answer).toMatchObject({ code: 40971 });
    for (const each of [log, log.compact()])
      expect(await seenOn(each)).toMatchObject({ deks: [{ encryptedKeyMaterial: 'first' }] });
  });

  it('never leave a data key whose KEK is gone', async () => {
    const remove = (state: KeyState) => deleteKek(state, 'k', false, 6);
    expect((await race(wrap('m'), remove)).answer).toMatchObject({ code: 42272 });
    expect((await race(remove, wrap('m'))).answer).toMatchObject({ code: 40470 });
  });

  it('and write the same are both right', async () => {
    expect((await race(wrap('m'), wrap('m'))).answer).toMatchObject({ key: { encryptedKeyMaterial: 'm' } });
  });

  it('take what other programs write as it comes', async () => {
    const log = new MemoryLog();
    const record = (material: string, timestamp: number): KeyRecord => {
      return { kind: 'dek', place, value: { ...place, encryptedKeyMaterial: material, deleted: false }, timestamp };
    };
    log.push([foreign(record('wrapped', 1)), foreign(record('rewrapped', 2))]);
    expect(await seenOn(log)).toMatchObject({ deks: [{ encryptedKeyMaterial: 'rewrapped' }] });
  });

  it('agree, whatever they do and in whatever order it arrives, also after compaction', async () => {
    const commands = fc.constantFrom<(store: KeyStore, now: number) => Promise<unknown>>(
      (store, now) => store.write((state) => createKek(state, kek, now)),
      (store, now) => store.write((state) => updateKek(state, 'k', { doc: `at ${now}` }, now)),
      (store, now) => store.write((state) => deleteKek(state, 'k', false, now)),
      (store, now) => store.write((state) => deleteKek(state, 'k', true, now)),
      (store, now) => store.write((state) => undeleteKek(state, 'k', now)),
      (store, now) => store.write((state) => createDek(state, dek(`at ${now}`), false, now)),
      (store, now) => store.write((state) => createDek(state, dek(`at ${now}`), true, now)),
      (store, now) => store.write((state) => deleteDeks(state, place, 'all', false, now)),
      (store, now) => store.write((state) => deleteDeks(state, place, 1, true, now)),
      (store, now) => store.write((state) => undeleteDeks(state, place, 'all', now)),
    );
    const drawn = fc.array(fc.tuple(fc.nat(1), commands), { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(drawn, fc.scheduler(), async (each, scheduler) => {
        const log = new MemoryLog();
        const slow = log.slowed(() => scheduler.schedule(Promise.resolve()));
        const stores = await Promise.all([0, 1].map(() => LogStore.open(keyFormat, slow, silent)));
        const answers = each.map(async ([writer, command], index) => {
          const store = stores[writer];
          // Refusals are answers too.
          if (store !== undefined) await command(store, index).catch(() => undefined);
        });
        await scheduler.waitFor(Promise.all(answers));
        const late = await seenOn(log);
        expect(await seenOn(log.compact())).toEqual(late);
        expect(await seenOn(log)).toEqual(late);
      }),
    );
  });
});
