import type { ParsedAvro } from '../avro/avro-kind.ts';
import { isObject, parseJson, printJson, type JsonObject } from '../json.ts';
import type { TagsAfter } from './retag.ts';
import { tagsOf, withTags } from './tags-member.ts';

/** Records go by their full name and by the name alone, fields by their record's with theirs behind it. */
export function retagAvro({ text }: ParsedAvro, after: TagsAfter): string {
  const visit = (schema: unknown, namespace: string): unknown => {
    if (Array.isArray(schema)) return schema.map((branch) => visit(branch, namespace));
    if (!isObject(schema)) return schema;
    const { type, name } = schema;
    if ((type !== 'record' && type !== 'error') || typeof name !== 'string') {
      const inner = Object.entries(schema).map(([member, value]) =>
        ['type', 'items', 'values'].includes(member) ? [member, visit(value, namespace)] : [member, value],
      );
      return Object.fromEntries(inner) as JsonObject;
    }
    const [fullName, space] = namesOf(name, schema['namespace'], namespace);
    const names = [fullName, fullName.slice(fullName.lastIndexOf('.') + 1)];
    const fields = Array.isArray(schema['fields']) ? (schema['fields'] as unknown[]) : [];
    const inner = {
      ...schema,
      fields: fields.map((field) => (isObject(field) ? visitField(field, names, space) : field)),
    };
    return withTags(inner, after('record', names, tagsOf(schema)));
  };
  const visitField = (field: JsonObject, records: readonly string[], namespace: string): JsonObject => {
    const names = records.map((record) => `${record}.${String(field['name'])}`);
    return withTags({ ...field, type: visit(field['type'], namespace) }, after('field', names, tagsOf(field)));
  };
  return printJson(visit(parseJson(text), ''));
}

/** The full name of a record, and the namespace that it gives to what lies in it. */
function namesOf(name: string, own: unknown, outer: string): readonly [fullName: string, namespace: string] {
  const dot = name.lastIndexOf('.');
  if (dot >= 0) return [name, name.slice(0, dot)];
  const namespace = typeof own === 'string' ? own : outer;
  return [namespace === '' ? name : `${namespace}.${name}`, namespace];
}
