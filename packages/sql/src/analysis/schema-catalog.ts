import type { RegisteredSchema, SchemaLookup } from '../operators/topology.ts';

/** The registered schemas that a statement may infer columns from, as data. */
export type { RegisteredSchema, SchemaLookup };

export const NO_SCHEMAS: SchemaLookup = { byId: () => undefined, idOf: () => undefined };
