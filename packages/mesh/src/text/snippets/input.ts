import type { SchemaType } from '../../api.ts';

export interface SnippetInput {
  readonly bootstrap: string;
  readonly topic: string;
  readonly registry: string;
  readonly group: string;
  readonly value: SnippetSchema;
  /** Keys without a schema of their own are text. */
  readonly key?: SnippetSchema;
}

/** What a program must know of a schema that it does not fetch with the data. */
export interface SnippetSchema {
  readonly type: SchemaType;
  readonly subject: string;
  /** The full name of Protobuf's message. */
  readonly name?: string;
}

/** A double-quoted literal, the same in TypeScript, Python and Java for these texts. */
export const quote = (text: string): string => JSON.stringify(text);

/** The languages of the schemas, each once. */
export const typesOf = ({ value, key }: SnippetInput): readonly SchemaType[] => [
  ...new Set([value.type, ...(key === undefined ? [] : [key.type])]),
];
