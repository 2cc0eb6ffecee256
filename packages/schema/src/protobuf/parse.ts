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
import type { ProtoFile } from './tree.ts';
import type { LinkedFile, ProtobufExtension } from './types.ts';

/**
 * Reads a .proto file's text, or a serialised FileDescriptorProto in base64, which is what many clients register. `references` are the
 * files that it imports, by path, those that others build on first; Google's well-known files and Confluent's need no reference.
 * @throws MillraceError SCHEMA_INVALID with line and column
 */
export function parseProtobuf(
  text: string,
  references: readonly ReferencedSchema[] = [],
  metadata?: SchemaMetadata,
): ParsedProtobuf {
  const known = new Map<string, LinkedFile>();
  for (const { name, text: referenced } of references) known.set(name, readFile(referenced, name, known));
  return parsedFile(readFile(text, '', known), reservedNames(metadata));
}

/** The schema of a serialised FileDescriptorProto. */
export function fromFileDescriptor(bytes: Uint8Array, references: readonly ReferencedSchema[] = []): ParsedProtobuf {
  const known = new Map<string, LinkedFile>();
  for (const { name, text } of references) known.set(name, readFile(text, name, known));
  return parsedFile(linkDescriptor(decodeFileDescriptor(bytes), '', known), []);
}

function parsedFile(file: LinkedFile, reserved: readonly string[]): ParsedProtobuf {
  return { type: 'PROTOBUF', text: printProto(file.tree), file, extensions: extensionsOf(file), reserved };
}

function extensionsOf(file: LinkedFile): readonly ProtobufExtension[] {
  return [...allFiles(file.imports), file].flatMap((each) => each.extensions);
}

function readFile(text: string, path: string, known: ReadonlyMap<string, LinkedFile>): LinkedFile {
  const descriptor = descriptorOfText(text);
  if (descriptor !== undefined) return linkDescriptor(descriptor, path, known);
  return link(withMaps(parseProtoText(text)), path, known);
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

/** Options can be read when the extensions are known that they use, and those are known when the file is linked. */
function linkDescriptor(descriptor: FileDescriptor, path: string, known: ReadonlyMap<string, LinkedFile>): LinkedFile {
  const file = link(treeOfDescriptor(descriptor, []), path, known);
  const extensions = extensionsOf(file);
  return extensions.length === 0 ? file : link(treeOfDescriptor(descriptor, extensions), path, known);
}

function link(tree: ProtoFile, path: string, known: ReadonlyMap<string, LinkedFile>): LinkedFile {
  return linkFile(tree, path, (each) => {
    const file = known.get(each.path) ?? builtinFile(each.path);
    if (file !== undefined) return file;
    throw invalidDeclaration(each, `the import "${each.path}" is not among the schema's references`);
  });
}
