interface DifferenceKind {
  readonly breaks: boolean;
  /** A clause about "the reader" and "the writer". `{reader}` and `{writer}` are what they have there. */
  readonly message: string;
  /** What would break nobody; empty where nobody breaks. */
  readonly remedy: string;
}

function breaking(message: string, remedy: string): DifferenceKind {
  return { breaks: true, message, remedy };
}

function harmless(message: string): DifferenceKind {
  return { breaks: false, message, remedy: '' };
}

const newField = 'leave the field as it was, and add another with a number that was never used';

/** Every kind of difference, as the reference registry names them. */
export const differenceKinds = {
  PACKAGE_CHANGED: harmless('the reader is in the package {reader} where the writer is in {writer}'),
  MESSAGE_ADDED: harmless('the reader has {reader}, which the writer does not know'),
  MESSAGE_REMOVED: breaking('the reader has no {writer}, which the writer may send', 'keep {writer}'),
  MESSAGE_MOVED: harmless('the reader has {reader} at another place than the writer'),
  ENUM_ADDED: harmless('the reader has {reader}, which the writer does not know'),
  ENUM_REMOVED: harmless('the reader has no {writer}, and reads its values as numbers'),
  ENUM_CONST_ADDED: harmless('the reader knows {reader}, which the writer does not send'),
  ENUM_CONST_CHANGED: harmless('the reader calls {reader} what the writer calls {writer}'),
  ENUM_CONST_REMOVED: harmless('the reader does not know {writer}, and reads the number'),

  FIELD_ADDED: harmless('the reader has {reader}, which the writer does not send'),
  FIELD_REMOVED: harmless('the reader passes over {writer}, which it does not know'),
  FIELD_NAME_CHANGED: harmless('the reader calls {reader} what the writer calls {writer}, and the number decides'),
  FIELD_KIND_CHANGED: breaking('the reader expects {reader} where the writer sends {writer}', newField),
  FIELD_SCALAR_KIND_CHANGED: breaking(
    'the reader expects {reader} where the writer sends {writer}, whose bytes mean something else',
    newField,
  ),
  FIELD_NAMED_TYPE_CHANGED: breaking(
    'the reader expects {reader} where the writer sends {writer}, which is another message',
    newField,
  ),
  FIELD_NUMERIC_LABEL_CHANGED: breaking(
    'the reader expects {reader} where the writer sends {writer}, and one number and a list of them differ in bytes',
    newField,
  ),
  FIELD_STRING_OR_BYTES_LABEL_CHANGED: harmless('the reader expects {reader} where the writer sends {writer}'),
  REQUIRED_FIELD_ADDED: breaking(
    'the reader requires {reader}, which the writer may leave out',
    'make the field optional',
  ),
  REQUIRED_FIELD_REMOVED: breaking(
    'the reader does not have as required {writer}, which whoever shares the schema of the writer relies on',
    'keep the field as required',
  ),

  ONEOF_ADDED: harmless('the reader has {reader}, which the writer does not have'),
  ONEOF_REMOVED: harmless('the reader does not have {writer}'),
  ONEOF_FIELD_ADDED: harmless('the reader has {reader}, which the writer does not send'),
  ONEOF_FIELD_REMOVED: breaking(
    'the reader does not know {writer}, and takes the oneof for unset when the writer sends it',
    'keep the field in the oneof',
  ),
  ONEOF_FIELD_MOVED_TO_TOP_LEVEL: harmless('the reader has {reader} outside of the oneof that the writer has it in'),
  MULTIPLE_FIELDS_MOVED_TO_ONEOF: breaking(
    'the reader takes only one of {reader}, of which the writer may send several',
    'leave all but one of them outside of the oneof',
  ),
  FIELD_MOVED_TO_EXISTING_ONEOF: breaking(
    'the reader takes only one of {reader}, of which the writer may send several',
    'leave the field where it was',
  ),

  RESERVED_FIELD_REMOVED: breaking(
    'the reader no longer reserves the name {writer}, which the writer does',
    'keep the name in confluent:reserved of the metadata',
  ),
  FIELD_CONFLICTS_WITH_RESERVED_FIELD: breaking(
    'the reader has {reader}, whose name its metadata reserves',
    'give the field another name',
  ),
} as const satisfies Readonly<Record<string, DifferenceKind>>;

export type DifferenceKindName = keyof typeof differenceKinds;
