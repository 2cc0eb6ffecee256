import type { ScalarFunction } from '../function.ts';
import { scalar, strict } from './define.ts';

interface Uri {
  readonly scheme: string | null;
  readonly host: string | null;
  readonly port: number | null;
  readonly path: string;
  readonly query: string | null;
  readonly fragment: string | null;
}

/** The parts of a URI (RFC 3986, appendix B). @throws RangeError where it has characters that no URI has. */
function parse(url: string): Uri {
  const found = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/.exec(url);
  if (found === null || /[\s<>"{}|\\^`]/.test(url)) throw new RangeError(`URL input has invalid syntax: ${url}`);
  const [, scheme, authority, path = '', query, fragment] = found;
  const server = /^(?:[^@]*@)?(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(authority ?? '');
  const host = server?.[1] ?? '';
  return {
    scheme: scheme ?? null,
    host: host === '' ? null : host,
    port: server?.[2] === undefined ? null : Number(server[2]),
    path,
    query: query ?? null,
    fragment: fragment ?? null,
  };
}

/** Percent signs that are no code stay as they are. */
function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch (cause) {
    throw new RangeError(`URLDecoder: illegal hex characters in ${text}`, { cause });
  }
}

/** As a form encodes: spaces are plus signs, and of punctuation only `-_.*` stays. */
function encode(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

function parameter(url: string, name: string): string | null {
  const { query } = parse(url);
  if (query === null) return null;
  for (const pair of query.split('&')) {
    const at = pair.indexOf('=');
    if (decode(at < 0 ? pair : pair.slice(0, at)) === name) return at < 0 ? '' : decode(pair.slice(at + 1));
  }
  return null;
}

function part(name: string, what: string, type: string, get: (uri: Uri) => unknown): ScalarFunction {
  return scalar(
    name,
    `Gives the ${what} of a URL.`,
    strict('STRING input', type, (url: string) => get(parse(url))),
  );
}

export const urlFunctions: readonly ScalarFunction[] = [
  scalar('URL_DECODE_PARAM', 'Decodes a percent-encoded text.', strict('STRING input', 'STRING', decode)),
  scalar(
    'URL_ENCODE_PARAM',
    'Percent-encodes a text for a parameter of a URL.',
    strict('STRING input', 'STRING', encode),
  ),
  part('URL_EXTRACT_FRAGMENT', 'fragment', 'STRING', ({ fragment }) => (fragment === null ? null : decode(fragment))),
  part('URL_EXTRACT_HOST', 'host', 'STRING', ({ host }) => host),
  scalar(
    'URL_EXTRACT_PARAMETER',
    'Gives the value of a parameter in the query of a URL.',
    strict('STRING input, STRING paramToFind', 'STRING', parameter),
  ),
  part('URL_EXTRACT_PATH', 'path', 'STRING', ({ path }) => decode(path)),
  part('URL_EXTRACT_PORT', 'port', 'INTEGER', ({ port }) => port),
  part('URL_EXTRACT_PROTOCOL', 'protocol', 'STRING', ({ scheme }) => scheme),
  part('URL_EXTRACT_QUERY', 'query', 'STRING', ({ query }) => (query === null ? null : decode(query))),
];
