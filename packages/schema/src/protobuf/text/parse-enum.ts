import { enumNumberMax, type ProtoEnum, type ProtoEnumValue, type ProtoOption, type ProtoReserved } from '../tree.ts';
import { parseBracketedOptions, parseOptionStatement } from './parse-options.ts';
import { parseReserved, parseSigned } from './parse-ranges.ts';
import type { Head, TokenStream } from './token-stream.ts';

/** An enum behind its word. */
export function parseEnum(tokens: TokenStream, head: Head): ProtoEnum {
  const name = tokens.identifier("an enum's name");
  tokens.expect('{');
  const declared = head();
  const options: ProtoOption[] = [];
  const reserved: ProtoReserved[] = [];
  const values: ProtoEnumValue[] = [];
  while (!tokens.isSymbol('}')) {
    if (tokens.accept(';')) continue;
    if (tokens.isWord('option')) options.push(parseOptionStatement(tokens));
    else if (tokens.isWord('reserved')) reserved.push(parseReserved(tokens, enumNumberMax));
    else values.push(parseValue(tokens));
  }
  return { ...tokens.closeBlock(declared), name, options, reserved, values };
}

function parseValue(tokens: TokenStream): ProtoEnumValue {
  const head = tokens.begin();
  const name = tokens.identifier("a value's name or }");
  tokens.expect('=');
  const number = parseSigned(tokens, "a value's number", enumNumberMax);
  const options = parseBracketedOptions(tokens);
  tokens.expect(';');
  return { ...head(), name, number, options };
}
