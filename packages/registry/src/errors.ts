/** A refusal in the protocol's own form: HTTP status, the registry's error code, and its message. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

type Version = number | string;
const refusal =
  <A extends readonly unknown[]>(code: number, message: (...args: A) => string) =>
  (...args: A): RegistryError =>
    new RegistryError(Math.floor(code / 100), code, message(...args));

export const subjectNotFound = refusal(40401, (subject: string) => `Subject '${subject}' not found.`);
export const versionNotFound = refusal(
  40402,
  (version: Version) => `Version ${version === 'latest' ? -1 : version} not found.`,
);
export const schemaNotFound = refusal(40403, (id?: Version) =>
  id === undefined ? 'Schema not found' : `Schema ${id} not found`,
);
export const subjectSoftDeleted = refusal(
  40404,
  (subject: string) => `Subject '${subject}' was soft deleted.Set permanent=true to delete permanently`,
);
export const subjectNotSoftDeleted = refusal(
  40405,
  (subject: string) => `Subject '${subject}' was not deleted first before being permanently deleted`,
);
export const versionSoftDeleted = refusal(
  40406,
  (subject: string, version: Version) =>
    `Subject '${subject}' Version ${version} was soft deleted.Set permanent=true to delete permanently`,
);
export const versionNotSoftDeleted = refusal(
  40407,
  (subject: string, version: Version) =>
    `Subject '${subject}' Version ${version} was not deleted first before being permanently deleted`,
);
export const contextNotFound = refusal(40401, (context: string) => `Context '${context}' not found.`);
export const noSubjectConfig = refusal(
  40408,
  (subject: string) => `Subject '${subject}' does not have subject-level compatibility configured`,
);
export const noSubjectMode = refusal(
  40409,
  (subject: string) => `Subject '${subject}' does not have subject-level mode configured`,
);
export const associationNotFound = refusal(
  40410,
  (resourceId: string) => `Association not found for resource '${resourceId}'`,
);
export const tooManyAssociations = refusal(
  40902,
  (subject: string, most: number) => `Subject '${subject}' has ${most} associations; it cannot have more`,
);
export const subjectAssociated = refusal(40903, (subject: string) => `An association exists for subject '${subject}'`);
export const resourceAssociated = refusal(
  40904,
  (type: string, resource: string) => `An association of type '${type}' exists for resource '${resource}'`,
);
export const associationFrozen = refusal(
  40905,
  (type: string, subject: string) => `The association of type '${type}' is frozen for subject '${subject}'`,
);
export const subjectOwned = refusal(40907, (subject: string) => `A strong association exists for subject '${subject}'`);
export const nothingToAssociate = refusal(
  40908,
  (subject: string) => `Subject '${subject}' has no version that is not deleted, and no schema was given`,
);
export const invalidAssociation = refusal(42212, (problem: string) => `Invalid association: ${problem}`);
export const incompatible = refusal(
  40901,
  (subject: string, details: readonly string[]) =>
    `Schema being registered is incompatible with an earlier schema for subject "${subject}", details: [${details.join(', ')}]`,
);
export const invalidSchema = refusal(42201, (problem: string) => problem);
export const invalidVersion = refusal(
  42202,
  (version: string) =>
    `The specified version '${version}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"`,
);
export const invalidCompatibility = refusal(
  42203,
  () =>
    'Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive',
);
export const invalidCompatibilityPolicy = refusal(
  42203,
  () => 'Invalid compatibility policy. Valid values are strict and lenient',
);
export const invalidMode = refusal(
  42204,
  () => 'Invalid mode. Valid values are READWRITE, READONLY, READONLY_OVERRIDE, and IMPORT',
);
export const notPermitted = refusal(42205, (reason: string) => reason);
export const referenceExists = refusal(
  42206,
  (subject: string, version: Version) =>
    `One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=${subject},version=${version}}.`,
);
export const invalidSubject = refusal(42208, (subject: string) => `The specified subject '${subject}' is not a valid.`);
export const storeFailed = refusal(50001, (reason: string) => `Error in the backend data store - ${reason}`);
export const schemaTooLarge = refusal(42209, () => 'Register operation failed because schema is too large');
export const contextNotEmpty = refusal(42211, (context: string) => `The specified context '${context}' is not empty.`);
export const invalidRuleSet = refusal(42210, (problem: string) => problem);
