import { MillraceError } from '@millrace/base';
import { printJson } from '../../json.ts';
import type { ParsedSchema } from '../../schema-kind.ts';
import { schemaKind } from '../../schema-kinds.ts';
import { typeName } from '../identifiers.ts';
import { toJsonSchema } from '../json-schema/to-json-schema.ts';
import { quicktypeOf } from './quicktype.ts';
import { typescriptOf } from './typescript.ts';

export const typeLanguages = ['typescript', 'java', 'python', 'go', 'csharp'] as const;
export type TypeLanguage = (typeof typeLanguages)[number];

export function isTypeLanguage(text: string): text is TypeLanguage {
  return (typeLanguages as readonly string[]).includes(text);
}

export interface SourceFile {
  /** Java wants a file a class, named for it: `Order.java`. The others get one file. */
  readonly name: string;
  readonly text: string;
}

export interface TypesOptions {
  /** What the type of the whole is called where the schema has no name. Default `Value`. */
  readonly name?: string;
}

/**
 * Types of a schema's values in a programming language. TypeScript's are of what Millrace's decoders give for people (logical types as
 * text), or of the parsed JSON; the others', made by quicktype, read and write that as JSON.
 * @throws MillraceError SCHEMA_INVALID when the generator cannot express the schema
 */
export async function typesOf(
  schema: ParsedSchema,
  language: TypeLanguage,
  { name = 'Value' }: TypesOptions = {},
): Promise<readonly SourceFile[]> {
  const document = toJsonSchema(schema);
  const { simpleName, namespace } = namesOf(schema, name);
  if (language === 'typescript') {
    const text = typescriptOf(document, { name: simpleName, decoded: schema.type !== 'JSON' });
    return [{ name: `${simpleName}.ts`, text }];
  }
  const target = { language, name: simpleName, namespace };
  const files = await quicktypeOf(printJson(document), target).catch((cause: unknown) => {
    throw noTypes(language, cause instanceof Error ? cause.message : String(cause), cause);
  });
  if (files.length === 0) throw noTypes(language, 'it defines no type of its own');
  return files;
}

/** A title is a text; the full names of Avro and Protobuf have a namespace. */
function namesOf(schema: ParsedSchema, otherwise: string): { readonly simpleName: string; readonly namespace: string } {
  const full = schemaKind(schema.type)?.recordName(schema) ?? otherwise;
  const dot = schema.type === 'JSON' ? -1 : full.lastIndexOf('.');
  return { simpleName: typeName(full.slice(dot + 1)), namespace: full.slice(0, Math.max(0, dot)) };
}

function noTypes(language: TypeLanguage, problem: string, cause?: unknown): MillraceError {
  return new MillraceError('SCHEMA_INVALID', `No ${language} types can be made from the schema: ${problem}.`, {
    cause,
  });
}
