import { MillraceError } from '@millrace/base';
import { judged, notCases, objectOf, type CaseResult } from './case-result.ts';
import type { Difference } from './difference.ts';
import { isObject, printJson, type JsonObject } from './json.ts';
import type { CompatibilityPolicy, ParsedSchema, ReferencedSchema, SchemaKind } from './schema-kind.ts';
import { schemaKind } from './schema-kinds.ts';

/** Runs a case of `runCompatibilityCases`' second form. */
export function runDifferenceCase(value: unknown, index: number): CaseResult {
  const each = objectOf(value, `case ${index}`);
  const { description, changes, compatible } = each;
  const name = typeof description === 'string' ? description : `case ${index}`;
  if (!Array.isArray(changes) || typeof compatible !== 'boolean')
    throw notCases(`${name} has no changes or no verdict`);
  return judged(name, () => {
    const kind = kindOfSchemas(each);
    const [reader, writer] = [parsed(each, 'update', kind), parsed(each, 'original', kind)];
    const strict = kind.differences(reader, writer, 'STRICT');
    const reason = reasonOfChanges(strict, changes) ?? reasonOfVerdict(strict, compatible, 'STRICT');
    const lenient = each['compatible_lenient'];
    if (reason !== undefined || typeof lenient !== 'boolean') return reason;
    return reasonOfVerdict(kind.differences(reader, writer, 'LENIENT'), lenient, 'LENIENT');
  });
}

/** JSON Schema is JSON, as it is or as a text; any other text is Protobuf. */
function kindOfSchemas({ original_schema: original, update_schema: update }: JsonObject): SchemaKind<ParsedSchema> {
  const isJson = [original, update].every(
    (schema) => typeof schema !== 'string' || /^\s*(?:\{|true\b|false\b)/.test(schema),
  );
  const type = isJson ? 'JSON' : 'PROTOBUF';
  const kind = schemaKind(type);
  if (kind === undefined) throw new MillraceError('INVALID_REQUEST', `The schema language ${type} is not built.`);
  return kind;
}

function parsed(each: JsonObject, side: 'original' | 'update', kind: SchemaKind<ParsedSchema>): ParsedSchema {
  const metadata = each[`${side}_metadata`];
  return kind.parse(
    textOf(each[`${side}_schema`]),
    referencesOf(each, side),
    isObject(metadata) ? metadata : undefined,
  );
}

/** The texts of what the schema refers to, by the names that it uses. */
function referencesOf(each: JsonObject, side: string): readonly ReferencedSchema[] {
  const dependencies = each[`${side}_dependencies`] ?? [];
  if (!Array.isArray(dependencies)) throw notCases(`${side}_dependencies is not a list`);
  return dependencies.map((member: unknown) => {
    const { name, dependency } = objectOf(member, `a member of ${side}_dependencies`);
    if (typeof name !== 'string') throw notCases(`a member of ${side}_dependencies has no name`);
    if (dependency === undefined) throw notCases(`the text of ${name} is not in the file`);
    return { name, text: textOf(dependency) };
  });
}

function textOf(schema: unknown): string {
  return typeof schema === 'string' ? schema : printJson(schema);
}

function reasonOfChanges(found: readonly Difference[], expected: readonly unknown[]): string | undefined {
  const changes = found.map(({ kind, path }) => `${kind} ${path}`);
  if (changes.join('\n') === expected.join('\n')) return undefined;
  return `expected ${listed(expected)}, found ${listed(changes)}`;
}

function reasonOfVerdict(
  found: readonly Difference[],
  expected: boolean,
  policy: CompatibilityPolicy,
): string | undefined {
  const breaks = found.filter((each) => each.breaks);
  if ((breaks.length === 0) === expected) return undefined;
  const verdict = expected ? 'compatible' : 'a break';
  return `expected ${verdict} under ${policy}, found: ${breaks.map(({ message }) => message).join('; ') || 'no break'}`;
}

function listed(changes: readonly unknown[]): string {
  return changes.length === 0 ? 'no difference' : changes.join(', ');
}
