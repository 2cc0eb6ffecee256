import { isObject } from '../../json.ts';

/** A union of types, each once and null last; undefined for none. */
export function unionText(types: readonly string[]): string | undefined {
  const each = [...new Set(types)];
  const ordered = [...each.filter((type) => type !== 'null'), ...each.filter((type) => type === 'null')];
  return ordered.length === 0 ? undefined : ordered.join(' | ');
}

/** What is all of these at once; `unknown` adds nothing. */
export function intersectionText(parts: readonly (string | undefined)[]): string {
  const each = [...new Set(parts)].filter((part) => part !== undefined && part !== 'unknown');
  return each.length <= 1 ? (each[0] ?? 'unknown') : each.map((part) => grouped(part ?? 'unknown')).join(' & ');
}

/** For a place where `|` and `&` would bind otherwise. */
export function grouped(type: string): string {
  return /[|&]/.test(type) ? `(${type})` : type;
}

export function literalText(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'unknown' : JSON.stringify(value);
}

/** The description of a schema as a comment before a declaration, which it must not be able to end. */
export function commentText(schema: unknown, indent: string): string {
  const description = isObject(schema) ? schema['description'] : undefined;
  if (typeof description !== 'string' || description.trim() === '') return '';
  const lines = description.trim().replaceAll('*/', '*\\/').split(/\r?\n/);
  if (lines.length === 1) return `${indent}/** ${lines[0] ?? ''} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`;
}
