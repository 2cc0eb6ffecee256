import { judged, notCases, objectOf, type CaseResult } from './case-result.ts';
import { checkCompatibility, explainCompatibility, isCompatibilityLevel } from './compatibility.ts';
import { runDifferenceCase } from './difference-cases.ts';
import { isObject, parseJson, printJson, type JsonObject } from './json.ts';
import { schemaKind } from './schema-kinds.ts';
import { tolerantJson } from './tolerant-json.ts';

/**
 * Runs a file of compatibility cases, in one of two forms. Comments and trailing commas are taken.
 *
 * Of levels, Avro: `{ "schemas": {name: schema}, "cases": [{ "level", "new", "previous": [oldest first], "compatible", "test"?,
 * "description"? }], "parse_only": [{ "schema", "test"? }] }`. `new` and `previous` name schemas of the file, or `newSchema` and
 * `previousSchemas` are schemas themselves.
 *
 * Of differences, JSON Schema and Protobuf: a list of `{ "description", "original_schema", "update_schema", "changes": ["KIND path"],
 * "compatible", "compatible_lenient"? }` and for both sides, `original_` and `update_`, `metadata?`, `references?` (not looked at) and
 * `dependencies?: [{ "name", "dependency" }]`, their texts. `compatible` is whether the update reads what the original wrote.
 * @throws MillraceError INVALID_REQUEST when the file is of neither form
 */
export function runCompatibilityCases(text: string): readonly CaseResult[] {
  const file = parseJson(tolerantJson(text));
  if (Array.isArray(file) && file.length > 0) return file.map(runDifferenceCase);
  if (!isObject(file) || !Array.isArray(file['cases']))
    throw notCases('it is neither a list nor an object with "cases"');
  const named = isObject(file['schemas']) ? file['schemas'] : {};
  const parseOnly = Array.isArray(file['parse_only']) ? file['parse_only'] : [];
  return [
    ...file['cases'].map((each: unknown, index) => runCase(objectOf(each, `case ${index}`), named, index)),
    ...parseOnly.map((each: unknown, index) => runParse(objectOf(each, `parse_only ${index}`), index)),
  ];
}

function runCase(each: JsonObject, named: JsonObject, index: number): CaseResult {
  const { level, description } = each;
  const name = [nameOf(each, index), level, description].filter((part) => typeof part === 'string').join(': ');
  const previous = each['previousSchemas'] ?? each['previous'];
  if (typeof level !== 'string' || !isCompatibilityLevel(level)) throw notCases(`${name} has no compatibility level`);
  if (!Array.isArray(previous)) throw notCases(`${name} has no list of previous schemas`);
  return judged(name, () => {
    const parse = (schema: unknown) => parsed(typeof schema === 'string' ? (named[schema] ?? schema) : schema);
    const result = checkCompatibility(previous.map(parse), parse(each['newSchema'] ?? each['new']), level);
    if (result.compatible === each['compatible']) return undefined;
    return `expected ${each['compatible'] === true ? 'compatible' : 'a break'}, found: ${explainCompatibility(result).join(' ')}`;
  });
}

function runParse(each: JsonObject, index: number): CaseResult {
  return judged(nameOf(each, index), () => void parsed(each['schema']));
}

function parsed(schema: unknown) {
  const kind = schemaKind('AVRO');
  if (kind === undefined) throw notCases('Avro is not known');
  return kind.parse(printJson(schema));
}

function nameOf(each: JsonObject, index: number): string {
  return typeof each['test'] === 'string' ? each['test'] : `case ${index}`;
}
