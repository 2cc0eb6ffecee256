import { policyShape } from '../gate/policy.ts';
import { directoryShape } from '../people/directory.ts';
import type { Fact, FactType, ForeignFact } from './fact.ts';
import { count, flag, isObject, list, object, oneOf, optional, text } from './shape.ts';
import type { Shape } from './shape.ts';

export const qualities = ['authoritative', 'curated', 'raw'] as const;
export const slas = ['tier-1', 'tier-2', 'tier-3'] as const;
export const enforcements = ['none', 'id', 'full'] as const;
export const alignments = ['source', 'aggregate', 'consumer'] as const;

const metadata = {
  owner: text,
  description: text,
  quality: oneOf(qualities),
  sla: oneOf(slas),
  alignment: oneOf(alignments),
  tags: list(text),
};
const origin = oneOf(['default', 'file']);

const dataShapes: Readonly<Record<FactType, Shape>> = {
  'io.millrace.product.published': object({
    ...metadata,
    domain: text,
    name: text,
    topic: text,
    major: count,
    slaAcknowledged: flag,
    passed: list(text),
  }),
  'io.millrace.product.updated': object(
    Object.fromEntries(Object.entries(metadata).map(([name, shape]) => [name, optional(shape)])),
  ),
  'io.millrace.product.unpublished': object({ topic: text, consumers: list(text) }),
  'io.millrace.consumer.registered': object({ id: text, name: text, product: text, purpose: text, group: text }),
  'io.millrace.consumer.removed': object({ id: text, name: text, product: text }),
  'io.millrace.topic.enforced': object({ topic: text, level: oneOf(enforcements), before: oneOf(enforcements) }),
  'io.millrace.query.created': object({
    queryId: text,
    statement: text,
    sources: list(text),
    sink: optional(text),
  }),
  'io.millrace.query.terminated': object({ queryId: text }),
  'io.millrace.statement.executed': object({ statement: text, message: text }),
  'io.millrace.directory.adopted': object({ origin, directory: directoryShape }),
  'io.millrace.policies.adopted': object({ origin, policies: list(policyShape) }),
};

const envelope = object({
  specversion: oneOf(['1.0']),
  id: text,
  source: text,
  type: text,
  subject: text,
  time: text,
  actor: text,
  expectedversion: count,
});

export const isKnown = (fact: Fact | ForeignFact): fact is Fact => Object.hasOwn(dataShapes, fact.type);

/** Reads one record's value. What is not a fact of ours is told apart by its reason; every reader refuses the same. */
export function parseFact(
  json: string,
): { readonly ok: true; readonly fact: Fact | ForeignFact } | { readonly ok: false; readonly reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return { ok: false, reason: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const wrong = envelope(value, '');
  if (wrong !== undefined || !isObject(value)) return { ok: false, reason: wrong ?? 'not an object' };
  const fact = value as unknown as Fact | ForeignFact;
  if (!isKnown(fact)) return { ok: true, fact };
  const wrongData = dataShapes[fact.type](fact.data, 'data');
  return wrongData === undefined ? { ok: true, fact } : { ok: false, reason: wrongData };
}
