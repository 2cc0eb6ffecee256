import { isObject, type JsonObject } from '../state/json.ts';

/** The metadata of both; where both say something of one path or property, what `over` says. */
export function mergeMetadata(under: JsonObject | undefined, over: JsonObject | undefined): JsonObject | undefined {
  if (under === undefined || over === undefined) return over ?? under;
  const sensitive = [...listOf(under['sensitive']), ...listOf(over['sensitive'])].map(String);
  return withoutEmpty({
    ...under,
    ...over,
    tags: { ...mapOf(under['tags']), ...mapOf(over['tags']) },
    properties: { ...mapOf(under['properties']), ...mapOf(over['properties']) },
    sensitive: [...new Set(sensitive)].sort(),
  });
}

/** The rules of both; of two in one list with one name, that of `over`. */
export function mergeRuleSets(under: JsonObject | undefined, over: JsonObject | undefined): JsonObject | undefined {
  if (under === undefined || over === undefined) return over ?? under;
  const merged = Object.fromEntries(
    ['migrationRules', 'domainRules', 'encodingRules'].map((list) => [list, mergeRules(under[list], over[list])]),
  );
  return withoutEmpty({ ...under, ...over, ...merged });
}

function mergeRules(under: unknown, over: unknown): readonly unknown[] {
  const rules = listOf(over);
  const names = new Set(rules.map(nameOf));
  return [...listOf(under).filter((rule) => !names.has(nameOf(rule))), ...rules];
}

/** The rules but those of these names. */
export function withoutRules(ruleSet: JsonObject | undefined, names: readonly string[]): JsonObject | undefined {
  if (ruleSet === undefined || names.length === 0) return ruleSet;
  const isKept = (rule: unknown): boolean => !names.includes(String(nameOf(rule)));
  const lists = Object.entries(ruleSet).map(([list, rules]) => [
    list,
    Array.isArray(rules) ? rules.filter(isKept) : rules,
  ]);
  return withoutEmpty(Object.fromEntries(lists) as JsonObject);
}

function nameOf(rule: unknown): unknown {
  return isObject(rule) ? rule['name'] : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function mapOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** Metadata or rules without the members that say nothing. */
export function withoutEmpty(value: JsonObject): JsonObject {
  const says = (member: unknown): boolean =>
    Array.isArray(member) ? member.length > 0 : isObject(member) ? Object.keys(member).length > 0 : member !== null;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => says(member)));
}
