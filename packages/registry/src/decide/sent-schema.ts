import type { SchemaEntity } from '@millrace/schema';
import type { Content } from '../state/content.ts';

/** Tags to be written into a schema, or taken out of it, at one of its records or fields. */
export interface EntityTags extends SchemaEntity {
  readonly tags: readonly string[];
}

/** A content as a client sent it. The text is empty where there was none: then it is that of the version before. */
export interface SentSchema extends Content {
  /** Only while the subject is being imported. */
  readonly id?: number;
  /** -1 is the one after the last. */
  readonly version?: number;
  readonly normalize: boolean;
  readonly tagsToAdd: readonly EntityTags[];
  readonly tagsToRemove: readonly EntityTags[];
  /** Whether tags that the version before has in its text are carried over. */
  readonly propagateTags: boolean;
}
