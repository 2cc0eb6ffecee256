import { isPrimitive, type AvroSchema } from './schema.ts';

/** Parsing Canonical Form (Avro 1.12, "Transforming into Parsing Canonical Form"): only what decides how bytes are read. */
export function canonicalAvro(schema: AvroSchema): string {
  return JSON.stringify(canonical(schema, new Set()));
}

function canonical(schema: AvroSchema, defined: Set<string>): unknown {
  if (isPrimitive(schema)) return schema.kind;
  switch (schema.kind) {
    case 'union':
      return schema.branches.map((branch) => canonical(branch, defined));
    case 'array':
      return { type: 'array', items: canonical(schema.items, defined) };
    case 'map':
      return { type: 'map', values: canonical(schema.values, defined) };
    case 'record':
    case 'enum':
    case 'fixed': {
      if (defined.has(schema.name)) return schema.name;
      defined.add(schema.name);
      const named = { name: schema.name, type: schema.kind };
      if (schema.kind === 'enum') return { ...named, symbols: schema.symbols };
      if (schema.kind === 'fixed') return { ...named, size: schema.size };
      const fields = schema.fields.map((field) => ({ name: field.name, type: canonical(field.type, defined) }));
      return { ...named, fields };
    }
  }
}
