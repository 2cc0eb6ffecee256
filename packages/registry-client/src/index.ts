export { parseRegistered } from './parse-registered.ts';
export type { RegisteredSchema, RegisteredVersion, SchemaReference } from './registered-schema.ts';
export { isSilence, RegistryClient } from './registry-client.ts';
export type { RegistryPlace } from './registry-client.ts';
