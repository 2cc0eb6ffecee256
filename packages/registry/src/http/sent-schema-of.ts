import { RegistryError } from '../errors.ts';
import type { EntityTags, SentSchema } from '../decide/sent-schema.ts';
import { checkRuleSet } from '../rules/check-rule-set.ts';
import type { SchemaReference } from '../state/content.ts';
import { isObject, type JsonObject } from '../state/json.ts';
import { isReference } from '../state/decode-record.ts';

/**
 * The schema that a body holds to be registered, looked up or checked.
 * @throws RegistryError 400 when a member is of another form, 42210
 */
export async function sentSchemaOf(body: JsonObject, normalize: boolean): Promise<SentSchema> {
  const { id, version } = body;
  const metadata = metadataIn(body);
  const ruleSet = await ruleSetIn(body);
  return {
    schema: textIn(body, 'schema') ?? '',
    schemaType: textIn(body, 'schemaType')?.toUpperCase() || 'AVRO',
    references: referencesIn(body),
    ...(metadata === undefined ? {} : { metadata }),
    ...(ruleSet === undefined ? {} : { ruleSet }),
    ...(isInteger(id) && id >= 0 ? { id } : {}),
    ...(isInteger(version) && version !== 0 ? { version } : {}),
    normalize,
    tagsToAdd: tagsIn(body, 'schemaTagsToAdd'),
    tagsToRemove: tagsIn(body, 'schemaTagsToRemove'),
    propagateTags: body['propagateSchemaTags'] === true,
  };
}

/** @throws RegistryError 400 */
export function metadataIn(body: JsonObject, name = 'metadata'): JsonObject | undefined {
  const metadata = body[name] ?? undefined;
  if (metadata === undefined) return undefined;
  const isMap = (value: unknown, isValue: (each: unknown) => boolean): boolean =>
    value === undefined || value === null || (isObject(value) && Object.values(value).every(isValue));
  if (!isObject(metadata)) throw badRequest(`${name} is not an object`);
  const { tags, properties, sensitive } = metadata;
  if (!isMap(tags, isTexts)) throw badRequest(`${name}.tags is not an object of lists of texts`);
  if (!isMap(properties, isText)) throw badRequest(`${name}.properties is not an object of texts`);
  if (sensitive !== undefined && sensitive !== null && !isTexts(sensitive)) {
    throw badRequest(`${name}.sensitive is not a list of texts`);
  }
  return metadata;
}

/** @throws RegistryError 400, 42210 */
export async function ruleSetIn(body: JsonObject, name = 'ruleSet'): Promise<JsonObject | undefined> {
  const ruleSet = body[name] ?? undefined;
  if (ruleSet === undefined) return undefined;
  if (!isObject(ruleSet)) throw badRequest(`${name} is not an object`);
  await checkRuleSet(ruleSet);
  return ruleSet;
}

function referencesIn({ references }: JsonObject): readonly SchemaReference[] {
  if (references === undefined || references === null) return [];
  if (Array.isArray(references) && references.every(isReference)) {
    return references.map(({ name, subject, version }) => ({ name, subject, version }));
  }
  throw badRequest('references is not a list of {name, subject, version}');
}

/** @throws RegistryError 400 */
export function tagsIn(body: JsonObject, name: string): readonly EntityTags[] {
  const entities = body[name] ?? [];
  const problem = `${name} is not a list of {schemaEntity: {entityPath, entityType: sr_record or sr_field}, tags: [text]}`;
  if (!Array.isArray(entities)) throw badRequest(problem);
  return entities.map((entity: unknown) => {
    const { schemaEntity, tags } = isObject(entity) ? entity : {};
    const { entityPath, entityType } = isObject(schemaEntity) ? schemaEntity : {};
    const kind = String(entityType).toLowerCase();
    if (!isText(entityPath) || !isTexts(tags) || !(kind === 'sr_record' || kind === 'sr_field'))
      throw badRequest(problem);
    return { path: entityPath, kind: kind === 'sr_record' ? 'record' : 'field', tags };
  });
}

export function textIn(body: JsonObject, name: string): string | undefined {
  const value = body[name] ?? undefined;
  if (value !== undefined && typeof value !== 'string') throw badRequest(`${name} is not a text`);
  return value;
}

export function badRequest(problem: string): RegistryError {
  return new RegistryError(400, 400, problem);
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
const isInteger = (value: unknown): value is number => Number.isInteger(value);
