export interface SqlColumn {
  readonly name: string;
  readonly type: string;
  readonly key: boolean;
}

/** Columns of ksqlDB's schema text: `` `ID` STRING KEY, `TAGS` ARRAY<STRING> ``. */
export function parseSchemaText(text: string): readonly SqlColumn[] {
  return splitOutside(text)
    .map((column) => /^`((?:[^`]|``)*)`\s+(.*?)(\s+KEY|\s+PRIMARY KEY)?$/s.exec(column.trim()))
    .flatMap((match) =>
      match?.[1] === undefined || match[2] === undefined
        ? []
        : [{ name: match[1].replaceAll('``', '`'), type: match[2], key: match[3] !== undefined }],
    );
}

/** Splits at commas that stand outside of brackets and quoted names. */
function splitOutside(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const char = text[index];
    if (char === '`') quoted = !quoted;
    else if (quoted) continue;
    else if (char === '<' || char === '(') depth++;
    else if (char === '>' || char === ')') depth--;
    else if (char === ',' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** ksqlDB's JSON of a column's type as SQL text: `DECIMAL(4, 2)`, `ARRAY<STRING>`, `STRUCT<`A` INTEGER>`. */
export function typeText(schema: unknown): string {
  if (!isSchema(schema)) return 'UNKNOWN';
  const { type, memberSchema, fields, parameters } = schema;
  switch (type) {
    case 'ARRAY':
      return `ARRAY<${typeText(memberSchema)}>`;
    case 'MAP':
      return `MAP<STRING, ${typeText(memberSchema)}>`;
    case 'STRUCT':
      return `STRUCT<${(fields ?? []).map((field) => `\`${field.name}\` ${typeText(field.schema)}`).join(', ')}>`;
    case 'DECIMAL':
      return `DECIMAL(${parameters?.['precision']}, ${parameters?.['scale']})`;
    default:
      return type;
  }
}

interface SchemaInfo {
  readonly type: string;
  readonly memberSchema?: unknown;
  readonly fields?: readonly { readonly name: string; readonly schema: unknown }[] | null;
  readonly parameters?: Readonly<Record<string, number>>;
}

const isSchema = (value: unknown): value is SchemaInfo =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
