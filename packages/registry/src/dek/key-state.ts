import { SortedTable } from '../log/sorted-table.ts';
import type { Table } from '../log/table.ts';
import type { JsonObject } from '../state/json.ts';
import type { Algorithm } from './algorithm.ts';

/** A key encryption key (KEK): where the key management service keeps it, not the key itself. */
export interface Kek {
  readonly name: string;
  readonly kmsType: string;
  readonly kmsKeyId: string;
  readonly kmsProps: Readonly<Record<string, string>>;
  readonly doc?: string;
  /** The registry may use the key as well, and makes the data keys. */
  readonly shared: boolean;
  /** Softly. */
  readonly deleted: boolean;
  /** Members of its record that we do not know. */
  readonly others?: JsonObject;
}

/** Which data encryption key (DEK) is meant. */
export interface DekPlace {
  readonly kekName: string;
  readonly subject: string;
  readonly algorithm: Algorithm;
  readonly version: number;
}

export interface Dek extends DekPlace {
  /** Base64 of the data key, encrypted by the KEK. */
  readonly encryptedKeyMaterial: string;
  /** Softly. */
  readonly deleted: boolean;
  readonly others?: JsonObject;
}

export interface Stored<K> {
  readonly key: K;
  /** When its record was written, in milliseconds since 1970. */
  readonly timestamp: number;
}

/** What the topic of keys says so far. Only `apply` changes it. */
export interface KeyState {
  /** By `kekKey`. */
  readonly keks: Table<Stored<Kek>>;
  /** By `dekKey`: those of a KEK lie together, of a subject among them, of an algorithm among those, by version. */
  readonly deks: Table<Stored<Dek>>;
  /** How many KEKs and DEKs there are, under the key ''. */
  readonly counts: Table<number>;
  /** Keys whose last record on the topic was refused because it lost a race, by `keyOf`. */
  readonly disputed: Table<KeyName>;
  /** Keys of records as the topic spells them, where that is not our spelling, by `keyOf`: compaction compares bytes. */
  readonly spellings: Table<string>;
}

export type KeyName =
  | { readonly kind: 'kek'; readonly name: string }
  | { readonly kind: 'dek'; readonly place: DekPlace };

export function emptyKeyState(): KeyState {
  return {
    keks: new SortedTable(),
    deks: new SortedTable(),
    counts: new SortedTable(),
    disputed: new SortedTable(),
    spellings: new SortedTable(),
  };
}

/** Ends each part of a key, below every character of a part. */
const end = '\0';

export const kekKey = (name: string): string => name + end;

/** The beginning of the keys of a KEK's DEKs for a subject. */
export const subjectKey = (kekName: string, subject: string): string => kekKey(kekName) + subject + end;

export function algorithmKey({ kekName, subject, algorithm }: Omit<DekPlace, 'version'>): string {
  return subjectKey(kekName, subject) + algorithm + end;
}

export function dekKey(place: DekPlace): string {
  return algorithmKey(place) + String(place.version).padStart(10, '0');
}

/** A key for what either kind of key is called; no KEK's is a DEK's. */
export function keyOf(name: KeyName): string {
  return name.kind === 'kek' ? kekKey(name.name) : dekKey(name.place);
}
