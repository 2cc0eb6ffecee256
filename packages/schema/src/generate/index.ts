export { docsOf } from './docs/docs-of.ts';
export type { DocsOptions } from './docs/docs-of.ts';
export { exampleOf } from './example/example-of.ts';
export type { ExampleOptions } from './example/example-of.ts';
export { exampleText } from './example/example-text.ts';
export { toJsonSchema } from './json-schema/to-json-schema.ts';
export { isTypeLanguage, typeLanguages, typesOf } from './types/types-of.ts';
export type { SourceFile, TypeLanguage, TypesOptions } from './types/types-of.ts';
