import { consumerId, productOfConsumer, slug, subjectOf } from '../ids.ts';
import { domainsOf } from '../people/directory.ts';
import type { MeshState } from '../state/mesh-state.ts';
import type { Command, DecisionContext } from './command.ts';
import type { Decision } from './decision.ts';
import { decided, rejected } from './decision.ts';
import { noSuchProduct } from './products.ts';

type CommandOf<Kind extends Command['kind']> = Extract<Command, { kind: Kind }>;

export function registerConsumer(
  state: MeshState,
  { product: id, request }: CommandOf<'register-consumer'>,
  context: DecisionContext,
): Decision {
  const product = state.products.get(id);
  if (product === undefined) return noSuchProduct(id);
  if (product.status === 'deprecated') return rejected('FORBIDDEN', `${id} is deprecated and takes no new consumers.`);
  if (slug(request.name) === '')
    return rejected('INVALID_REQUEST', `"${request.name}" holds no letter or digit to make a consumer group of.`);
  const consumer = consumerId(request.name, id);
  if (product.consumers.some((each) => each.id === consumer))
    return rejected('ALREADY_EXISTS', `"${request.name}" is registered as a consumer of ${id} already.`);
  return decided(state, context, subjectOf.product(id), 'io.millrace.consumer.registered', {
    id: consumer,
    name: request.name,
    product: id,
    purpose: request.purpose,
    group: consumer,
  });
}

export function removeConsumer(
  state: MeshState,
  { consumer: id }: CommandOf<'remove-consumer'>,
  context: DecisionContext,
): Decision {
  const product = state.products.get(productOfConsumer(id) ?? '');
  const consumer = product?.consumers.find((each) => each.id === id);
  if (product === undefined || consumer === undefined)
    return rejected('NOT_FOUND', `There is no registered consumer "${id}".`);
  const mayRemove =
    consumer.registeredBy === context.actor || domainsOf(state.directory, context.actor).includes(product.domain);
  if (!mayRemove)
    return rejected(
      'FORBIDDEN',
      `Only ${consumer.registeredBy}, who registered it, and the domain ${product.domain} may remove ${id}.`,
    );
  return decided(state, context, subjectOf.product(product.id), 'io.millrace.consumer.removed', {
    id,
    name: consumer.name,
    product: product.id,
  });
}
