import type { SubjectStrategy } from '@millrace/schema';

export type Part = 'key' | 'value';

/** What is asked of the keys or the values of a topic. */
export interface PartCheck {
  /** `id`: the schema that one names is registered for its subject. `full`: and it is a value of that schema. */
  readonly level: 'id' | 'full';
  readonly strategy: SubjectStrategy;
}
