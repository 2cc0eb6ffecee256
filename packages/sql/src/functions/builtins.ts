import { type FunctionRegistry, functionRegistry } from './registry.ts';

/** ksqlDB's functions. */
export const builtins: FunctionRegistry = functionRegistry([]);
