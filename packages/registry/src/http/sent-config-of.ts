import { RegistryError } from '../errors.ts';
import type { JsonObject } from '../state/json.ts';
import { metadataIn, ruleSetIn } from './sent-schema-of.ts';

/** Members of a config that are true or false, and those that are texts. What we do not know is kept as it is. */
const flags = ['normalize', 'validateFields', 'validateNewSchemas', 'validateRules'];
const texts = ['alias', 'aliasForDeks', 'compatibilityGroup'];

/**
 * The config that a body holds, as it was sent.
 * @throws RegistryError 400 when a member is of another form, 42210
 */
export async function sentConfigOf(body: JsonObject): Promise<JsonObject> {
  const expect = (names: readonly string[], type: string, called: string): void => {
    const wrong = names.find((name) => (body[name] ?? null) !== null && typeof body[name] !== type);
    if (wrong !== undefined) throw new RegistryError(400, 400, `${wrong} is not ${called}`);
  };
  expect(flags, 'boolean', 'true or false');
  expect(texts, 'string', 'a text');
  for (const name of ['defaultMetadata', 'overrideMetadata']) metadataIn(body, name);
  for (const name of ['defaultRuleSet', 'overrideRuleSet']) await ruleSetIn(body, name);
  return body;
}
