import type { JsonObject } from './json.ts';
import { subjectSeenFrom } from './qualified-subject.ts';

/** The subject that another stands for, by its config. */
export function aliasIn(subject: string, config: JsonObject | null | undefined): string | undefined {
  const alias = config?.['alias'];
  return typeof alias === 'string' && alias !== '' ? subjectSeenFrom(subject, alias) : undefined;
}
