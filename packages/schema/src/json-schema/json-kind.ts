import type { Difference } from '../difference.ts';
import type { SchemaField } from '../fields.ts';
import { readJsonText } from '../json-text.ts';
import { isObject } from '../json.ts';
import type { PayloadCheck } from '../payload-check.ts';
import { reservedNames } from '../reserved.ts';
import type {
  CompatibilityPolicy,
  ParsedSchema,
  PayloadDecoder,
  ReferencedSchema,
  SchemaKind,
  SchemaMetadata,
} from '../schema-kind.ts';
import { loadJsonCheck } from './check-payload.ts';
import { decodeJson } from './decode.ts';
import { describeJson } from './describe.ts';
import { jsonDifferences } from './differences.ts';
import { readDocuments, type Documents } from './documents.ts';
import type { JsonSchema } from './schema.ts';
import { schemaTree } from './tree.ts';

export interface ParsedJson extends ParsedSchema {
  readonly type: 'JSON';
  readonly documents: Documents;
  readonly root: JsonSchema;
  /** The names of properties that its metadata reserves. */
  readonly reserved: readonly string[];
}

export const jsonKind: SchemaKind<ParsedJson> = {
  type: 'JSON',
  parse(text: string, references: readonly ReferencedSchema[] = [], metadata?: SchemaMetadata): ParsedJson {
    const { value, compact } = readJsonText(text);
    const named = references.map((reference) => ({ name: reference.name, json: readJsonText(reference.text).value }));
    const documents = readDocuments(value, named);
    return { type: 'JSON', text: compact, documents, root: schemaTree(documents), reserved: reservedNames(metadata) };
  },
  normalise(schema: ParsedJson): ParsedJson {
    return { ...schema, text: readJsonText(schema.text).sorted() };
  },
  identity(text: string): string {
    return text;
  },
  inOrder(text: string): string {
    return readJsonText(text).sorted();
  },
  formatted(schema: ParsedJson): string {
    return schema.text;
  },
  recordName({ documents }: ParsedJson): string | undefined {
    const title = isObject(documents.root.json) ? documents.root.json['title'] : undefined;
    return typeof title === 'string' ? title : undefined;
  },
  tags({ documents }: ParsedJson): readonly string[] {
    const tags = isObject(documents.root.json) ? documents.root.json['confluent:tags'] : undefined;
    return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
  },
  differences(reader: ParsedJson, writer: ParsedJson, policy?: CompatibilityPolicy): readonly Difference[] {
    return jsonDifferences(reader, writer, policy);
  },
  describe(schema: ParsedJson): readonly SchemaField[] {
    return describeJson(schema.documents);
  },
  decoder(): PayloadDecoder {
    return decodeJson;
  },
  checker(schema: ParsedJson): Promise<PayloadCheck> {
    return loadJsonCheck(schema);
  },
};
