import { invalidDeclaration } from '../errors.ts';
import { qualified } from '../names.ts';
import type {
  Declared,
  ProtoEnum,
  ProtoExtend,
  ProtoField,
  ProtoFile,
  ProtoImport,
  ProtoMessage,
  ProtoService,
} from '../tree.ts';
import type {
  LinkedFile,
  ProtobufEnum,
  ProtobufExtension,
  ProtobufField,
  ProtobufMessage,
  ProtobufSymbol,
  SymbolTable,
} from '../types.ts';
import { checkEnum } from './check-enum.ts';
import { checkMessage, checkNumber } from './check-message.ts';
import { defaultFeatures, featuresWith, type Features } from './features.ts';
import { linkField, messageNamed } from './link-field.ts';
import { contains, sortedRanges } from './ranges.ts';
import { allFiles, symbolTable } from './symbol-table.ts';

const packagePartsMax = 100;

interface Context {
  readonly file: ProtoFile;
  readonly path: string;
  readonly own: Map<string, ProtobufSymbol>;
  readonly symbols: SymbolTable;
  readonly extensions: ProtobufExtension[];
  /** What needs every name of the file. */
  readonly later: (() => unknown)[];
}

/** Where a declaration stands: the full name around it, and the features that hold there. */
interface Place {
  readonly scope: string;
  readonly features: Features;
}

/**
 * Resolves every name in the file and checks what the grammar cannot: numbers, duplicates, what is reserved.
 * @throws MillraceError SCHEMA_INVALID with line and column where the tree has them
 */
export function linkFile(tree: ProtoFile, path: string, imported: (each: ProtoImport) => LinkedFile): LinkedFile {
  checkPackage(tree);
  const imports = tree.imports.map((each) => ({ file: imported(each), isPublic: each.kind === 'public' }));
  const own = new Map<string, ProtobufSymbol>();
  const symbols = symbolTable(own, tree.package.name, imports);
  const context: Context = { file: tree, path, own, symbols, extensions: [], later: [] };
  const place = { scope: tree.package.name, features: featuresWith(defaultFeatures(tree.syntax), tree.options) };
  const messages = tree.messages.map((each) => declareMessage(each, place, context));
  const enums = tree.enums.map((each) => declareEnum(each, place, context));
  for (const each of tree.extends) declareExtensions(each, place, context);
  for (const each of tree.services) declareService(each, place, context);
  checkDuplicates(own, allFiles(imports), tree);
  for (const finish of context.later) finish();
  return { path, tree, messages, enums, extensions: context.extensions, imports, symbols };
}

/** Every part of a package's name is a scope, and protoc takes 100 of them too. */
function checkPackage({ package: { name, ...declared } }: ProtoFile): void {
  const parts = name.split('.').length;
  if (parts > packagePartsMax)
    throw invalidDeclaration(declared, `the package's name has ${parts} parts, above ${packagePartsMax}`);
}

function declareMessage(tree: ProtoMessage, around: Place, context: Context, isGroup = false): ProtobufMessage {
  checkMessage(tree);
  const name = qualified(around.scope, tree.name);
  const place = { scope: name, features: featuresWith(around.features, tree.options) };
  const fields: ProtobufField[] = [];
  const message: ProtobufMessage = {
    kind: 'message',
    name,
    localName: localName(name, context),
    path: context.path,
    isGroup,
    fields,
    messages: tree.messages.map((each) => declareMessage(each, place, context)),
    enums: tree.enums.map((each) => declareEnum(each, place, context)),
    extensionRanges: sortedRanges(tree.extensions),
    tree,
  };
  define(name, message, tree, context);
  for (const each of tree.extends) declareExtensions(each, place, context);
  declareFields(tree.fields, place, context, fields);
  for (const oneof of tree.oneofs) {
    define(qualified(name, oneof.name), { kind: 'other' }, oneof, context);
    const inside = { ...place, features: featuresWith(place.features, oneof.options), oneof: oneof.name };
    declareFields(oneof.fields, inside, context, fields);
  }
  return message;
}

function localName(name: string, { file }: Context): string {
  return file.package.name === '' ? name : name.slice(file.package.name.length + 1);
}

/** Into `linked`, as soon as all names are known. */
function declareFields(
  fields: readonly ProtoField[],
  place: Place & { readonly oneof?: string },
  context: Context,
  linked: ProtobufField[],
): void {
  for (const field of fields) {
    define(qualified(place.scope, field.name), { kind: 'other' }, field, context);
    if (field.type.kind === 'group') declareMessage(field.type.message, place, context, true);
    context.later.push(() => linked.push(linkField(field, { ...place, symbols: context.symbols })));
  }
}

function declareEnum(tree: ProtoEnum, { scope, features }: Place, context: Context): ProtobufEnum {
  const open = featuresWith(features, tree.options).enum_type === 'OPEN';
  checkEnum(tree, open);
  const name = qualified(scope, tree.name);
  const each: ProtobufEnum = { kind: 'enum', name, path: context.path, open, tree };
  define(name, each, tree, context);
  // An enum's values lie beside it, as in C++.
  for (const value of tree.values) define(qualified(scope, value.name), { kind: 'other' }, value, context);
  return each;
}

function declareExtensions(tree: ProtoExtend, place: Place, context: Context): void {
  for (const field of tree.fields) {
    checkNumber(field);
    const name = qualified(place.scope, field.name);
    // The name is taken now; what it means is known when all messages are.
    define(name, { kind: 'other' }, field, context);
    if (field.type.kind === 'group') declareMessage(field.type.message, place, context, true);
    context.later.push(() => {
      const extendee = messageNamed(tree.extendee, { scope: place.scope, symbols: context.symbols }, tree);
      checkExtension(field.number, extendee, tree, context);
      const linked = linkField(field, { ...place, symbols: context.symbols, extensionName: name });
      const extension: ProtobufExtension = { kind: 'extension', extendee, name, field: linked };
      context.own.set(name, extension);
      context.extensions.push(extension);
    });
  }
}

function checkExtension(number: number, extendee: ProtobufMessage, tree: ProtoExtend, { file }: Context): void {
  if (!contains(extendee.extensionRanges, number)) {
    throw invalidDeclaration(tree, `"${extendee.name}" does not leave the number ${number} to extensions`);
  }
  if (file.syntax.name === 'proto3' && !extendee.name.startsWith('google.protobuf.')) {
    throw invalidDeclaration(tree, `proto3 extends nothing but options, and "${extendee.name}" is none`);
  }
}

function declareService(tree: ProtoService, { scope }: Place, context: Context): void {
  const name = qualified(scope, tree.name);
  define(name, { kind: 'other' }, tree, context);
  for (const method of tree.methods) {
    define(qualified(name, method.name), { kind: 'other' }, method, context);
    context.later.push(() => {
      const names = { scope: name, symbols: context.symbols };
      for (const type of [method.input, method.output]) messageNamed(type.name, names, method);
    });
  }
}

function define(name: string, symbol: ProtobufSymbol, declared: Declared, { own }: Context): void {
  if (own.has(name)) throw invalidDeclaration(declared, `"${name}" is defined a second time`);
  own.set(name, symbol);
}

function checkDuplicates(
  own: ReadonlyMap<string, ProtobufSymbol>,
  files: readonly LinkedFile[],
  tree: ProtoFile,
): void {
  for (const file of new Set(files)) {
    for (const name of own.keys()) {
      if (!file.symbols.own.has(name)) continue;
      throw invalidDeclaration(tree.package, `"${name}" is defined here and in the imported "${file.path}"`);
    }
  }
}
