import type { OptionNamePart, OptionValue, ProtoOption } from '../tree.ts';
import { declared, indented, type Lines } from './print-lines.ts';
import { quoted } from './string-literal.ts';

/** A value in braces that is longer takes a line a member. */
const inlineMax = 80;

export function optionStatements(options: readonly ProtoOption[]): Lines {
  return options.flatMap((option) => declared(option, `option ${optionText(option)};`));
}

/** ` [name = value]` behind a declaration, more than one on a line each; empty when there are none. */
export function bracketedOptions(options: readonly ProtoOption[]): string {
  if (options.length === 0) return '';
  const texts = options.map(optionText);
  if (texts.length === 1) return ` [${texts.join('')}]`;
  return ` [\n${indented(texts.join(',\n').split('\n')).join('\n')}\n]`;
}

function optionText({ name, value }: ProtoOption): string {
  return `${optionName(name)} = ${valueText(value)}`;
}

export function optionName(parts: readonly OptionNamePart[]): string {
  return parts.map(({ name, isExtension }) => (isExtension ? `(${name})` : name)).join('.');
}

export function valueText(value: OptionValue): string {
  switch (value.kind) {
    case 'identifier':
      return value.name;
    case 'number':
      return value.text;
    case 'string':
      return quoted(value.text);
    case 'list':
      return enclosed('[', value.items.map(valueText), ']');
    case 'aggregate':
      return enclosed(
        '{',
        value.members.map((member) => `${member.name}: ${valueText(member.value)}`),
        '}',
      );
  }
}

function enclosed(open: string, texts: readonly string[], close: string): string {
  if (texts.length === 0) return `${open}${close}`;
  const space = open === '{' ? ' ' : '';
  const inline = `${open}${space}${texts.join(', ')}${space}${close}`;
  if (inline.length <= inlineMax && !inline.includes('\n')) return inline;
  return `${open}\n${indented(texts.join(',\n').split('\n')).join('\n')}\n${close}`;
}
