import type { PayloadCheck } from '../payload-check.ts';
import type { ParsedJson } from './json-kind.ts';
import { loadJsonValidator } from './validator.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Makes a check that the bytes are JSON which the schema allows.
 * @throws MillraceError SCHEMA_INVALID when the schema cannot be compiled
 */
export async function loadJsonCheck(schema: ParsedJson): Promise<PayloadCheck> {
  const validate = await loadJsonValidator(schema);
  return (bytes, offset) => {
    let value: unknown;
    try {
      value = JSON.parse(utf8.decode(bytes.subarray(offset)));
    } catch {
      // What the parser says shows a piece of the data, which is not for logs.
      return 'The data is not JSON in UTF-8.';
    }
    const [first] = validate(value);
    return first === undefined ? undefined : `At ${first.path}: it ${first.message} (${first.rule}).`;
  };
}
