import { subjectOf } from '../ids.ts';
import { domainOfTopic, domainsOf } from '../people/directory.ts';
import type { MeshState } from '../state/mesh-state.ts';
import type { Command, DecisionContext } from './command.ts';
import type { Decision } from './decision.ts';
import { decided, nothing, rejected } from './decision.ts';

/** A topic is its domain's to close. What is said of the topic of a product is said of the product. */
export function enforceSchema(
  state: MeshState,
  { topic, level, before }: Extract<Command, { kind: 'enforce-schema' }>,
  context: DecisionContext,
): Decision {
  const product = state.products.get(state.productByTopic.get(topic) ?? '');
  const domain = product?.domain ?? domainOfTopic(state.directory, topic)?.name;
  if (domain === undefined || !domainsOf(state.directory, context.actor).includes(domain)) {
    const owner = domain === undefined ? 'is of no domain' : `is of the domain ${domain}`;
    return rejected('FORBIDDEN', `${topic} ${owner}, and ${context.actor} is in no team of it.`);
  }
  if (level === before) return nothing;
  const subject = product === undefined ? subjectOf.topic(topic) : subjectOf.product(product.id);
  return decided(state, context, subject, 'io.millrace.topic.enforced', { topic, level, before });
}
