import { fieldNumberMax, isFromEdition2024, isScalarKind } from '../tree.ts';
import type {
  Label,
  ProtoEnum,
  ProtoExtend,
  ProtoExtensions,
  ProtoField,
  ProtoMessage,
  ProtoNamed,
  ProtoOneof,
  ProtoOption,
  ProtoReserved,
  ProtoScalar,
  ProtoType,
  Syntax,
  Visibility,
} from '../tree.ts';
import { parseEnum } from './parse-enum.ts';
import { parseBracketedOptions, parseOptionStatement } from './parse-options.ts';
import { parseExtensions, parseReserved } from './parse-ranges.ts';
import type { Head, TokenStream } from './token-stream.ts';

/** How deep messages may lie in each other. Guards the stack; protoc takes 32. */
const depthMax = 100;

/** Where a declaration stands. */
export interface Context {
  readonly syntax: Syntax;
  readonly depth: number;
}

interface Types {
  readonly messages: ProtoMessage[];
  readonly enums: ProtoEnum[];
}

/** A message or an enum, if one begins here. */
export function parseType(tokens: TokenStream, context: Context, into: Types): boolean {
  const { syntax } = context;
  const hasVisibility = isFromEdition2024(syntax) && tokens.isWord('export', 'local');
  if (!hasVisibility && !tokens.isWord('message', 'enum')) return false;
  const head = tokens.begin();
  const visibility = hasVisibility ? { visibility: tokens.next().text as Visibility } : {};
  if (tokens.acceptWord('message')) into.messages.push({ ...parseMessage(tokens, context, head), ...visibility });
  else if (tokens.acceptWord('enum')) into.enums.push({ ...parseEnum(tokens, head), ...visibility });
  else throw tokens.expected('"message" or "enum"');
  return true;
}

function parseMessage(tokens: TokenStream, context: Context, head: Head): ProtoMessage {
  const name = tokens.identifier("a message's name");
  return { name, ...parseBody(tokens, context, head) };
}

function parseBody(tokens: TokenStream, context: Context, head: Head): Omit<ProtoMessage, 'name'> {
  if (context.depth > depthMax) throw tokens.error(`messages lie more than ${depthMax} deep in each other`);
  tokens.expect('{');
  const declared = head();
  const body = {
    options: [] as ProtoOption[],
    reserved: [] as ProtoReserved[],
    fields: [] as ProtoField[],
    oneofs: [] as ProtoOneof[],
    extensions: [] as ProtoExtensions[],
    messages: [] as ProtoMessage[],
    enums: [] as ProtoEnum[],
    extends: [] as ProtoExtend[],
  };
  const inner = { ...context, depth: context.depth + 1 };
  while (!tokens.isSymbol('}')) {
    if (tokens.accept(';') || parseType(tokens, inner, body)) continue;
    if (tokens.isWord('option')) body.options.push(parseOptionStatement(tokens));
    else if (tokens.isWord('oneof')) body.oneofs.push(parseOneof(tokens, inner));
    else if (tokens.isWord('extend')) body.extends.push(parseExtend(tokens, inner));
    else if (tokens.isWord('extensions')) body.extensions.push(parseExtensions(tokens));
    else if (tokens.isWord('reserved')) body.reserved.push(parseReserved(tokens, fieldNumberMax));
    else body.fields.push(parseField(tokens, inner));
  }
  return { ...tokens.closeBlock(declared), ...body };
}

function parseOneof(tokens: TokenStream, context: Context): ProtoOneof {
  const head = tokens.begin();
  tokens.next();
  const name = tokens.identifier("a oneof's name");
  tokens.expect('{');
  const declared = head();
  const options: ProtoOption[] = [];
  const fields: ProtoField[] = [];
  while (!tokens.isSymbol('}')) {
    if (tokens.accept(';')) continue;
    if (tokens.isWord('option')) options.push(parseOptionStatement(tokens));
    else fields.push(parseField(tokens, context, 'oneof'));
  }
  return { ...tokens.closeBlock(declared), name, options, fields };
}

/** `extend Extendee { fields }`, with the word in sight. */
export function parseExtend(tokens: TokenStream, context: Context): ProtoExtend {
  const head = tokens.begin();
  tokens.next();
  const extendee = tokens.typeName('the name of the message to extend');
  tokens.expect('{');
  const declared = head();
  const fields: ProtoField[] = [];
  while (!tokens.isSymbol('}')) {
    if (!tokens.accept(';')) fields.push(parseField(tokens, context));
  }
  return { ...tokens.closeBlock(declared), extendee, fields };
}

function parseField(tokens: TokenStream, context: Context, place: 'message' | 'oneof' = 'message'): ProtoField {
  const head = tokens.begin();
  const label = parseLabel(tokens, context.syntax, place);
  if (tokens.acceptWord('group')) return parseGroup(tokens, context, head, label);
  const type = parseFieldType(tokens);
  if (label === undefined) checkNoLabel(tokens, context.syntax, place, type);
  else if (type.kind === 'map') throw tokens.error(`a map has no label, and here it is "${label['label']}"`);
  const name = tokens.identifier("a field's name");
  tokens.expect('=');
  const number = tokens.integer("a field's number", fieldNumberMax);
  const options = parseBracketedOptions(tokens);
  tokens.expect(';');
  return { ...head(), ...label, type, name, number, options };
}

function parseLabel(
  tokens: TokenStream,
  syntax: Syntax,
  place: 'message' | 'oneof',
): { readonly label: Label } | undefined {
  if (!tokens.isWord('optional', 'required', 'repeated')) return undefined;
  const label = tokens.peek.text as Label;
  const forbid = (why: string): Error => tokens.error(`"${label}" cannot stand here: ${why}`);
  if (place === 'oneof') throw forbid('the fields of a oneof have no label');
  if (label === 'required' && syntax.name === 'proto3') throw forbid('proto3 has no required fields');
  if (label !== 'repeated' && syntax.kind === 'edition') {
    throw forbid('editions say this with the option features.field_presence');
  }
  tokens.next();
  return { label };
}

function checkNoLabel(tokens: TokenStream, syntax: Syntax, place: 'message' | 'oneof', type: ProtoType): void {
  if (syntax.name !== 'proto2' || place === 'oneof' || type.kind === 'map') return;
  const hint = syntax.kind === 'absent' ? ' (a file without a syntax statement is proto2)' : '';
  throw tokens.error(`a field of proto2 begins with "optional", "required" or "repeated"${hint}`);
}

function parseFieldType(tokens: TokenStream): ProtoType {
  const name = tokens.typeName("a field's type");
  if (name !== 'map' || !tokens.accept('<')) return typeNamed(name);
  const key = tokens.identifier("the type of the map's keys");
  if (!isScalarKind(key) || ['float', 'double', 'bytes'].includes(key)) {
    throw tokens.error(`the keys of a map are integers, bool or string, not ${key}`);
  }
  tokens.expect(',');
  const value = typeNamed(tokens.typeName("the type of the map's values"));
  tokens.expect('>');
  return { kind: 'map', key, value };
}

function typeNamed(name: string): ProtoScalar | ProtoNamed {
  return isScalarKind(name) ? { kind: 'scalar', scalar: name } : { kind: 'named', name };
}

function parseGroup(
  tokens: TokenStream,
  context: Context,
  head: Head,
  label: { readonly label: Label } | undefined,
): ProtoField {
  const name = tokens.identifier("a group's name");
  if (context.syntax.name !== 'proto2') throw tokens.error('groups are of proto2 alone');
  if (!/^[A-Z]/.test(name)) throw tokens.error(`the name of a group begins with a capital letter, unlike "${name}"`);
  tokens.expect('=');
  const number = tokens.integer("a group's number", fieldNumberMax);
  const options = parseBracketedOptions(tokens);
  const { at, comments, ...body } = parseBody(tokens, context, head);
  const declared = { ...(at === undefined ? {} : { at }), ...(comments === undefined ? {} : { comments }) };
  return {
    ...declared,
    ...label,
    name: name.toLowerCase(),
    number,
    options,
    type: { kind: 'group', message: { name, ...body } },
  };
}
