import type { SchemaField } from '../../fields.ts';
import { isObject, type JsonObject } from '../../json.ts';
import type { ParsedSchema, SchemaType } from '../../schema-kind.ts';
import { schemaKind } from '../../schema-kinds.ts';
import { taggedFields, type TagMetadata } from '../../tags.ts';
import { exampleOf } from '../example/example-of.ts';
import { exampleText } from '../example/example-text.ts';
import { toJsonSchema } from '../json-schema/to-json-schema.ts';
import { resolveReference } from '../json-schema/resolve-reference.ts';
import { code, plain, table } from './markdown.ts';

export interface DocsOptions {
  /** The heading where the schema has no title: a subject, a file. Default `Schema`. */
  readonly name?: string;
  /** Of the example. Default 1. */
  readonly seed?: number;
  /** Tags beside the schema. */
  readonly metadata?: TagMetadata;
}

const languageNames: Readonly<Record<SchemaType, string>> = { AVRO: 'Avro', PROTOBUF: 'Protobuf', JSON: 'JSON Schema' };

/**
 * A page of Markdown about a schema: what it is, its fields with types, defaults, tags and documentation, the types that it defines,
 * and an example.
 * @throws MillraceError SCHEMA_INVALID when no example can be made
 */
export function docsOf(schema: ParsedSchema, { name = 'Schema', seed = 1, metadata = {} }: DocsOptions = {}): string {
  const document = toJsonSchema(schema);
  const root = rootOf(document);
  const fullName = schemaKind(schema.type)?.recordName(schema);
  const tags = new Map(taggedFields(schema, metadata).map((field) => [field.path, field.tags.map((tag) => tag.name)]));
  const [example] = exampleOf(schema, { seed });
  const parts = [
    `# ${plain(textOf(root, 'title') ?? fullName ?? name)}`,
    plain(textOf(root, 'description') ?? ''),
    [languageNames[schema.type], code(fullName ?? ''), ...(tags.get('') ?? []).map(code)]
      .filter((each) => each !== '')
      .join(' · '),
    '## Fields',
    fieldTable(schemaKind(schema.type)?.describe(schema) ?? [], tags),
    typeSection(document, root),
    '## Example',
    `\`\`\`json\n${exampleText(example, 2)}\n\`\`\``,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function fieldTable(fields: readonly SchemaField[], tags: ReadonlyMap<string, readonly string[]>): string {
  const rows = flat(fields).map((field) => [
    code(field.path),
    plain(field.type),
    field.nullable ? 'yes' : '',
    code(field.default ?? ''),
    (tags.get(field.path) ?? []).map(code).join(' '),
    plain(field.doc ?? ''),
  ]);
  return rows.length === 0 ? 'None.' : table(['Field', 'Type', 'Nullable', 'Default', 'Tags', 'Description'], rows);
}

function flat(fields: readonly SchemaField[]): readonly SchemaField[] {
  return fields.flatMap((field) => [field, ...flat(field.fields ?? [])]);
}

/** The types that the schema defines beside its own, where there is more to say than their fields. */
function typeSection(document: JsonObject, root: JsonObject): string {
  const definitions = { ...objectOf(document['definitions']), ...objectOf(document['$defs']) };
  const described = Object.entries(definitions).flatMap(([name, definition]) => {
    if (!isObject(definition) || definition === root) return [];
    const symbols = Array.isArray(definition['enum']) ? definition['enum'].map((symbol) => code(String(symbol))) : [];
    const lines = [
      plain(textOf(definition, 'description') ?? ''),
      symbols.length === 0 ? '' : `One of ${symbols.join(', ')}.`,
    ];
    const said = lines.filter((line) => line !== '');
    return said.length === 0 ? [] : [`### ${plain(textOf(definition, 'title') ?? name)}`, ...said];
  });
  return described.length === 0 ? '' : ['## Types', ...described].join('\n\n');
}

function rootOf(document: JsonObject): JsonObject {
  const { $ref } = document;
  const target = typeof $ref === 'string' ? resolveReference(document, $ref) : document;
  return isObject(target) ? target : document;
}

function textOf(schema: JsonObject, member: string): string | undefined {
  const text = schema[member];
  return typeof text === 'string' && text !== '' ? text : undefined;
}

function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}
