import { MillraceError } from '@millrace/base';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { generateSync, type GenerateOptions, type JsonSchema } from 'json-schema-faker';
import { isObject, printJson, type JsonObject } from '../../json.ts';
import type { ParsedJson } from '../../json-schema/json-kind.ts';
import { matcherOf } from '../../json-schema/regex/regex.ts';
import { compileJsonValidator } from '../../json-schema/validator.ts';
import { oneDocument } from '../json-schema/one-document.ts';
import { realisticInteger, realisticNumber } from './realistic-number.ts';
import { realisticText } from './realistic-text.ts';
import { again, noExample, spend, type Scene } from './scene.ts';
import { wordsOf } from './words.ts';

const attemptsMax = 20;
const month = 30 * 86_400_000;
/** The longest text that a schema may demand, in characters. */
const lengthMax = 100_000;

/** Makes values that are valid under a JSON Schema of any draft. */
export function jsonExampler(parsed: ParsedJson): (scene: Scene) => unknown {
  const validate = compileJsonValidator(parsed, { Ajv2020, fullFormats });
  const schema = JSON.parse(printJson(oneDocument(parsed.documents)), easier) as JsonSchema;
  return (scene) => {
    for (let attempt = 0; attempt < attemptsMax; attempt++) {
      const value = generated(schema, again(scene), manners[attempt % manners.length] ?? 'least');
      if (validate(value).length === 0) return value;
    }
    throw noExample(`${attemptsMax} attempts gave nothing that is valid under the schema`);
  };
}

/** What looks real may break a rule that spans several values; what may be left out may be impossible. */
const manners = ['realistic', 'plain', 'least'] as const;

function generated(schema: JsonSchema, scene: Scene, manner: (typeof manners)[number]): unknown {
  const options: GenerateOptions = {
    seed: scene.faker.number.int(),
    ...(manner === 'least' ? { optionalsProbability: 0, maxDefaultItems: 0 } : { optionalsProbability: 0.9 }),
    minDateTime: new Date(scene.near - month).toISOString(),
    maxDateTime: new Date(scene.near).toISOString(),
    outputTransform: (value, own, path) => {
      spend(scene, path.split('/').length);
      return manner === 'realistic' && isObject(own) ? realistic(value, own, path, scene) : value;
    },
  };
  try {
    return generateSync(schema, options);
  } catch (cause) {
    if (cause instanceof MillraceError) throw cause;
    throw noExample(cause instanceof Error ? cause.message : String(cause));
  }
}

/** Keywords that a value of the field's name alone would hardly obey. */
const constraints = 'enum const multipleOf contentEncoding'.split(' ');
/** How many texts are made until one has the length and the form that the schema asks for. */
const textsMax = 16;

/** What the name of the property that a value stands in makes of it, where the schema leaves it open. */
function realistic(value: unknown, schema: JsonObject, path: string, scene: Scene): unknown {
  if (constraints.some((keyword) => schema[keyword] !== undefined)) return value;
  const words = wordsOf(path.split('/').findLast((part) => !/^\d*$/.test(part)) ?? 'value');
  if (typeof value === 'number') return realisticWithin(value, words, schema, scene);
  if (typeof value !== 'string') return value;
  switch (schema['format']) {
    case undefined:
      return realisticTexts(words, schema, scene) ?? value;
    case 'email':
      return realisticText(' email ', scene);
    case 'date':
      return realisticText(' date ', scene);
    default:
      return value;
  }
}

/** A text of the words that has the length and the form asked for: a country of two letters is its code. */
function realisticTexts(words: string, schema: JsonObject, scene: Scene): string | undefined {
  const { minLength, maxLength, pattern } = schema;
  const min = typeof minLength === 'number' ? minLength : 0;
  const max = typeof maxLength === 'number' ? maxLength : Infinity;
  const matches = typeof pattern === 'string' ? matcherOf(pattern) : () => true;
  const fits = (text: string): boolean => text.length >= min && text.length <= max && matches(text);
  for (let made = 0; made < textsMax; made++) {
    const text = realisticText(made < textsMax / 2 ? words : `${words}code `, scene);
    if (fits(text)) return text;
  }
  return undefined;
}

function realisticWithin(value: number, words: string, schema: JsonObject, scene: Scene): number {
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity } = schema;
  const real =
    schema['type'] === 'number'
      ? realisticNumber(words, scene)
      : realisticInteger(words, scene, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  const isAbove = real >= Number(minimum) && real > Number(exclusiveMinimum);
  return isAbove && real <= Number(maximum) && real < Number(exclusiveMaximum) ? real : value;
}

/** A reviver that refuses what demands texts of millions of characters, and says what items are where the schema leaves it open. */
function easier(keyword: string, value: unknown): unknown {
  const isLong = keyword === 'minLength' && typeof value === 'number' && value > lengthMax;
  if (isLong || (keyword === 'pattern' && typeof value === 'string' && repetitions(value) > lengthMax)) {
    throw noExample(`a text would have more than ${lengthMax} characters`);
  }
  // The generator makes no items of their own accord, however many there must be.
  const isOpen = isObject(value) && value['type'] === 'array' && value['items'] === undefined;
  return isOpen ? { ...value, items: { type: 'string' } } : value;
}

function repetitions(pattern: string): number {
  const counts = [...pattern.matchAll(/\{(\d+)/g)].map(([, count]) => Math.max(1, Number(count)));
  return counts.reduce((product, count) => product * count, 1);
}
