import { MillraceError } from '@millrace/base';
import { checkCompatibility, explainCompatibility, isCompatibilityLevel } from './compatibility.ts';
import { isObject, parseJson, printJson, type JsonObject } from './json.ts';
import { schemaKind } from './schema-kinds.ts';

export interface CaseResult {
  readonly name: string;
  readonly passed: boolean;
  /** Why it did not pass. */
  readonly reason?: string;
}

/**
 * Runs a file of compatibility cases: `{ "schemas": {name: schema}, "cases": [{ "level", "new", "previous": [oldest first],
 * "compatible", "test"?, "description"? }], "parse_only": [{ "schema", "test"? }] }`. `new` and `previous` name schemas of the file,
 * or `newSchema` and `previousSchemas` are schemas themselves. Avro only.
 * @throws MillraceError INVALID_REQUEST when the file is not of that form
 */
export function runCompatibilityCases(text: string): readonly CaseResult[] {
  const file = parseJson(text);
  if (!isObject(file) || !Array.isArray(file['cases'])) throw notCases('it is not an object with "cases"');
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

function judged(name: string, check: () => string | undefined): CaseResult {
  try {
    const reason = check();
    return reason === undefined ? { name, passed: true } : { name, passed: false, reason };
  } catch (error) {
    if (error instanceof MillraceError) return { name, passed: false, reason: error.message };
    throw error;
  }
}

function parsed(schema: unknown) {
  const kind = schemaKind('AVRO');
  if (kind === undefined) throw notCases('Avro is not known');
  return kind.parse(printJson(schema));
}

function nameOf(each: JsonObject, index: number): string {
  return typeof each['test'] === 'string' ? each['test'] : `case ${index}`;
}

function objectOf(value: unknown, what: string): JsonObject {
  if (isObject(value)) return value;
  throw notCases(`${what} is not an object`);
}

function notCases(problem: string): MillraceError {
  return new MillraceError('INVALID_REQUEST', `The file is not one of compatibility cases: ${problem}.`);
}
