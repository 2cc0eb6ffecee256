export { parseAuthDocument } from './auth/auth-document.ts';
export { hashToken, newToken } from './auth/bearer.ts';
export { hashPassword } from './auth/password-hash.ts';
export type { RegistryAuth } from './auth/sign-in.ts';
export { startRegistry } from './start-registry.ts';
export type { RegistryOptions, RunningRegistry } from './start-registry.ts';
export { recordDoor } from './door/record-door.ts';
export type { RecordsAtDoor, Refusal } from './door/record-door.ts';
export type { AskedRegistry } from './door/registry-reader.ts';
