interface UriParts {
  readonly scheme: string | undefined;
  readonly authority: string | undefined;
  readonly path: string;
  readonly query: string | undefined;
  readonly fragment: string | undefined;
}

/**
 * The reference as seen from the base (RFC 3986, section 5.2). Either may be relative, as the names of schemas without an `$id` are.
 * An empty fragment says nothing and is left out.
 */
export function resolveUri(base: string, reference: string): string {
  const [from, to] = [partsOf(base), partsOf(reference)];
  if (to.scheme !== undefined) return printed({ ...to, path: withoutDots(to.path) });
  if (to.authority !== undefined) return printed({ ...to, scheme: from.scheme, path: withoutDots(to.path) });
  const { scheme, authority } = from;
  if (to.path === '') return printed({ ...from, query: to.query ?? from.query, fragment: to.fragment });
  return printed({ ...to, scheme, authority, path: withoutDots(to.path.startsWith('/') ? to.path : merged(from, to)) });
}

/** The URI without its fragment, and the fragment: empty when there is none. */
export function splitFragment(uri: string): readonly [document: string, fragment: string] {
  const at = uri.indexOf('#');
  return at === -1 ? [uri, ''] : [uri.slice(0, at), uri.slice(at + 1)];
}

function partsOf(uri: string): UriParts {
  // The expression of RFC 3986, appendix B. It matches every text without a line break.
  const groups =
    /^(?:(?<scheme>[^:/?#]+):)?(?:\/\/(?<authority>[^/?#]*))?(?<path>[^?#]*)(?:\?(?<query>[^#]*))?(?:#(?<fragment>.*))?$/s.exec(
      uri,
    )?.groups;
  const { scheme, authority, path = uri, query, fragment } = groups ?? {};
  return { scheme, authority, path, query, fragment };
}

function merged(from: UriParts, to: UriParts): string {
  if (from.authority !== undefined && from.path === '') return `/${to.path}`;
  return from.path.slice(0, from.path.lastIndexOf('/') + 1) + to.path;
}

function withoutDots(path: string): string {
  if (!path.includes('.')) return path;
  const kept: string[] = [];
  const segments = path.split('/');
  segments.forEach((segment, index) => {
    const isLast = index === segments.length - 1;
    if (segment === '..' && kept.length > 0 && kept.at(-1) !== '') kept.pop();
    if (segment === '.' || segment === '..') {
      if (isLast) kept.push('');
    } else {
      kept.push(segment);
    }
  });
  return kept.join('/');
}

function printed({ scheme, authority, path, query, fragment }: UriParts): string {
  const before = `${scheme === undefined ? '' : `${scheme}:`}${authority === undefined ? '' : `//${authority}`}`;
  const after = `${query === undefined ? '' : `?${query}`}${fragment === undefined || fragment === '' ? '' : `#${fragment}`}`;
  return `${before}${path}${after}`;
}
