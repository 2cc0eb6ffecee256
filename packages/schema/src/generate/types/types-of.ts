import { MillraceError } from '@millrace/base';
import { printJson } from '../../json.ts';
import type { ParsedSchema } from '../../schema-kind.ts';
import { schemaKind } from '../../schema-kinds.ts';
import { languageOf } from '../language.ts';
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
  const document = languageOf(schema).toJsonSchema(schema);
  const fullName = schemaKind(schema.type)?.recordName(schema) ?? name;
  const simpleName = fullName.slice(fullName.lastIndexOf('.') + 1);
  if (language === 'typescript') {
    const text = typescriptOf(document, { name: simpleName, decoded: schema.type !== 'JSON' });
    return [{ name: `${simpleName}.ts`, text }];
  }
  const namespace = fullName.slice(0, Math.max(0, fullName.lastIndexOf('.')));
  try {
    return await quicktypeOf(printJson(document), { language, name: simpleName, namespace });
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new MillraceError('SCHEMA_INVALID', `No ${language} types can be made from the schema: ${problem}`, {
      cause,
    });
  }
}
