import type { AggregateMember, OptionNamePart, OptionValue, ProtoOption } from '../tree.ts';
import { TokenStream } from './token-stream.ts';

/** How deep values may lie in each other. Guards the stack. */
const depthMax = 100;

/** `option name = value;`, with the word in sight. */
export function parseOptionStatement(tokens: TokenStream): ProtoOption {
  const head = tokens.begin();
  tokens.next();
  const option = parseOption(tokens);
  tokens.expect(';');
  return { ...head(), ...option };
}

/** `[name = value, …]` behind a field, an enum's value or extension ranges; empty when it is not there. */
export function parseBracketedOptions(tokens: TokenStream): readonly ProtoOption[] {
  const options: ProtoOption[] = [];
  if (!tokens.accept('[')) return options;
  do {
    options.push(parseOption(tokens));
  } while (tokens.accept(','));
  tokens.expect(']');
  return options;
}

function parseOption(tokens: TokenStream): ProtoOption {
  const name = parseOptionName(tokens);
  tokens.expect('=');
  return { name, value: parseValue(tokens, 0) };
}

function parseOptionName(tokens: TokenStream): readonly OptionNamePart[] {
  const parts: OptionNamePart[] = [];
  do {
    if (tokens.accept('(')) {
      parts.push({ name: tokens.typeName("an extension's name"), isExtension: true });
      tokens.expect(')');
    } else {
      parts.push({ name: tokens.identifier("an option's name"), isExtension: false });
    }
  } while (tokens.accept('.'));
  return parts;
}

/** A value that is the whole text. */
export function parseValueText(text: string): OptionValue {
  const tokens = new TokenStream(text);
  const value = parseValue(tokens, 0);
  if (tokens.peek.kind !== 'end') throw tokens.expected('the end of the value');
  return value;
}

function parseValue(tokens: TokenStream, depth: number): OptionValue {
  if (depth > depthMax) throw tokens.error(`values lie more than ${depthMax} deep in each other`);
  const { kind, text } = tokens.peek;
  if (kind === 'string') return { kind: 'string', text: tokens.string('a string') };
  if (kind === 'identifier') return { kind: 'identifier', name: tokens.next().text };
  if (kind === 'integer' || kind === 'float') return { kind: 'number', text: tokens.next().text };
  if (tokens.accept('-')) return parseNegative(tokens);
  if (kind === 'symbol' && (text === '{' || text === '<')) return parseAggregate(tokens, depth);
  if (tokens.accept('[')) return parseList(tokens, depth);
  throw tokens.expected("an option's value");
}

function parseNegative(tokens: TokenStream): OptionValue {
  const isNumber = tokens.peek.kind === 'integer' || tokens.peek.kind === 'float' || tokens.isWord('inf', 'nan');
  if (!isNumber) throw tokens.expected('a number, inf or nan');
  return { kind: 'number', text: `-${tokens.next().text}` };
}

function parseList(tokens: TokenStream, depth: number): OptionValue {
  const items: OptionValue[] = [];
  if (tokens.accept(']')) return { kind: 'list', items };
  do {
    items.push(parseValue(tokens, depth + 1));
  } while (tokens.accept(','));
  tokens.expect(']');
  return { kind: 'list', items };
}

function parseAggregate(tokens: TokenStream, depth: number): OptionValue {
  const end = tokens.next().text === '{' ? '}' : '>';
  const members: AggregateMember[] = [];
  while (!tokens.accept(end)) {
    const name = parseMemberName(tokens);
    // Before a message or a list of messages the colon may be left out.
    if (!tokens.accept(':') && !['{', '<', '['].some((symbol) => tokens.isSymbol(symbol))) throw tokens.expected('":"');
    members.push({ name, value: parseValue(tokens, depth + 1) });
    if (!tokens.accept(',')) tokens.accept(';');
  }
  return { kind: 'aggregate', members };
}

function parseMemberName(tokens: TokenStream): string {
  if (!tokens.accept('[')) return tokens.identifier("a member's name");
  let name = tokens.dottedName("an extension's name");
  while (tokens.accept('/')) name += `/${tokens.dottedName("a type's name")}`;
  tokens.expect(']');
  return `[${name}]`;
}
