import { type Json, parseJson, plainText } from '../formats/json-scanner.ts';

/** A case of ksqlDB's test files, one for each format and configuration that its node names. */
export interface TestCase {
  readonly file: string;
  readonly name: string;
  readonly statements: readonly string[];
  readonly properties: Readonly<Record<string, string>>;
  readonly topics: readonly JsonObject[];
  readonly inputs: readonly JsonObject[];
  readonly outputs: readonly JsonObject[];
  readonly expectedException: JsonObject | null;
  readonly post: JsonObject | null;
}

export type JsonObject = ReadonlyMap<string, Json>;

/** Takes comments out of JSON: `//` to the end of the line and `/* … *\/`, not within strings. */
export function stripComments(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (token) =>
    token.startsWith('"') ? token : '',
  );
}

export function objectOf(json: Json | undefined): JsonObject {
  return json instanceof Map ? json : new Map<string, Json>();
}

export function objectsOf(json: Json | undefined): JsonObject[] {
  return Array.isArray(json) ? json.map(objectOf) : [];
}

export function textOf(json: Json | undefined): string | undefined {
  return typeof json === 'string' ? json : undefined;
}

function textsOf(json: Json | undefined): string[] {
  return Array.isArray(json) ? json.map(plainText) : [];
}

/** Reads a test file. @throws FormatError where it is not JSON. */
export function readCases(file: string, text: string): TestCase[] {
  const root = objectOf(parseJson(stripComments(text)));
  return objectsOf(root.get('tests'))
    .filter((node) => node.get('enabled') !== false)
    .flatMap((node) => expand(file, node));
}

function expand(file: string, node: JsonObject): TestCase[] {
  const formats: (string | null)[] = textsOf(node.get('format'));
  const configs: (string | null)[] = textsOf(node.get('config'));
  const properties = objectOf(node.get('properties'));
  const configured = [...properties].find(([, value]) => value === '{CONFIG}')?.[0] ?? 'config';
  return (formats.length === 0 ? [null] : formats).flatMap((format) =>
    (configs.length === 0 ? [null] : configs).map((config): TestCase => {
      const base = `${file.replace(/\.json$/, '')} - ${textOf(node.get('name')) ?? ''}`;
      const suffix = `${format === null ? '' : ` - ${format}`}${config === null ? '' : ` - ${configured}=${config}`}`;
      const statements = textsOf(node.get('statements'));
      return {
        file,
        name: base + suffix,
        statements: format === null ? statements : statements.map((each) => each.replaceAll('{FORMAT}', format)),
        properties: Object.fromEntries(
          [...properties].map(([key, value]) => [key, value === '{CONFIG}' ? (config ?? '') : plainText(value)]),
        ),
        topics: objectsOf(node.get('topics')),
        inputs: objectsOf(node.get('inputs')),
        outputs: objectsOf(node.get('outputs')),
        expectedException:
          node.get('expectedException') instanceof Map ? objectOf(node.get('expectedException')) : null,
        post: node.get('post') instanceof Map ? objectOf(node.get('post')) : null,
      };
    }),
  );
}
