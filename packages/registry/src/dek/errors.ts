import { RegistryError } from '../errors.ts';

/** The refusals of the DEK registry, beside those of the registry. `name` is that of a KEK, or the subject of a DEK. */
const refusal =
  (code: number, message: (about: string) => string) =>
  (about: string): RegistryError =>
    new RegistryError(Math.floor(code / 100), code, message(about));

export const keyNotFound = refusal(40470, (name) => `Key '${name}' not found.`);
export const keyNotSoftDeleted = refusal(
  40471,
  (name) => `Key '${name}' was not deleted first before being permanently deleted`,
);
export const keySoftDeleted = refusal(40472, (name) => `Key '${name}' must be undeleted first`);
export const keyExists = refusal(40971, (name) => `Key '${name}' already exists; use a different value`);
export const tooManyKeys = refusal(40972, (most) => `Too many keys: there may be ${most} at most`);
export const invalidKey = refusal(42271, (reason) => `Invalid key: ${reason}`);
export const keyInUse = refusal(42272, (name) => `One or more references exist to the key '${name}'`);
export const keyNotGenerated = refusal(50070, (reason) => `Could not generate ${reason}`);
