import { reservedNames } from '../reserved.ts';
import { MillraceError } from '@millrace/base';
import type { ReferencedSchema, SchemaMetadata } from '../schema-kind.ts';
import { bytesOfBase64 } from './base64.ts';
import { builtinFile } from './builtin/builtin-files.ts';
import { decodeFileDescriptor } from './descriptor/codecs.ts';
import type { FileDescriptor } from './descriptor/descriptor-types.ts';
import { treeOfDescriptor } from './descriptor/from-descriptor.ts';
import { invalidDeclaration } from './errors.ts';
import { linkFile } from './link/link-file.ts';
import { allFiles } from './link/symbol-table.ts';
import { withMaps } from './map-entries.ts';
import type { ParsedProtobuf } from './parsed.ts';
import { parseProtoText } from './text/parse-file.ts';
import { printProto } from './text/print.ts';
import type { ProtoImport } from './tree.ts';
import type { LinkedFile, ProtobufExtension } from './types.ts';

/** How many files may import each other in a row. Guards the stack. */
const importsMax = 100;

/**
 * Reads a .proto file's text, or a serialised FileDescriptorProto in base64, which is what many clients register. `references` are the
 * files that it leads to, by path and in any order; Google's well-known files and Confluent's need no reference.
 * @throws MillraceError SCHEMA_INVALID with line and column
 */
export function parseProtobuf(
  text: string,
  references: readonly ReferencedSchema[] = [],
  metadata?: SchemaMetadata,
): ParsedProtobuf {
  return parsedFile(readFile(text, '', importer(references)), reservedNames(metadata));
}

/**
 * The schema of a serialised FileDescriptorProto.
 * @throws MillraceError SCHEMA_INVALID, or DATA_INVALID when the bytes are none
 */
export function fromFileDescriptor(bytes: Uint8Array, references: readonly ReferencedSchema[] = []): ParsedProtobuf {
  return parsedFile(linkDescriptor(decodeFileDescriptor(bytes), '', importer(references)), []);
}

type Importer = (each: ProtoImport) => LinkedFile;

/** Reads a referenced file when it is first imported, so that their order does not matter. */
function importer(references: readonly ReferencedSchema[]): Importer {
  const texts = new Map(references.map(({ name, text }) => [name, text]));
  const known = new Map<string, LinkedFile>();
  const underWay = new Set<string>();
  return function imported(each): LinkedFile {
    const { path } = each;
    const text = texts.get(path);
    const before = known.get(path) ?? (text === undefined ? builtinFile(path) : undefined);
    if (before !== undefined) return before;
    if (text === undefined) throw invalidDeclaration(each, `the import "${path}" is not among the schema's references`);
    if (underWay.has(path)) throw invalidDeclaration(each, `"${path}" imports itself, by way of others or not`);
    if (underWay.size >= importsMax)
      throw invalidDeclaration(each, `more than ${importsMax} files import each other in a row`);
    underWay.add(path);
    const file = readReferenced(text, path, imported);
    underWay.delete(path);
    known.set(path, file);
    return file;
  };
}

function parsedFile(file: LinkedFile, reserved: readonly string[]): ParsedProtobuf {
  return { type: 'PROTOBUF', text: printProto(file.tree), file, extensions: extensionsOf(file), reserved };
}

function extensionsOf(file: LinkedFile): readonly ProtobufExtension[] {
  return [...allFiles(file.imports), file].flatMap((each) => each.extensions);
}

/** An error tells in which file it is. */
function readReferenced(text: string, path: string, imported: Importer): LinkedFile {
  try {
    return readFile(text, path, imported);
  } catch (error) {
    if (!(error instanceof MillraceError) || 'path' in error.details) throw error;
    const details = { ...error.details, path };
    throw new MillraceError(error.code, `In the referenced "${path}": ${error.message}`, { cause: error, details });
  }
}

function readFile(text: string, path: string, imported: Importer): LinkedFile {
  const descriptor = descriptorOfText(text);
  if (descriptor !== undefined) return linkDescriptor(descriptor, path, imported);
  return linkText(text, path, imported);
}

function linkText(text: string, path: string, imported: Importer): LinkedFile {
  return linkFile(withMaps(parseProtoText(text)), path, imported);
}

/** No .proto file that declares anything is of these characters alone. */
const base64Alone = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

function descriptorOfText(text: string): FileDescriptor | undefined {
  const bytes = base64Alone.test(text) ? bytesOfBase64(text) : undefined;
  if (bytes === undefined || bytes.length === 0) return undefined;
  try {
    return decodeFileDescriptor(bytes);
  } catch (error) {
    // Then it is a text, and one that the parser will refuse with better words.
    if (error instanceof MillraceError && error.code === 'DATA_INVALID') return undefined;
    throw error;
  }
}

/**
 * Options can be read when the extensions are known that they use, and those are known when the file is linked. What counts in the end is
 * the text, which is what is kept and read again: a descriptor can say what no text can, such as labels in a oneof.
 */
function linkDescriptor(descriptor: FileDescriptor, path: string, imported: Importer): LinkedFile {
  const file = linkFile(treeOfDescriptor(descriptor, []), path, imported);
  const extensions = extensionsOf(file);
  const tree = extensions.length === 0 ? file.tree : treeOfDescriptor(descriptor, extensions);
  try {
    return linkText(printProto(tree), path, imported);
  } catch (cause) {
    if (!(cause instanceof MillraceError)) throw cause;
    throw new MillraceError('SCHEMA_INVALID', `As text, the descriptor is no .proto file. ${cause.message}`, { cause });
  }
}
