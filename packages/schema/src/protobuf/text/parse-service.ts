import type { MethodType, ProtoMethod, ProtoOption, ProtoService } from '../tree.ts';
import { parseOptionStatement } from './parse-options.ts';
import type { TokenStream } from './token-stream.ts';

/** `service Name { rpc … }`, with the word in sight. */
export function parseService(tokens: TokenStream): ProtoService {
  const head = tokens.begin();
  tokens.next();
  const name = tokens.identifier("a service's name");
  tokens.expect('{');
  const declared = head();
  const options: ProtoOption[] = [];
  const methods: ProtoMethod[] = [];
  while (!tokens.isSymbol('}')) {
    if (tokens.accept(';')) continue;
    if (tokens.isWord('option')) options.push(parseOptionStatement(tokens));
    else if (tokens.isWord('rpc')) methods.push(parseMethod(tokens));
    else throw tokens.expected('rpc, option or }');
  }
  return { ...tokens.closeBlock(declared), name, options, methods };
}

function parseMethod(tokens: TokenStream): ProtoMethod {
  const head = tokens.begin();
  tokens.next();
  const name = tokens.identifier("a method's name");
  const input = parseMethodType(tokens);
  if (!tokens.acceptWord('returns')) throw tokens.expected('"returns"');
  const output = parseMethodType(tokens);
  const options: ProtoOption[] = [];
  if (tokens.accept(';')) return { ...head(), name, input, output, options };
  tokens.expect('{');
  const declared = head();
  while (!tokens.isSymbol('}')) {
    if (tokens.accept(';')) continue;
    if (!tokens.isWord('option')) throw tokens.expected('option or }');
    options.push(parseOptionStatement(tokens));
  }
  return { ...tokens.closeBlock(declared), name, input, output, options };
}

function parseMethodType(tokens: TokenStream): MethodType {
  tokens.expect('(');
  const word = tokens.acceptWord('stream');
  // A type may be named `stream` itself.
  const stream = word && !tokens.isSymbol(')');
  const name = word && !stream ? 'stream' : tokens.typeName("a message's name");
  tokens.expect(')');
  return { name, stream };
}
