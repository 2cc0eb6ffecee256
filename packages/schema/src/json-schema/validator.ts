import { MillraceError } from '@millrace/base';
import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { fullFormats } from 'ajv-formats/dist/formats.js';
import { bundled } from './bundle.ts';
import type { ParsedJson } from './json-kind.ts';
import { shortJson } from './label.ts';
import { matcherOf } from './regex/regex.ts';

/** Why a value does not fit its schema. */
export interface Violation {
  /** JSON pointer in the value; the whole is `/`. */
  readonly path: string;
  /** The keyword of the schema: `required`, `maxLength`. */
  readonly rule: string;
  /** `must have the property "id"`. */
  readonly message: string;
}

/** The violations of a value as `JSON.parse` gives it: none when it fits, else those of the first place that does not. */
export type JsonValidator = (value: unknown) => readonly Violation[];

/**
 * Compiles a validator; keep it, it takes milliseconds. Formats are asserted, those that are not known are tolerated. `pattern` is matched
 * in bounded time. The engine, ajv, is loaded with the first.
 * @throws MillraceError SCHEMA_INVALID when the engine cannot compile the schema
 */
export async function loadJsonValidator(schema: ParsedJson): Promise<JsonValidator> {
  const [{ Ajv2020 }, { fullFormats }] = await Promise.all([
    import('ajv/dist/2020.js'),
    import('ajv-formats/dist/formats.js'),
  ]);
  return compileJsonValidator(schema, { Ajv2020, fullFormats });
}

/** The engine, for who has loaded it. */
export interface ValidationEngine {
  readonly Ajv2020: typeof Ajv2020;
  readonly fullFormats: typeof fullFormats;
}

/** As `loadJsonValidator`, with an engine that is there already. */
export function compileJsonValidator(schema: ParsedJson, { Ajv2020, fullFormats }: ValidationEngine): JsonValidator {
  const engine = new Ajv2020({
    strict: false,
    meta: false,
    validateSchema: false,
    ownProperties: true,
    logger: false,
    multipleOfPrecision: 10,
    formats: fullFormats,
    code: { regExp: boundedRegExp },
  });
  try {
    const { root, named } = bundled(schema.documents);
    for (const [name, each] of named) engine.addSchema(each as object, name);
    const validate = engine.compile(root as object);
    return (value) => violationsOf(validate, value);
  } catch (cause) {
    throw new MillraceError('SCHEMA_INVALID', `The JSON Schema cannot be compiled: ${(cause as Error).message}`, {
      cause,
    });
  }
}

const boundedRegExp = Object.assign(
  // The text is what the engine knows an expression by.
  (pattern: string) => ({ test: matcherOf(pattern), toString: () => pattern }),
  { code: 'boundedRegExp' },
);

function violationsOf(validate: ValidateFunction, value: unknown): readonly Violation[] {
  try {
    return validate(value) ? [] : (validate.errors ?? []).map(violationOf);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // A recursive schema follows data down until there is no stack left.
    return [{ path: '/', rule: 'depth', message: 'must be nested less deeply' }];
  }
}

function violationOf({ instancePath, keyword, message, params }: ErrorObject): Violation {
  return {
    path: instancePath === '' ? '/' : instancePath,
    rule: keyword === 'false schema' ? 'false' : keyword,
    message: messageOf(keyword, params) ?? message ?? `must satisfy ${keyword}`,
  };
}

/** Where the engine's own message leaves out what a person has to know. */
function messageOf(keyword: string, params: Readonly<Record<string, unknown>>): string | undefined {
  switch (keyword) {
    case 'additionalProperties':
      return `must not have the property ${shortJson(params['additionalProperty'])}`;
    case 'unevaluatedProperties':
      return `must not have the property ${shortJson(params['unevaluatedProperty'])}`;
    case 'required':
      return `must have the property ${shortJson(params['missingProperty'])}`;
    case 'enum':
      return `must be one of ${shortJson(params['allowedValues'])}`;
    case 'const':
      return `must be ${shortJson(params['allowedValue'])}`;
    case 'false schema':
      return 'must not be there';
    default:
      return undefined;
  }
}
