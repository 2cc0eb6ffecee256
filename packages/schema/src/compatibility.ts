import type { Difference } from './difference.ts';
import type { CompatibilityPolicy, ParsedSchema } from './schema-kind.ts';
import { schemaKind } from './schema-kinds.ts';

export const compatibilityLevels = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const;
export type CompatibilityLevel = (typeof compatibilityLevels)[number];

export function isCompatibilityLevel(text: string): text is CompatibilityLevel {
  return (compatibilityLevels as readonly string[]).includes(text);
}

/** A difference between the new schema and one of the earlier ones. */
export interface JudgedDifference extends Difference {
  /** `backward`: of who moves to the new schema and reads old data. `forward`: of who stays and reads new data. */
  readonly direction: 'backward' | 'forward';
  /** Which of the earlier schemas, counted from 0 in the order given. */
  readonly against: number;
  /** Who breaks, why, and what would break nobody; of a difference that breaks nobody, what it is. */
  readonly sentence: string;
}

export interface CompatibilityResult {
  readonly compatible: boolean;
  readonly level: CompatibilityLevel;
  /** Every difference that the level looks at; empty for NONE. */
  readonly differences: readonly JudgedDifference[];
  /** Those of them that break somebody. */
  readonly breaks: readonly JudgedDifference[];
}

export interface CompatibilityOptions {
  /** What the sentences call each of the earlier schemas. Default `the previous schema`. */
  readonly names?: readonly string[];
  /** Default `STRICT`. */
  readonly policy?: CompatibilityPolicy;
}

/**
 * Whether `next` may follow `previous` (oldest first) under the level. Levels that are not transitive look at the last of them only.
 * A change of the schema language is a break of its own.
 */
export function checkCompatibility(
  previous: readonly ParsedSchema[],
  next: ParsedSchema,
  level: CompatibilityLevel,
  { names = [], policy = 'STRICT' }: CompatibilityOptions = {},
): CompatibilityResult {
  const from = level.endsWith('_TRANSITIVE') ? 0 : Math.max(0, previous.length - 1);
  const differences: JudgedDifference[] = [];
  if (level !== 'NONE') {
    // Newest first: the break that people meet first.
    for (let index = previous.length - 1; index >= from; index--) {
      const old = previous[index];
      const name = names[index] ?? 'the previous schema';
      if (old !== undefined) differences.push(...differencesBetween({ old, next, level, policy }, index, name));
    }
  }
  const breaks = differences.filter((each) => each.breaks);
  return { compatible: breaks.length === 0, level, differences, breaks };
}

/** One line a break, for terminals and logs; a single line when there is none. */
export function explainCompatibility(result: CompatibilityResult): readonly string[] {
  if (result.compatible) return [`Compatible (${result.level}).`];
  return result.breaks.map((each) => `${each.kind} ${each.path}: ${each.sentence}`);
}

interface Comparison {
  readonly old: ParsedSchema;
  readonly next: ParsedSchema;
  readonly level: CompatibilityLevel;
  readonly policy: CompatibilityPolicy;
}

function differencesBetween(
  { old, next, level, policy }: Comparison,
  against: number,
  name: string,
): readonly JudgedDifference[] {
  const found: JudgedDifference[] = [];
  if (!level.startsWith('FORWARD')) {
    const who = `Consumers that move to the new schema cannot read data written with ${name}`;
    for (const each of differencesOf(next, old, policy)) {
      found.push({ ...each, direction: 'backward', against, sentence: sentenceOf(each, who) });
    }
  }
  if (!level.startsWith('BACKWARD')) {
    const who = `Consumers that stay with ${name} cannot read data written with the new schema`;
    for (const each of differencesOf(old, next, policy)) {
      found.push({ ...each, direction: 'forward', against, sentence: sentenceOf(each, who) });
    }
  }
  return found;
}

function sentenceOf({ breaks, message, remedy }: Difference, who: string): string {
  if (!breaks) return `Nobody breaks: ${message}.`;
  return remedy === '' ? `${who}: ${message}.` : `${who}: ${message}. Nobody would break if you ${remedy}.`;
}

function differencesOf(reader: ParsedSchema, writer: ParsedSchema, policy: CompatibilityPolicy): readonly Difference[] {
  if (reader.type === writer.type) return schemaKind(reader.type)?.differences(reader, writer, policy) ?? [];
  const message = `the reader has a schema of type ${reader.type}, the writer one of type ${writer.type}`;
  const remedy = 'register it under another subject';
  return [
    { kind: 'TYPE_MISMATCH', breaks: true, path: '/', message, remedy, reader: reader.type, writer: writer.type },
  ];
}
