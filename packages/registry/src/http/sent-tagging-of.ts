import type { Tagging } from '../decide/tag-version.ts';
import type { JsonObject } from '../state/json.ts';
import { badRequest, metadataIn, ruleSetIn, tagsIn } from './sent-schema-of.ts';

/**
 * The changes that a body asks for, of tags, metadata and rules.
 * @throws RegistryError 400, 42210
 */
export async function sentTaggingOf(body: JsonObject): Promise<Omit<Tagging, 'subject' | 'version' | 'now' | 'lost'>> {
  const { newVersion = null, rulesToRemove = null } = body;
  if (newVersion !== null && !Number.isInteger(newVersion)) throw badRequest('newVersion is not an integer');
  const isNames = (value: unknown): value is string[] =>
    Array.isArray(value) && value.every((name) => typeof name === 'string');
  if (rulesToRemove !== null && !isNames(rulesToRemove)) throw badRequest('rulesToRemove is not a list of texts');
  const metadata = metadataIn(body);
  const ruleSet = await ruleSetIn(body);
  const rulesToMerge = await ruleSetIn(body, 'rulesToMerge');
  return {
    tagsToAdd: tagsIn(body, 'tagsToAdd'),
    tagsToRemove: tagsIn(body, 'tagsToRemove'),
    rulesToRemove: rulesToRemove ?? [],
    ...(newVersion === null ? {} : { newVersion: Number(newVersion) }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(ruleSet === undefined ? {} : { ruleSet }),
    ...(rulesToMerge === undefined ? {} : { rulesToMerge }),
  };
}
