import { invalidDeclaration } from '../errors.ts';
import { jsonNameOf, qualified } from '../names.ts';
import type { Declared, OptionValue, ProtoField, ProtoNamed, ProtoScalar } from '../tree.ts';
import type {
  ProtobufEnum,
  ProtobufField,
  ProtobufMessage,
  ProtobufScalar,
  ProtobufType,
  SymbolTable,
} from '../types.ts';
import { checkDefault } from './check-default.ts';
import { featuresWith, type Features } from './features.ts';

interface Names {
  readonly scope: string;
  readonly symbols: SymbolTable;
}

interface FieldPlace extends Names {
  readonly features: Features;
  readonly oneof?: string;
  readonly extensionName?: string;
}

export function linkField(tree: ProtoField, place: FieldPlace): ProtobufField {
  const features = featuresWith(place.features, tree.options);
  const type = typeOf(tree, place);
  const repeated = tree.label === 'repeated';
  const { oneof, extensionName } = place;
  const fallback = optionOf(tree, 'default');
  if (fallback !== undefined) checkDefault(tree, type, fallback, features);
  const jsonName = optionOf(tree, 'json_name');
  const message = type.kind === 'message';
  return {
    name: extensionName === undefined ? tree.name : `[${extensionName}]`,
    jsonName: jsonName?.kind === 'string' ? jsonName.text : jsonNameOf(tree.name),
    number: tree.number,
    type,
    repeated,
    presence: presenceOf(tree, type, features, oneof !== undefined || extensionName !== undefined),
    packed: repeated && isPackable(type) && isPacked(tree, features),
    delimited: tree.type.kind === 'group' || (message && features.message_encoding === 'DELIMITED'),
    verifiesUtf8: features.utf8_validation === 'VERIFY',
    ...(oneof === undefined ? {} : { oneof }),
    tree,
  };
}

function presenceOf(
  { label }: ProtoField,
  type: ProtobufType,
  { field_presence: presence }: Features,
  isTold: boolean,
): ProtobufField['presence'] {
  if (isTold) return 'explicit';
  if (label === 'repeated' || type.kind === 'map') return 'implicit';
  if (label === 'required' || presence === 'LEGACY_REQUIRED') return 'required';
  return presence === 'IMPLICIT' && label === undefined && type.kind !== 'message' ? 'implicit' : 'explicit';
}

function isPacked(tree: ProtoField, features: Features): boolean {
  const packed = optionOf(tree, 'packed');
  return packed?.kind === 'identifier' ? packed.name === 'true' : features.repeated_field_encoding === 'PACKED';
}

export function isPackable(type: ProtobufType): boolean {
  return type.kind === 'enum' || (type.kind === 'scalar' && type.scalar !== 'string' && type.scalar !== 'bytes');
}

/** The value of an option with a simple name. */
export function optionOf(tree: ProtoField, name: string): OptionValue | undefined {
  return tree.options.findLast(
    (option) => option.name.length === 1 && option.name[0]?.name === name && !option.name[0].isExtension,
  )?.value;
}

function typeOf(tree: ProtoField, place: FieldPlace): ProtobufType {
  const { type } = tree;
  switch (type.kind) {
    case 'scalar':
      return type;
    case 'named':
      return typeNamed(type.name, place, tree);
    case 'map':
      return { kind: 'map', key: type.key, value: valueOf(type.value, place, tree) };
    case 'group':
      return messageNamed(`.${qualified(place.scope, type.message.name)}`, place, tree);
  }
}

/** The type of a map's values. An enum among them must begin at 0, since the value of an entry may be left out. */
function valueOf(
  type: ProtoScalar | ProtoNamed,
  names: Names,
  declared: Declared,
): ProtobufScalar | ProtobufMessage | ProtobufEnum {
  if (type.kind === 'scalar') return type;
  const named = typeNamed(type.name, names, declared);
  if (named.kind === 'message' || named.tree.values[0]?.number === 0) return named;
  throw invalidDeclaration(
    declared,
    `the first value of "${named.name}" must be 0, since it is the values' type of a map`,
  );
}

export function messageNamed(name: string, names: Names, declared: Declared): ProtobufMessage {
  const type = typeNamed(name, names, declared);
  if (type.kind === 'message') return type;
  throw invalidDeclaration(declared, `"${name}" is an enum where a message must be`);
}

function typeNamed(name: string, { scope, symbols }: Names, declared: Declared): ProtobufMessage | ProtobufEnum {
  const found = symbols.resolve(name, scope);
  if (found?.kind === 'message' || found?.kind === 'enum') return found;
  const problem =
    found === undefined ? 'is not defined, neither in this file nor in those that it imports' : 'is not a type';
  const first = name.split('.')[0] ?? '';
  const hidden =
    found === undefined && !name.startsWith('.') && symbols.resolve(first, scope) !== undefined && first !== name;
  const hint = hidden ? `; "${first}" is looked up in the innermost scope that has it, and "${name}" is not there` : '';
  throw invalidDeclaration(declared, `the type "${name}" ${problem}${hint}`);
}
