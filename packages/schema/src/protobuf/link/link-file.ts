import { invalidDeclaration } from '../errors.ts';
import { qualified } from '../names.ts';
import type { Declared, ProtoEnum, ProtoExtend, ProtoFile, ProtoImport, ProtoMessage, ProtoService } from '../tree.ts';
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
import { checkMessage, checkNumber, contains } from './check-message.ts';
import { defaultFeatures, featuresWith, type Features } from './features.ts';
import { linkField, messageNamed } from './link-field.ts';
import { allFiles, symbolTable } from './symbol-table.ts';

interface Context {
  readonly file: ProtoFile;
  readonly path: string;
  readonly own: Map<string, ProtobufSymbol>;
  readonly symbols: SymbolTable;
  readonly extensions: ProtobufExtension[];
  /** What needs every name of the file. */
  readonly later: (() => void)[];
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
  const imports = tree.imports.map((each) => ({ file: imported(each), isPublic: each.kind === 'public' }));
  const own = new Map<string, ProtobufSymbol>();
  const symbols = symbolTable(own, tree.package.name, imports);
  const context: Context = { file: tree, path, own, symbols, extensions: [], later: [] };
  const place = { scope: tree.package.name, features: featuresWith(defaultFeatures(tree.syntax), tree.options) };
  const messages = tree.messages.map((each) => declareMessage(each, place, context));
  const enums = tree.enums.map((each) => declareEnum(each, place, context));
  for (const each of tree.extends) declareExtensions(each, place, context);
  for (const each of tree.services) declareService(each, place, context);
  checkDuplicates(
    own,
    imports.flatMap(({ file }) => [file, ...allFiles(file.imports)]),
    tree,
  );
  for (const finish of context.later) finish();
  return { path, tree, messages, enums, extensions: context.extensions, imports, symbols };
}

function declareMessage(tree: ProtoMessage, around: Place, context: Context, isGroup = false): ProtobufMessage {
  checkMessage(tree);
  const name = qualified(around.scope, tree.name);
  const place = { scope: name, features: featuresWith(around.features, tree.options) };
  const fields: ProtobufField[] = [];
  const messages: ProtobufMessage[] = [];
  const enums: ProtobufEnum[] = [];
  const { path } = context;
  const localName = name.slice(context.file.package.name === '' ? 0 : context.file.package.name.length + 1);
  const message: ProtobufMessage = { kind: 'message', name, localName, path, isGroup, fields, messages, enums, tree };
  define(name, message, tree, context);
  messages.push(...tree.messages.map((each) => declareMessage(each, place, context)));
  enums.push(...tree.enums.map((each) => declareEnum(each, place, context)));
  for (const each of tree.extends) declareExtensions(each, place, context);
  const members = [
    ...tree.fields.map((field) => ({ field, oneof: undefined })),
    ...tree.oneofs.flatMap((oneof) => oneof.fields.map((field) => ({ field, oneof: oneof.name }))),
  ];
  for (const oneof of tree.oneofs) define(qualified(name, oneof.name), { kind: 'other' }, oneof, context);
  for (const { field } of members) {
    define(qualified(name, field.name), { kind: 'other' }, field, context);
    if (field.type.kind === 'group') declareMessage(field.type.message, place, context, true);
  }
  context.later.push(() => {
    for (const { field, oneof } of members) {
      const features = featuresWith(place.features, oneofOptions(tree, oneof));
      fields.push(
        linkField(field, {
          scope: name,
          features,
          symbols: context.symbols,
          ...(oneof === undefined ? {} : { oneof }),
        }),
      );
    }
  });
  return message;
}

function oneofOptions(tree: ProtoMessage, name: string | undefined): ProtoMessage['options'] {
  return tree.oneofs.find((oneof) => oneof.name === name)?.options ?? [];
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
  const ranges = extendee.tree.extensions.flatMap((each) => each.ranges);
  if (!ranges.some((range) => contains(range, number))) {
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
      for (const { name: type } of [method.input, method.output])
        messageNamed(type, { scope: name, symbols: context.symbols }, method);
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
