import { hash } from 'node:crypto';
import { schemaKind } from '@millrace/schema';
import type { Content, SchemaReference } from './content.ts';
import { isObject, sortedJson, type JsonObject } from './json.ts';

/** Stands before metadata, and before rules, so that neither is taken for more of what precedes. */
const mark = '\u0001';

/**
 * The identity of a content as a UUID: equal contents, equal ids. It is Confluent's: an MD5 over the schema (which there has no
 * comments); each reference's name, subject and version in 32 bits; the metadata with its maps and sets in order; the rules in theirs, by
 * the members that each has.
 */
export function guidOf(content: Content): string {
  const schema = schemaKind(content.schemaType)?.identity(content.schema) ?? content.schema;
  return uuidOf(isBare(content) ? schema : bytesOf({ ...content, schema }));
}

/** An identity for an association that is made at that time. */
export function associationGuid(resourceId: string, type: string, subject: string, now: number): string {
  return uuidOf(JSON.stringify([resourceId, type, subject, now]));
}

function uuidOf(bytes: string | Uint8Array): string {
  const hex = hash('md5', bytes, 'hex');
  // Joined, it is one string and not a tree of them: there are many.
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function isBare({ references, metadata, ruleSet }: Content): boolean {
  return references.length === 0 && metadata === undefined && ruleSet === undefined;
}

function bytesOf({ schema, references, metadata, ruleSet }: Content): Uint8Array {
  const extras = [
    ...(metadata === undefined ? [] : [mark, ...metadataTexts(metadata)]),
    ...(ruleSet === undefined ? [] : [mark, ...ruleSetTexts(ruleSet)]),
  ];
  return Buffer.concat([Buffer.from(schema), ...references.map(referenceBytes), Buffer.from(extras.join(''))]);
}

function referenceBytes({ name, subject, version }: SchemaReference): Uint8Array {
  const names = Buffer.from(name + subject);
  const bytes = Buffer.alloc(names.length + 4);
  names.copy(bytes);
  bytes.writeInt32BE(version, names.length);
  return bytes;
}

function metadataTexts({ tags, properties, sensitive, ...others }: JsonObject): string[] {
  const tagged = entriesOf(tags).flatMap(([path, names]) => [path, ...setOf(names)]);
  return [...tagged, ...mapTexts(properties), ...setOf(sensitive), ...otherTexts(others)];
}

function ruleSetTexts({ migrationRules, domainRules, encodingRules, ...others }: JsonObject): string[] {
  const rules = [migrationRules, domainRules, encodingRules].flat().filter(isObject);
  return [...rules.flatMap(ruleTexts), ...otherTexts(others)];
}

function ruleTexts(rule: JsonObject): string[] {
  const { name, doc, kind, mode, type, tags, params, expr, onSuccess, onFailure, disabled, ...others } = rule;
  const [head, tail] = [
    [name, doc, kind, mode, type],
    [expr, onSuccess, onFailure],
  ];
  const off = disabled === true ? [mark] : [];
  return [...textsOf(head), ...setOf(tags), ...mapTexts(params), ...textsOf(tail), ...off, ...otherTexts(others)];
}

/** Members that we do not know tell contents apart all the same. */
function otherTexts(others: JsonObject): string[] {
  return Object.values(others).every((value) => value === null) ? [] : [sortedJson(others)];
}

function mapTexts(map: unknown): string[] {
  return entriesOf(map).flatMap(([name, value]) => [name, String(value)]);
}

function setOf(set: unknown): string[] {
  return Array.isArray(set) ? [...new Set(set.map(String))].sort() : [];
}

function textsOf(values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === 'string');
}

function entriesOf(map: unknown): [string, unknown][] {
  return isObject(map) ? Object.entries(map).sort(([left], [right]) => (left < right ? -1 : 1)) : [];
}
