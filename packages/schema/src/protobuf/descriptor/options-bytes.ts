import { MillraceError } from '@millrace/base';
import { invalidDeclaration, invalidProto } from '../errors.ts';
import { fieldsWithExtensions } from '../parsed.ts';
import type { OptionNamePart, OptionValue, ProtoOption } from '../tree.ts';
import type { ProtobufExtension, ProtobufField, ProtobufMessage, SymbolTable } from '../types.ts';
import { optionsCodec, optionsMessage } from './codecs.ts';
import type { OptionsName } from './descriptor-types.ts';
import { addValue, isEmpty, noMembers, optionItems, type FieldsOf, type Members } from './option-values.ts';
import { optionOfUninterpreted, uninterpreted, type Uninterpreted } from './uninterpreted.ts';

/** What the names of options mean where they stand. */
export interface OptionScope {
  readonly scope: string;
  readonly symbols: SymbolTable;
  readonly extensions: readonly ProtobufExtension[];
}

/**
 * Options as a serialised message, FileOptions and so on; nothing when there are none. One whose name or value leads to nothing that
 * is known stays as it is written, as `uninterpreted_option`.
 */
export function optionsBytes(
  options: readonly ProtoOption[],
  name: OptionsName,
  scope: OptionScope,
): { readonly options?: Uint8Array } {
  const [first] = options;
  if (first === undefined) return {};
  const message = optionsMessage(name);
  const fieldsOf = fieldsWithExtensions(scope.extensions);
  const members = noMembers();
  const others = options.filter((option) => !addOption(members, message, option, scope, fieldsOf));
  if (others.length > 0) members['uninterpreted_option'] = others.map(uninterpreted);
  try {
    return { options: optionsCodec(name, scope.extensions).encode(members) };
  } catch (error) {
    if (error instanceof MillraceError) throw invalidDeclaration(first, `an option does not fit: ${error.message}`);
    throw error;
  }
}

function addOption(
  members: Members,
  message: ProtobufMessage,
  { name, value }: ProtoOption,
  scope: OptionScope,
  fieldsOf: FieldsOf,
): boolean {
  const fields = fieldsNamed(message, name, scope, fieldsOf);
  return fields !== undefined && addAt(members, fields, value, fieldsOf);
}

/** Adds the value to the field that the others lead to. */
function addAt(members: Members, fields: readonly ProtobufField[], value: OptionValue, fieldsOf: FieldsOf): boolean {
  const [field, ...rest] = fields;
  if (field === undefined) return false;
  if (rest.length === 0) return addValue(members, field, value, fieldsOf);
  const inner = Object.assign(noMembers(), members[field.name]);
  if (!addAt(inner, rest, value, fieldsOf)) return false;
  members[field.name] = inner;
  return true;
}

/** The fields that the parts of an option's name lead through; undefined when one is not known. */
function fieldsNamed(
  message: ProtobufMessage,
  name: readonly OptionNamePart[],
  scope: OptionScope,
  fieldsOf: FieldsOf,
): readonly ProtobufField[] | undefined {
  const fields: ProtobufField[] = [];
  let inside: ProtobufMessage | undefined = message;
  for (const part of name) {
    const field: ProtobufField | undefined = inside && fieldNamed(inside, part, scope, fieldsOf);
    if (field === undefined) return undefined;
    fields.push(field);
    inside = field.type.kind === 'message' && !field.repeated ? field.type : undefined;
  }
  return fields;
}

function fieldNamed(
  message: ProtobufMessage,
  { name, isExtension }: OptionNamePart,
  { scope, symbols }: OptionScope,
  fieldsOf: FieldsOf,
): ProtobufField | undefined {
  if (!isExtension) return fieldsOf(message).find((field) => field.name === name && name !== 'uninterpreted_option');
  const found = symbols.resolve(name, scope);
  return found?.kind === 'extension' && found.extendee.name === message.name ? found.field : undefined;
}

/** The options of a serialised message, in the order of their numbers. What has no known extension is lost: its name is not there. */
export function optionsOfBytes(
  bytes: Uint8Array | undefined,
  name: OptionsName,
  extensions: readonly ProtobufExtension[],
): readonly ProtoOption[] {
  if (bytes === undefined) return [];
  const fieldsOf = fieldsWithExtensions(extensions);
  const members = decoded(bytes, name, extensions);
  const fields = fieldsOf(optionsMessage(name)).toSorted((one, other) => one.number - other.number);
  return fields.flatMap((field) => {
    const value = Object.hasOwn(members, field.name) ? members[field.name] : undefined;
    if (value === undefined || isEmpty(value, field)) return [];
    if (field.name === 'uninterpreted_option') return (value as Uninterpreted[]).map(optionOfUninterpreted);
    return optionItems(value, field, fieldsOf).map((item) => ({ name: [partOf(field)], value: item }));
  });
}

function decoded(bytes: Uint8Array, name: OptionsName, extensions: readonly ProtobufExtension[]): Members {
  try {
    return optionsCodec(name, extensions).decode(bytes) as Members;
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error;
    throw invalidProto(`the descriptor has ${name} that cannot be read: ${error.message}`);
  }
}

function partOf({ name }: ProtobufField): OptionNamePart {
  return name.startsWith('[') ? { name: name.slice(1, -1), isExtension: true } : { name, isExtension: false };
}
