import type { FunctionEnvironment } from '../functions/function.ts';
import type { TopologyEnvironment } from './topology.ts';

/** What functions may see of a topology's environment. */
export function functionEnvironment(environment: TopologyEnvironment): FunctionEnvironment {
  return { properties: environment.properties, now: () => environment.now(), random: () => environment.random() };
}
