import { builtins } from '../functions/builtins.ts';
import type { FunctionRegistry } from '../functions/registry.ts';

/** ksqlDB's functions and those that only its tests have. */
export function testFunctions(_properties: Readonly<Record<string, string>>): FunctionRegistry {
  return builtins;
}
