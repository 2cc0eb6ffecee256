import { isFromEdition2024 } from '../tree.ts';
import type {
  ProtoEnum,
  ProtoExtend,
  ProtoFile,
  ProtoImport,
  ProtoMessage,
  ProtoOption,
  ProtoPackage,
  ProtoService,
  Syntax,
} from '../tree.ts';
import { parseExtend, parseType, type Context } from './parse-message.ts';
import { parseOptionStatement } from './parse-options.ts';
import { parseService } from './parse-service.ts';
import { TokenStream } from './token-stream.ts';

const editions: readonly string[] = ['2023', '2024'];

/**
 * The tree of a .proto file's text. What only names and numbers in their relation can be wrong in is left to `linkFile`.
 * @throws MillraceError SCHEMA_INVALID with line and column, and what was expected there
 */
export function parseProtoText(text: string, options: { readonly keepsComments?: boolean } = {}): ProtoFile {
  const tokens = new TokenStream(text, options);
  const syntax = parseSyntax(tokens);
  const file = {
    package: undefined as ProtoPackage | undefined,
    imports: [] as ProtoImport[],
    options: [] as ProtoOption[],
    messages: [] as ProtoMessage[],
    enums: [] as ProtoEnum[],
    extends: [] as ProtoExtend[],
    services: [] as ProtoService[],
  };
  const context = { syntax, depth: 0 };
  while (tokens.peek.kind !== 'end') {
    if (tokens.accept(';') || parseType(tokens, context, file)) continue;
    if (tokens.isWord('import')) file.imports.push(parseImport(tokens, context));
    else if (tokens.isWord('option')) file.options.push(parseOptionStatement(tokens));
    else if (tokens.isWord('extend')) file.extends.push(parseExtend(tokens, context));
    else if (tokens.isWord('service')) file.services.push(parseService(tokens));
    else if (!tokens.isWord('package')) {
      throw tokens.expected('message, enum, service, extend, import, option or package');
    } else if (file.package !== undefined) throw tokens.error('the package is named a second time');
    else file.package = parsePackage(tokens);
  }
  return { ...file, syntax, package: file.package ?? { name: '' }, end: tokens.takeComments() };
}

function parseSyntax(tokens: TokenStream): Syntax {
  if (!tokens.isWord('syntax', 'edition')) return { kind: 'absent', name: 'proto2' };
  const head = tokens.begin();
  const kind = tokens.next().text === 'syntax' ? 'syntax' : 'edition';
  tokens.expect('=');
  const at = tokens.peek;
  const name = tokens.string(kind === 'syntax' ? '"proto2" or "proto3"' : 'an edition');
  const known = kind === 'syntax' ? ['proto2', 'proto3'] : editions;
  if (!known.includes(name)) {
    throw tokens.error(`the ${kind} ${JSON.stringify(name)} is not known, only ${known.join(' and ')}`, at);
  }
  tokens.expect(';');
  return { ...head(), kind, name };
}

function parsePackage(tokens: TokenStream): ProtoPackage {
  const head = tokens.begin();
  tokens.next();
  const name = tokens.dottedName("the package's name");
  tokens.expect(';');
  return { ...head(), name };
}

function parseImport(tokens: TokenStream, { syntax }: Context): ProtoImport {
  const head = tokens.begin();
  tokens.next();
  const word = tokens.peek.kind === 'identifier' ? tokens.peek.text : 'plain';
  const isKind = word === 'public' || word === 'weak' || (word === 'option' && isFromEdition2024(syntax));
  if (isKind) tokens.next();
  const path = tokens.string("the imported file's path in quotes");
  tokens.expect(';');
  return { ...head(), path, kind: isKind ? word : 'plain' };
}
