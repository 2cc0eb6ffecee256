import type { MeshState } from '../state/mesh-state.ts';
import { adoptDirectory, adoptPolicies } from './adopt.ts';
import type { Command, DecisionContext } from './command.ts';
import { registerConsumer, removeConsumer } from './consumers.ts';
import type { Decision } from './decision.ts';
import { publishProduct, unpublishProduct, updateProduct } from './products.ts';
import { enforceSchema } from './topics.ts';
import { recordQuery, recordStatement, recordTermination } from './queries.ts';

/** Turns a command into the facts that make it so, or says why not. */
export function decide(state: MeshState, command: Command, context: DecisionContext): Decision {
  switch (command.kind) {
    case 'publish-product':
      return publishProduct(state, command, context);
    case 'update-product':
      return updateProduct(state, command, context);
    case 'unpublish-product':
      return unpublishProduct(state, command, context);
    case 'register-consumer':
      return registerConsumer(state, command, context);
    case 'remove-consumer':
      return removeConsumer(state, command, context);
    case 'enforce-schema':
      return enforceSchema(state, command, context);
    case 'record-query':
      return recordQuery(state, command, context);
    case 'record-termination':
      return recordTermination(state, command, context);
    case 'record-statement':
      return recordStatement(state, command, context);
    case 'adopt-directory':
      return adoptDirectory(state, command, context);
    case 'adopt-policies':
      return adoptPolicies(state, command, context);
  }
}
