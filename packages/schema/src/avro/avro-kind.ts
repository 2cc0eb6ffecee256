import type { Difference } from '../difference.ts';
import type { SchemaField } from '../fields.ts';
import { readJsonText } from '../json-text.ts';
import type { PayloadCheck } from '../payload-check.ts';
import type { ParsedSchema, PayloadDecoder, ReferencedSchema, SchemaKind } from '../schema-kind.ts';
import { compileAvroCheck } from './codec/check-payload.ts';
import { compileDecoder } from './codec/decoder.ts';
import { avroDifferences } from './compatibility.ts';
import { describeFields, tagsOf } from './describe.ts';
import { parseAvro } from './parse.ts';
import { printAvro } from './print.ts';
import { isNamed, type AvroNamed, type AvroSchema } from './schema.ts';

export interface ParsedAvro extends ParsedSchema {
  readonly type: 'AVRO';
  readonly root: AvroSchema;
  /** The types that its references define, by full name. */
  readonly known: ReadonlyMap<string, AvroNamed>;
}

export const avroKind: SchemaKind<ParsedAvro> = {
  type: 'AVRO',
  parse(text: string, references: readonly ReferencedSchema[] = []): ParsedAvro {
    const known = new Map<string, AvroNamed>();
    for (const reference of references) collectNamed(parseAvro(reference.text, known), known);
    const root = parseAvro(text, known);
    return { type: 'AVRO', root, known, text: printAvro(root, { known: known.keys() }) };
  },
  normalise(schema: ParsedAvro): ParsedAvro {
    return { ...schema, text: printAvro(schema.root, { known: schema.known.keys(), sorted: true }) };
  },
  identity(text: string): string {
    return text;
  },
  inOrder(text: string): string {
    return readJsonText(text).sorted();
  },
  formatted(schema: ParsedAvro, format: string): string {
    return format === 'resolved' ? printAvro(schema.root) : schema.text;
  },
  recordName(schema: ParsedAvro): string | undefined {
    return isNamed(schema.root) ? schema.root.name : undefined;
  },
  tags(schema: ParsedAvro): readonly string[] {
    return schema.root.kind === 'union' ? [] : tagsOf(schema.root.attributes);
  },
  differences(reader: ParsedAvro, writer: ParsedAvro): readonly Difference[] {
    return avroDifferences(reader.root, writer.root);
  },
  describe(schema: ParsedAvro): readonly SchemaField[] {
    return describeFields(schema.root);
  },
  decoder(schema: ParsedAvro): PayloadDecoder {
    return compileDecoder(schema.root, schema.root, { unions: 'plain', logical: 'text' });
  },
  checker(schema: ParsedAvro): Promise<PayloadCheck> {
    return Promise.resolve(compileAvroCheck(schema.root));
  },
};

/** Adds every named type in the schema to `names`. Types that are there already are not entered again. */
export function collectNamed(schema: AvroSchema, names: Map<string, AvroNamed>): void {
  if (isNamed(schema)) {
    if (names.has(schema.name)) return;
    names.set(schema.name, schema);
  }
  if (schema.kind === 'record') for (const field of schema.fields) collectNamed(field.type, names);
  if (schema.kind === 'union') for (const branch of schema.branches) collectNamed(branch, names);
  if (schema.kind === 'array') collectNamed(schema.items, names);
  if (schema.kind === 'map') collectNamed(schema.values, names);
}
