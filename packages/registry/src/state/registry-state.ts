import { SortedTable } from '../log/sorted-table.ts';
import type { Table } from '../log/table.ts';
import type { Association } from './association.ts';
import type { Content } from './content.ts';
import type { JsonObject } from './json.ts';

/** A content with the id and guid that it has in a context. */
export interface Identified extends Content {
  readonly id: number;
  /** See `guidOf`; for what Karapace wrote, `guidInOrder`. */
  readonly guid: string;
  /** Whether it came in the form that Karapace writes; see `karapace.ts`. */
  readonly isKarapaces?: boolean;
}

export interface Place {
  readonly subject: string;
  readonly version: number;
}

export interface StoredVersion extends Place {
  readonly content: Identified;
  /** Softly: it is hidden, and still resolves by id. */
  readonly deleted: boolean;
  /** When it was registered, in milliseconds since 1970. */
  readonly timestamp: number;
  /** Members of its record that we do not know. */
  readonly others?: JsonObject;
}

/** An id in one context. */
export interface ContextId {
  readonly context: string;
  readonly id: number;
}

/** What the topic says so far. Only `apply` changes it. The keys are those of `keys.ts`. */
export interface RegistryState {
  /** Versions by place, those that are not deleted. */
  readonly live: Table<StoredVersion>;
  /** Versions by place, those that are deleted softly. */
  readonly deleted: Table<StoredVersion>;
  /** What each id stands for in its context, while some version there has it: by context and id. */
  readonly contents: Table<Identified>;
  /** By guid, context and id. */
  readonly guids: Table<ContextId>;
  /** The ids of contents in the form that Karapace writes: by context and id. On most topics there are none. */
  readonly karapaces: Table<number>;
  /** The places that have an id, deleted ones too: by context, id, subject and version. */
  readonly places: Table<Place>;
  /** The versions that refer to a version: by the place of both, the one referred to first. */
  readonly users: Table<Place>;
  /** Versions that clients may look up by less than their content: those with references, or with a version in their metadata. */
  readonly indirect: Table<Place>;
  /** By subject, and by context; see `settingsKey`. */
  readonly configs: Table<JsonObject>;
  readonly modes: Table<string>;
  /** The subjects that are aliases of a subject, by both. */
  readonly aliases: Table<string>;
  /** Contexts that were named, whether or not anything is in them. */
  readonly contexts: Table<string>;
  /** The largest id that was ever given in a context. */
  readonly maxIds: Table<number>;
  /** Ids that nothing has any more, and the guid of what they stood for: by context and id. */
  readonly spent: Table<string>;
  /** By resource, type and subject; see `associationKey`. */
  readonly associations: Table<Association>;
  /** By subject, then as `associations`. */
  readonly subjectAssociations: Table<Association>;
  /** By the resource's id, then as `associations`. */
  readonly resourceAssociations: Table<Association>;
  /**
   * Places whose last record on the topic was refused because it lost a race. Compaction would keep that record and drop the
   * one that won: whoever finds a place here writes the truth again.
   */
  readonly disputed: Table<Place>;
  /** Keys of records as the topic spells them, by our spelling, where that is another: compaction compares bytes. */
  readonly spellings: Table<string>;
}

export function emptyState(): RegistryState {
  return {
    live: new SortedTable(),
    deleted: new SortedTable(),
    contents: new SortedTable(),
    guids: new SortedTable(),
    karapaces: new SortedTable(),
    places: new SortedTable(),
    users: new SortedTable(),
    indirect: new SortedTable(),
    configs: new SortedTable(),
    modes: new SortedTable(),
    aliases: new SortedTable(),
    contexts: new SortedTable(),
    maxIds: new SortedTable(),
    spent: new SortedTable(),
    associations: new SortedTable(),
    subjectAssociations: new SortedTable(),
    resourceAssociations: new SortedTable(),
    disputed: new SortedTable(),
    spellings: new SortedTable(),
  };
}
