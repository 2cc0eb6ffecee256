import { MillraceError } from '@millrace/base';
import type { CompatibilityPolicy } from '../schema-kind.ts';
import { breaksUnder } from './kinds.ts';
import type { TargetSchema } from './schema.ts';
import type { Judge, Listener, Verdict } from './walk.ts';

/** Questions between schemas that one comparison may ask; those of real ones, of a thousand types, stay under a million. */
const questionsMax = 5_000_000;

interface Pair {
  readonly reader: TargetSchema;
  readonly writer: TargetSchema;
  verdict: Verdict;
  /** The pairs whose verdicts follow from this one. */
  readonly users: Set<Pair>;
}

/**
 * Gives the verdict of any two schemas. Every pair counts as the same until something is found between them, which is what recursion means:
 * a list of texts is like a list of texts if it is so under the assumption that it is. Whenever a verdict falls, the pairs that follow from
 * it are looked at again, until none falls any more. So no depth of schemas takes depth of the stack, and each pair falls twice at most.
 */
export function settling(
  judge: Judge,
  policy: CompatibilityPolicy,
): (reader: TargetSchema, writer: TargetSchema) => Verdict {
  const pairs = new Map<TargetSchema, Map<TargetSchema, Pair>>();
  const fresh: Pair[] = [];
  const stale = new Set<Pair>();
  let questions = 0;

  const pairOf = (reader: TargetSchema, writer: TargetSchema): Pair => {
    if (questions++ > questionsMax) throw tooEntangled();
    const ofReader = pairs.get(reader) ?? new Map<TargetSchema, Pair>();
    const known = ofReader.get(writer);
    if (known !== undefined) return known;
    const pair: Pair = { reader, writer, verdict: 'same', users: new Set() };
    pairs.set(reader, ofReader.set(writer, pair));
    fresh.push(pair);
    return pair;
  };
  const look = (user: Pair): void => {
    let found: Verdict = 'same';
    const use = (reader: TargetSchema, writer: TargetSchema): Verdict => {
      // What breaks already does so whatever else is found.
      if (found === 'breaks') return 'breaks';
      const pair = pairOf(reader, writer);
      pair.users.add(user);
      return pair.verdict;
    };
    const listener: Listener = {
      tell: (kind) => void (found = lower(found, breaksUnder(kind, policy) ? 'breaks' : 'fits')),
      compare: (reader, writer) => void (found = lower(found, use(reader, writer))),
      verdict: use,
    };
    judge(user.reader, user.writer, { path: '', listener });
    if (found === user.verdict) return;
    user.verdict = found;
    for (const pair of user.users) if (pair.verdict !== 'breaks') stale.add(pair);
  };

  const lookAtFresh = (): void => {
    for (let next = fresh.pop(); next !== undefined; next = fresh.pop()) look(next);
  };

  return (reader, writer) => {
    const pair = pairOf(reader, writer);
    lookAtFresh();
    while (stale.size > 0) {
      const round = [...stale];
      stale.clear();
      for (const each of round) {
        look(each);
        lookAtFresh();
      }
    }
    return pair.verdict;
  };
}

function lower(one: Verdict, other: Verdict): Verdict {
  if (one === 'breaks' || other === 'breaks') return 'breaks';
  return one === 'same' ? other : one;
}

function tooEntangled(): MillraceError {
  const message = `The schemas lead into each other in too many ways: to compare them took more than ${questionsMax} questions.`;
  return new MillraceError('SCHEMA_INVALID', message);
}
