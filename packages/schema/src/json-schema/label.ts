import { printJson } from '../json.ts';
import { targetOf, type JsonSchema } from './schema.ts';
import type { Shown } from './walk.ts';

const labelLengthMax = 80;

/** A schema in a few words for people: `string`, `array`, `one of string, null`, `enum "a", "b"`. Words stay as they are. */
export function label(shown: Shown): string {
  if (typeof shown === 'string') return shown;
  if (shown === undefined || shown === true) return 'anything';
  return shown === false ? 'nothing' : shortened(words(shown, 0));
}

/** A JSON value in short. */
export function shortJson(value: unknown): string {
  return shortened(printJson(value));
}

/** Names or values as a list. */
export function listed(texts: Iterable<string>): string {
  return shortened([...texts].join(', '));
}

function words(schema: JsonSchema, depth: number): string {
  const target = targetOf(schema);
  switch (target.kind) {
    case 'anything':
    case 'empty':
      return 'anything';
    case 'number':
      return target.integer ? 'integer' : 'number';
    case 'enum':
      return `enum ${target.values.map(shortJson).join(', ')}`;
    case 'combined': {
      const how = { allOf: 'all of', anyOf: 'any of', oneOf: 'one of' }[target.criterion];
      return `${how} ${target.subschemas.map((each) => (depth > 2 ? '…' : words(each, depth + 1))).join(', ')}`;
    }
    case 'not':
      return depth > 2 ? 'not …' : `not ${words(target.schema, depth + 1)}`;
    case 'conditional':
      return 'a condition';
    default:
      return target.kind;
  }
}

function shortened(text: string): string {
  return text.length <= labelLengthMax ? text : `${text.slice(0, labelLengthMax - 1)}…`;
}
