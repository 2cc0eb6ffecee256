import type { Clock } from '@millrace/base';
import { knownSchemas } from './known-schemas.ts';
import type { Part, PartCheck, RecordAtDoor } from './part.ts';
import type { Facts, Questions } from './part-judge.ts';
import { PartJudge } from './part-judge.ts';
import { registrations } from './registrations.ts';
import type { AskedRegistry } from './registry-reader.ts';
import { RegistryReader } from './registry-reader.ts';

/** Some records for a topic that asks for its keys or values to be checked. */
export interface RecordsAtDoor {
  readonly topic: string;
  readonly check: { readonly [part in Part]: PartCheck | undefined };
  readonly records: readonly RecordAtDoor[];
}

export interface Refusal {
  readonly index: number;
  readonly reason: string;
}

/** Questions that some records may ask at a time: a batch of nonsense must not become a flood of them. */
const questionsMax = 8;
const parts: readonly Part[] = ['key', 'value'];

/**
 * Checks records by what a Schema Registry knows; it has the form of the broker's `RecordValidator`. It answers at once when it
 * has been told before what it must know. What cannot be found out because the registry does not answer is refused; what was
 * found out before goes on to hold.
 */
export function recordDoor(
  asked: AskedRegistry,
  clock: Clock = Date,
): (batch: RecordsAtDoor) => readonly Refusal[] | Promise<readonly Refusal[]> {
  const registry = new RegistryReader(asked, clock);
  const facts = { registrations: registrations(registry, clock), schemas: knownSchemas(registry, clock) };
  const check = (batch: RecordsAtDoor): readonly Refusal[] | Promise<readonly Refusal[]> => {
    const questions: Questions = new Map();
    const refusals = refusalsOf(facts, questions, batch);
    // Where something is refused already, nothing needs to be found out.
    if (refusals.length > 0 || questions.size === 0) return refusals;
    const answers = [...questions.values()].slice(0, questionsMax).map((ask) => ask());
    return Promise.all(answers).then(() => check(batch));
  };
  return check;
}

function refusalsOf(facts: Facts, questions: Questions, { topic, check, records }: RecordsAtDoor): Refusal[] {
  const judges = parts.flatMap((part) => {
    const asked = check[part];
    return asked === undefined ? [] : [new PartJudge(facts, questions, topic, part, asked)];
  });
  const refusals: Refusal[] = [];
  for (const record of records) {
    for (const judge of judges) {
      const reason = judge.refuse(record);
      if (reason === undefined) continue;
      refusals.push({ index: record.index, reason });
      break;
    }
  }
  return refusals;
}
