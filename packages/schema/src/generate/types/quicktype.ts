import type { RendererOptions } from 'quicktype-core';
import { isObject } from '../../json.ts';
import { typeName } from '../identifiers.ts';
import type { SourceFile, TypeLanguage } from './types-of.ts';

interface Target {
  readonly language: Exclude<TypeLanguage, 'typescript'>;
  /** What the type of the whole is called. */
  readonly name: string;
  /** `shop.orders`, or empty: Java's package, Go's last word of it, C#'s namespace. */
  readonly namespace: string;
}

/** Whole programs' worth of code, so it is loaded when it is asked for. */
export async function quicktypeOf(
  jsonSchema: string,
  { language, name, namespace }: Target,
): Promise<readonly SourceFile[]> {
  const { InputData, JSONSchemaInput, quicktypeMultiFile } = await import('quicktype-core');
  const source = new JSONSchemaInput(undefined);
  await source.addSource({ name, schema: withoutNotesOnUse(jsonSchema) });
  const inputData = new InputData();
  inputData.addInput(source);
  const rendererOptions = optionsOf[language](namespace);
  const rendered = await quicktypeMultiFile({ inputData, lang: language, rendererOptions });
  const files = [...rendered].map(([file, { lines }]) => ({ name: file, text: `${lines.join('\n').trimEnd()}\n` }));
  // Of a single file quicktype does not say a name.
  return files.map((file) => (file.name === 'stdout' ? { ...file, name: fileNames[language](name) } : file));
}

/** quicktype takes what is said of a field for something said of its type, where that is a type with a name. */
function withoutNotesOnUse(jsonSchema: string): string {
  const bare = (_name: string, value: unknown): unknown => {
    if (!isObject(value) || (value['$ref'] === undefined && value['anyOf'] === undefined)) return value;
    return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'description'));
  };
  return JSON.stringify(JSON.parse(jsonSchema, bare));
}

const fileNames: Readonly<Record<Target['language'], (name: string) => string>> = {
  java: (name) => `${name}.java`,
  python: (name) => `${name.toLowerCase()}.py`,
  go: (name) => `${name.toLowerCase()}.go`,
  csharp: (name) => `${name}.cs`,
};

const optionsOf: Readonly<
  Record<Target['language'], (namespace: string) => Partial<RendererOptions<Target['language']>>>
> = {
  java: (namespace) => ({ package: namespace === '' ? 'model' : namespace }),
  // Classes that need nothing beside Python's own library.
  python: () => ({ 'just-types': true, 'python-version': '3.7' }),
  go: (namespace) => ({ package: namespace.slice(namespace.lastIndexOf('.') + 1).toLowerCase() || 'model' }),
  csharp: (namespace) => ({
    namespace: namespace === '' ? 'Model' : namespace.split('.').map(typeName).join('.'),
    framework: 'SystemTextJson',
  }),
};
