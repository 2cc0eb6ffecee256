import { contentOf } from '../state/content.ts';
import type { JsonObject } from '../state/json.ts';
import { versionOf } from '../state/queries.ts';
import type { RegistryState, StoredVersion } from '../state/registry-state.ts';
import { withoutVersion, withVersion } from './complete.ts';
import type { Decision } from './decision.ts';
import { mergeRuleSets, withoutRules } from './merge.ts';
import type { ParsedSchemas } from './parsed-schemas.ts';
import { register } from './register.ts';
import type { EntityTags, SentSchema } from './sent-schema.ts';

/** What a version is to become. */
export interface Tagging {
  readonly subject: string;
  readonly version: number | 'latest';
  /** The number of the version that comes of it, to be written into its metadata. It must be the next. */
  readonly newVersion?: number;
  readonly tagsToAdd: readonly EntityTags[];
  readonly tagsToRemove: readonly EntityTags[];
  /** In place of what the version has. */
  readonly metadata?: JsonObject;
  readonly ruleSet?: JsonObject;
  readonly rulesToMerge?: JsonObject;
  /** Names. */
  readonly rulesToRemove: readonly string[];
  readonly now: number;
  readonly lost: number;
}

/**
 * Registers a version that is another one with its tags, metadata or rules changed.
 * @throws RegistryError 40401, 40402, and what `register` raises
 */
export function tagVersion(state: RegistryState, parsed: ParsedSchemas, tagging: Tagging): Decision<StoredVersion> {
  const { subject, version, newVersion, tagsToAdd, tagsToRemove, now, lost } = tagging;
  const { metadata: before, ruleSet: rulesBefore, ...content } = contentOf(versionOf(state, subject, version).content);
  const metadata = tagging.metadata ?? withoutVersion(before);
  const merged = mergeRuleSets(tagging.ruleSet ?? rulesBefore, tagging.rulesToMerge);
  const ruleSet = withoutRules(merged, tagging.rulesToRemove);
  const sent: SentSchema = {
    ...content,
    metadata: metadata ?? {},
    ruleSet: ruleSet ?? {},
    normalize: false,
    tagsToAdd,
    tagsToRemove,
    propagateTags: false,
    ...(newVersion === undefined ? {} : { version: newVersion }),
  };
  const numbered = newVersion === undefined ? sent : withVersion(sent, newVersion);
  return register(state, parsed, { subject, sent: numbered, now, lost });
}
