import { MillraceError } from '@millrace/base';
import type { PayloadCheck } from '@millrace/schema';
import { schemaKind, subjectBy, topicSubject } from '@millrace/schema';
import type { Unknown } from './facts.ts';
import type { KnownSchema } from './known-schemas.ts';
import type { Memory } from './memory.ts';
import type { NamedSchema } from './named-schema.ts';
import { namedSchema } from './named-schema.ts';
import type { Part, PartCheck, RecordAtDoor } from './part.ts';
import { doesNotFit, hasNoName, isUnknown, namesNoSchema } from './reasons.ts';
import type { Registered, SchemaRef } from './registrations.ts';
import { registrationKey } from './registrations.ts';

/** What has been learnt of a registry. */
export interface Facts {
  readonly registrations: Memory<string, Registered | Unknown>;
  readonly schemas: Memory<SchemaRef, KnownSchema | Unknown>;
}

/** Things to learn before a judgement can be made, each once. */
export type Questions = Map<SchemaRef, () => Promise<void>>;

/** What is known of a schema that is named. `unanswered`: there are questions first. */
type Standing =
  | { readonly kind: 'good'; readonly check: PayloadCheck | undefined }
  | { readonly kind: 'bad'; readonly reason: string }
  | { readonly kind: 'unanswered' };

const unanswered: Standing = { kind: 'unanswered' };

/** Judges the keys or the values of records of one topic by what is known, and collects what is not. */
export class PartJudge {
  readonly #facts: Facts;
  readonly #questions: Questions;
  readonly #topic: string;
  readonly #part: Part;
  readonly #asked: PartCheck;
  /** By the schema, where that decides: records that follow each other name the same ones. */
  readonly #standings = new Map<SchemaRef, Standing>();

  constructor(facts: Facts, questions: Questions, topic: string, part: Part, asked: PartCheck) {
    this.#facts = facts;
    this.#questions = questions;
    this.#topic = topic;
    this.#part = part;
    this.#asked = asked;
  }

  /** Why the record is refused; undefined when it is not, or not yet. Null, as in a tombstone, has nothing to be judged. */
  refuse(record: RecordAtDoor): string | undefined {
    const bytes = record[this.#part];
    if (bytes === null) return undefined;
    const named = namedSchema(this.#part, bytes, record.headers);
    if (typeof named === 'string') return namesNoSchema(this.#part, this.#topic, named);
    const standing = this.#standing(named);
    if (standing.kind === 'unanswered') return undefined;
    if (standing.kind === 'bad') return standing.reason;
    const problem = standing.check?.(named.bytes, named.offset);
    return problem === undefined ? undefined : doesNotFit(this.#part, named.ref, problem);
  }

  #standing(named: NamedSchema): Standing {
    const { ref } = named;
    if (this.#asked.strategy !== 'TopicNameStrategy') return this.#byRecordName(named);
    const standing = this.#standings.get(ref) ?? this.#underSubject(ref, topicSubject(this.#topic, this.#part));
    this.#standings.set(ref, standing);
    return standing;
  }

  #byRecordName(named: NamedSchema): Standing {
    const { ref } = named;
    const { strategy } = this.#asked;
    const schema = this.#known(this.#facts.schemas, ref);
    if (schema === undefined) return unanswered;
    if (schema.kind !== 'schema') return bad(isUnknown(this.#part, ref, undefined, schema));
    const name = nameIn(schema, named);
    if (name.kind === 'misfit') return bad(doesNotFit(this.#part, ref, name.problem));
    const subject = subjectBy(strategy, { topic: this.#topic, part: this.#part, recordName: name.name });
    return subject === undefined ? bad(hasNoName(this.#part, ref, strategy)) : this.#underSubject(ref, subject);
  }

  #underSubject(ref: SchemaRef, subject: string): Standing {
    const registration = this.#known(this.#facts.registrations, registrationKey(ref, subject));
    if (registration === undefined) return unanswered;
    if (registration.kind !== 'registered') return bad(isUnknown(this.#part, ref, subject, registration));
    if (this.#asked.level === 'id') return { kind: 'good', check: undefined };
    const schema = this.#known(this.#facts.schemas, ref);
    if (schema === undefined) return unanswered;
    if (schema.kind !== 'schema') return bad(isUnknown(this.#part, ref, subject, schema));
    return { kind: 'good', check: schema.check };
  }

  #known<K extends SchemaRef, V>(memory: Memory<K, V>, key: K): V | undefined {
    const known = memory.known(key);
    if (known === undefined) this.#questions.set(key, () => memory.learn(key));
    return known;
  }
}

/** Of Protobuf the payload says which message of the schema it is, and so its name. */
function nameIn({ parsed }: KnownSchema, named: NamedSchema) {
  try {
    return { kind: 'named', name: schemaKind(parsed.type)?.recordName(parsed, named) } as const;
  } catch (error) {
    if (error instanceof MillraceError) return { kind: 'misfit', problem: error.message } as const;
    throw error;
  }
}

function bad(reason: string): Standing {
  return { kind: 'bad', reason };
}
