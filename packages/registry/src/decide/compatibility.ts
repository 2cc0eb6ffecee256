import {
  checkCompatibility,
  isCompatibilityLevel,
  type CompatibilityLevel,
  type CompatibilityPolicy,
  type CompatibilityResult,
  type JudgedDifference,
} from '@millrace/schema';
import { propertyOf, type Content } from '../state/content.ts';
import type { JsonObject } from '../state/json.ts';
import { newestOf } from '../state/queries.ts';
import type { RegistryState, StoredVersion } from '../state/registry-state.ts';
import { configInScope } from '../state/settings.ts';
import type { ParsedSchemas } from './parsed-schemas.ts';
import type { ReadSchema } from './read-schema.ts';

export interface CheckedCompatibility {
  readonly isCompatible: boolean;
  /** What a verbose answer and a refusal say, in the form of Confluent's registry. */
  readonly messages: readonly string[];
}

/** Whether a content may follow the versions of its subject, or `versions` alone (oldest first), by the subject's config. */
export function checkCompatible(
  state: RegistryState,
  parsed: ParsedSchemas,
  subject: string,
  read: ReadSchema,
  versions?: readonly StoredVersion[],
): CheckedCompatibility {
  const config = configInScope(state, subject);
  const level = levelIn(config);
  const previous = versions?.filter(inGroupOf(config, read.content)) ?? versionsBefore(state, subject, config, read);
  const result = checkCompatibility(
    previous.map((version) => parsed.of(state, subject, version.content)),
    read.parsed,
    level,
    { names: previous.map(({ version }) => `version ${version}`), policy: policyIn(config) },
  );
  const messages = messagesOf(result, previous);
  return { isCompatible: result.compatible, messages: messages.length === 0 ? [] : [...messages, levelText(config)] };
}

/** Oldest first; a level that is not transitive looks at the latest only. */
function versionsBefore(
  state: RegistryState,
  subject: string,
  config: JsonObject,
  { content }: ReadSchema,
): readonly StoredVersion[] {
  const newest = newestOf(state, subject).filter(inGroupOf(config, content));
  return levelIn(config).endsWith('_TRANSITIVE') ? newest.toArray().toReversed() : newest.take(1).toArray();
}

/** Versions are compared with those only whose metadata says the same of the group that the config names. */
function inGroupOf({ compatibilityGroup }: JsonObject, content: Content): (version: StoredVersion) => boolean {
  if (typeof compatibilityGroup !== 'string') return () => true;
  const group = propertyOf(content, compatibilityGroup);
  return (version) => propertyOf(version.content, compatibilityGroup) === group;
}

function levelIn({ compatibilityLevel }: JsonObject): CompatibilityLevel {
  const level = String(compatibilityLevel).toUpperCase();
  return isCompatibilityLevel(level) ? level : 'BACKWARD';
}

function policyIn({ compatibilityPolicy }: JsonObject): CompatibilityPolicy {
  return String(compatibilityPolicy).toUpperCase() === 'LENIENT' ? 'LENIENT' : 'STRICT';
}

/** Each break, and after the last one of a version that version and its schema. */
function messagesOf(result: CompatibilityResult, versions: readonly StoredVersion[]): readonly string[] {
  return result.breaks.flatMap((each, index) => {
    const version = versions[each.against];
    const isLast = result.breaks[index + 1]?.against !== each.against;
    if (!isLast || version === undefined) return [breakText(each)];
    return [breakText(each), `{oldSchemaVersion: ${version.version}}`, `{oldSchema: '${version.content.schema}'}`];
  });
}

function breakText(each: JudgedDifference): string {
  const info = [each.reader, each.writer].filter((part) => part !== '').join(' / ');
  return `{errorType:'${each.kind}', description:'At path '${each.path}': ${each.sentence}', additionalInfo:'${info}'}`;
}

function levelText(config: JsonObject): string {
  return `{validateFields: '${config['validateFields'] === true}', compatibility: '${levelIn(config)}'}`;
}
