import { invalidSchema } from '../errors.ts';
import { propertyOf, versionProperty, type Content } from '../state/content.ts';
import { isObject, type JsonObject } from '../state/json.ts';
import { latestOf } from '../state/queries.ts';
import type { RegistryState } from '../state/registry-state.ts';
import { configInScope } from '../state/settings.ts';
import { mergeMetadata, mergeRuleSets, withoutEmpty } from './merge.ts';
import type { SentSchema } from './sent-schema.ts';

/**
 * What is to be registered when this was sent. Text, metadata and rules that were not sent are those of the subject's latest
 * version; what the subject's config has by default is added, and what it overrides is replaced. The same object when it is whole.
 * @throws RegistryError 42201 when there is no text, sent or before
 */
export function completed(state: RegistryState, subject: string, sent: SentSchema): SentSchema {
  const config = configInScope(state, subject);
  const previous = latestOf(state, subject)?.content;
  const texted = withText(sent, previous);
  const metadata = mergeMetadata(
    mergeMetadata(objectIn(config, 'defaultMetadata'), sent.metadata ?? withoutVersion(previous?.metadata)),
    objectIn(config, 'overrideMetadata'),
  );
  const ruleSet = mergeRuleSets(
    mergeRuleSets(objectIn(config, 'defaultRuleSet'), sent.ruleSet ?? previous?.ruleSet),
    objectIn(config, 'overrideRuleSet'),
  );
  return withExtras(texted, metadata, ruleSet);
}

/** With the text of the version before, where none was sent. */
export function withText(sent: SentSchema, previous: Content | undefined): SentSchema {
  if (sent.schema.trim() !== '') return sent;
  if (previous === undefined) throw invalidSchema('Empty schema');
  const { schema, schemaType, references } = previous;
  return { ...sent, schema, schemaType, references };
}

/** With metadata and rules that say something, or without. */
function withExtras(sent: SentSchema, metadata: JsonObject | undefined, ruleSet: JsonObject | undefined): SentSchema {
  const [said, ruled] = [metadata, ruleSet].map((value) =>
    value === undefined || Object.keys(withoutEmpty(value)).length === 0 ? undefined : value,
  );
  if (said === sent.metadata && ruled === sent.ruleSet) return sent;
  const { metadata: _metadata, ruleSet: _ruleSet, ...bare } = sent;
  return {
    ...bare,
    ...(said === undefined ? {} : { metadata: said }),
    ...(ruled === undefined ? {} : { ruleSet: ruled }),
  };
}

/** The same content with the version in its metadata. */
export function withVersion(sent: SentSchema, version: number): SentSchema {
  return {
    ...sent,
    metadata: mergeMetadata(sent.metadata, { properties: { [versionProperty]: String(version) } }) ?? {},
  };
}

/** Metadata without a version: undefined when nothing is left. */
export function withoutVersion(metadata: JsonObject | undefined): JsonObject | undefined {
  if (metadata === undefined || propertyOf({ metadata }, versionProperty) === undefined) return metadata;
  const { [versionProperty]: _version, ...properties } = metadata['properties'] as JsonObject;
  const left = withoutEmpty({ ...metadata, properties });
  return Object.keys(left).length === 0 ? undefined : left;
}

function objectIn(config: JsonObject, member: string): JsonObject | undefined {
  const value = config[member];
  return isObject(value) ? value : undefined;
}
