import { layerOver } from '../log/log-format.ts';
import { apply } from '../state/apply.ts';
import type { RegistryRecord } from '../state/record.ts';
import type { RegistryState } from '../state/registry-state.ts';
import type { Decision } from './decision.ts';

/** Several decisions as one, each made on what those before it lead to: all are written, or none. */
export function inTurn<A>(
  state: RegistryState,
  steps: readonly ((state: RegistryState) => Decision<A>)[],
): Decision<readonly A[]> {
  const view = layerOver(state);
  const records: RegistryRecord[] = [];
  const answer = steps.map((decide) => {
    const decision = decide(view);
    for (const record of decision.records) apply(view, record);
    records.push(...decision.records);
    return decision.answer;
  });
  return { records, answer };
}
