import type { Difference } from './difference.ts';
import type { ParsedSchema } from './schema-kind.ts';
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
export interface Break extends Difference {
  /** `backward`: who moves to the new schema cannot read old data. `forward`: who stays cannot read new data. */
  readonly direction: 'backward' | 'forward';
  /** Which of the earlier schemas, counted from 0 in the order given. */
  readonly against: number;
  /** The whole sentence: who breaks, where, and why. */
  readonly sentence: string;
}

export interface CompatibilityResult {
  readonly compatible: boolean;
  readonly level: CompatibilityLevel;
  readonly breaks: readonly Break[];
}

/**
 * Whether `next` may follow `previous` (oldest first) under the level. Levels that are not transitive look at the last of them only.
 * A change of the schema language is a break of its own. `names` are for the sentences: default `the previous schema`.
 */
export function checkCompatibility(
  previous: readonly ParsedSchema[],
  next: ParsedSchema,
  level: CompatibilityLevel,
  names: readonly string[] = [],
): CompatibilityResult {
  const from = level.endsWith('_TRANSITIVE') ? 0 : Math.max(0, previous.length - 1);
  const breaks: Break[] = [];
  if (level !== 'NONE') {
    // Newest first: the break that people meet first.
    for (let index = previous.length - 1; index >= from; index--) {
      const old = previous[index];
      if (old !== undefined)
        breaks.push(...breaksBetween(old, next, level, index, names[index] ?? 'the previous schema'));
    }
  }
  return { compatible: breaks.length === 0, level, breaks };
}

/** One line a break, for terminals and logs; a single line when there is none. */
export function explainCompatibility(result: CompatibilityResult): readonly string[] {
  if (result.compatible) return [`Compatible (${result.level}).`];
  return result.breaks.map((each) => `${each.kind} ${each.path}: ${each.sentence}`);
}

function breaksBetween(
  old: ParsedSchema,
  next: ParsedSchema,
  level: CompatibilityLevel,
  against: number,
  name: string,
): readonly Break[] {
  const breaks: Break[] = [];
  if (!level.startsWith('FORWARD')) {
    const who = `Consumers that move to the new schema cannot read data written with ${name}`;
    for (const each of differencesOf(next, old)) {
      breaks.push({ ...each, direction: 'backward', against, sentence: `${who}: ${each.message}.` });
    }
  }
  if (!level.startsWith('BACKWARD')) {
    const who = `Consumers that stay with ${name} cannot read data written with the new schema`;
    for (const each of differencesOf(old, next)) {
      breaks.push({ ...each, direction: 'forward', against, sentence: `${who}: ${each.message}.` });
    }
  }
  return breaks;
}

function differencesOf(reader: ParsedSchema, writer: ParsedSchema): readonly Difference[] {
  if (reader.type === writer.type) return schemaKind(reader.type)?.differences(reader, writer) ?? [];
  const message = `the reader has a schema of type ${reader.type}, the writer one of type ${writer.type}`;
  return [{ kind: 'TYPE_MISMATCH', path: '/', message, reader: reader.type, writer: writer.type }];
}
