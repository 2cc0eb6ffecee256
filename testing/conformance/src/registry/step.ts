import * as fc from 'fast-check';
import { candidates, type Candidate, type SchemaType } from './schemas.ts';

export const levels = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const;

/** One request of a walk. `subject` counts from 0; the registry's own settings have none. */
export type Step =
  | { readonly kind: 'register' | 'lookUp'; readonly subject: number; readonly schema: Candidate }
  | { readonly kind: 'check'; readonly subject: number; readonly schema: Candidate; readonly version: Version | 'all' }
  | { readonly kind: 'list'; readonly deleted: boolean }
  | { readonly kind: 'versions'; readonly subject: number; readonly deleted: boolean }
  | { readonly kind: 'version' | 'text'; readonly subject: number; readonly version: Version }
  /** `nth`: of the ids that this walk was given. */
  | { readonly kind: 'id' | 'idSubjects' | 'idVersions'; readonly nth: number }
  | { readonly kind: 'deleteVersion'; readonly subject: number; readonly version: Version; readonly permanent: boolean }
  | { readonly kind: 'deleteSubject'; readonly subject: number; readonly permanent: boolean }
  | { readonly kind: 'setLevel'; readonly subject: number; readonly level: string }
  | { readonly kind: 'level'; readonly subject: number; readonly inherited: boolean }
  | { readonly kind: 'removeLevel'; readonly subject: number };

type Version = number | 'latest';

const subject = fc.nat({ max: 2 });
const version: fc.Arbitrary<Version> = fc.oneof(fc.constant('latest' as const), fc.integer({ min: 1, max: 4 }));
const rarely = fc.integer({ min: 0, max: 9 }).map((one) => one === 0);

/** Walks whose subjects all hold schemas of one language. */
export function walkOf(type: SchemaType): fc.Arbitrary<readonly Step[]> {
  const schema = fc.constantFrom(...candidates[type]);
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 8, arbitrary: fc.record({ kind: fc.constant('register' as const), subject, schema }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('lookUp' as const), subject, schema }) },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('check' as const),
        subject,
        schema,
        version: fc.oneof(version, fc.constant('all' as const)),
      }),
    },
    fc.record({ kind: fc.constant('list' as const), deleted: fc.boolean() }),
    fc.record({ kind: fc.constant('versions' as const), subject, deleted: fc.boolean() }),
    fc.record({ kind: fc.constantFrom('version' as const, 'text' as const), subject, version }),
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom('id' as const, 'idSubjects' as const, 'idVersions' as const),
        nth: fc.nat({ max: 5 }),
      }),
    },
    fc.record({ kind: fc.constant('deleteVersion' as const), subject, version, permanent: fc.boolean() }),
    fc.record({ kind: fc.constant('deleteSubject' as const), subject, permanent: fc.boolean() }),
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('setLevel' as const),
        subject,
        level: rarely.chain((wrong) => (wrong ? fc.constant('SIDEWAYS') : fc.constantFrom(...levels))),
      }),
    },
    fc.record({ kind: fc.constant('level' as const), subject, inherited: fc.boolean() }),
    fc.record({ kind: fc.constant('removeLevel' as const), subject }),
  );
  return fc.array(step, { minLength: 4, maxLength: 14, size: 'max' });
}
