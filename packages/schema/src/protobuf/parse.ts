import { reservedNames } from '../reserved.ts';
import type { ReferencedSchema, SchemaMetadata } from '../schema-kind.ts';
import { builtinFile } from './builtin/builtin-files.ts';
import { invalidDeclaration } from './errors.ts';
import { linkFile } from './link/link-file.ts';
import { allFiles } from './link/symbol-table.ts';
import { withMaps } from './map-entries.ts';
import type { ParsedProtobuf } from './parsed.ts';
import { parseProtoText } from './text/parse-file.ts';
import { printProto } from './text/print.ts';
import type { ProtoFile } from './tree.ts';
import type { LinkedFile } from './types.ts';

/**
 * Reads a .proto file's text. `references` are the files that it imports, by path, those that others build on first; Google's
 * well-known files and Confluent's need no reference.
 * @throws MillraceError SCHEMA_INVALID with line and column
 */
export function parseProtobuf(
  text: string,
  references: readonly ReferencedSchema[] = [],
  metadata?: SchemaMetadata,
): ParsedProtobuf {
  const known = new Map<string, LinkedFile>();
  for (const { name, text: referenced } of references) known.set(name, link(treeOf(referenced), name, known));
  const tree = treeOf(text);
  return parsedTree(tree, link(tree, '', known), reservedNames(metadata));
}

/** The schema of a file that is linked already. */
function parsedTree(tree: ProtoFile, file: LinkedFile, reserved: readonly string[]): ParsedProtobuf {
  const extensions = [...allFiles(file.imports), file].flatMap((each) => each.extensions);
  return { type: 'PROTOBUF', text: printProto(tree), tree, file, extensions, reserved };
}

function treeOf(text: string): ProtoFile {
  return withMaps(parseProtoText(text));
}

function link(tree: ProtoFile, path: string, known: ReadonlyMap<string, LinkedFile>): LinkedFile {
  return linkFile(tree, path, (each) => {
    const file = known.get(each.path) ?? builtinFile(each.path);
    if (file !== undefined) return file;
    throw invalidDeclaration(each, `the import "${each.path}" is not among the schema's references`);
  });
}
