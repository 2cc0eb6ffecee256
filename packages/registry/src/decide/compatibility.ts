import {
  checkCompatibility,
  type CompatibilityLevel,
  type CompatibilityResult,
  type JudgedDifference,
  type ParsedSchema,
} from '@millrace/schema';
import type { RegistryState, StoredVersion } from '../state/registry-state.ts';
import type { ParsedSchemas } from './parsed-schemas.ts';

export interface CheckedCompatibility extends CompatibilityResult {
  /** What a verbose answer and a refusal say, in the form of Confluent's registry. */
  readonly messages: readonly string[];
}

/** Whether `next` may follow these versions, oldest first, under the level. */
export function checkAgainst(
  state: RegistryState,
  parsed: ParsedSchemas,
  versions: readonly StoredVersion[],
  next: ParsedSchema,
  level: CompatibilityLevel,
): CheckedCompatibility {
  const previous = versions.map((schema) => parsed.of(state, schema.content));
  const names = versions.map((schema) => `version ${schema.version}`);
  const result = checkCompatibility(previous, next, level, { names });
  return { ...result, messages: messagesOf(result, versions) };
}

/** Each break, and after the last one of a version that version and its schema; at the end the level. */
function messagesOf(result: CompatibilityResult, versions: readonly StoredVersion[]): readonly string[] {
  if (result.compatible) return [];
  const messages: string[] = [];
  result.breaks.forEach((each, index) => {
    messages.push(breakText(each));
    const version = versions[each.against];
    if (result.breaks[index + 1]?.against === each.against || version === undefined) return;
    messages.push(`{oldSchemaVersion: ${version.version}}`, `{oldSchema: '${version.content.schema}'}`);
  });
  return [...messages, `{validateFields: 'false', compatibility: '${result.level}'}`];
}

function breakText(each: JudgedDifference): string {
  const info = [each.reader, each.writer].filter((part) => part !== '').join(' / ');
  return `{errorType:'${each.kind}', description:'At path '${each.path}': ${each.sentence}', additionalInfo:'${info}'}`;
}
