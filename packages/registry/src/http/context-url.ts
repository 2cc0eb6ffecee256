import { defaultContext } from '../state/qualified-subject.ts';

/**
 * The URL without a context before its path, which Confluent's registry takes too: `/contexts/.staging/subjects/a/versions` is
 * `/subjects/:.staging:a/versions`. What is about no subject is asked of the context by a parameter. Slashes at the start are one.
 */
export function withoutContextPath(sent: string): string {
  const url = sent.startsWith('//') ? sent.replace(/^\/+/, '/') : sent;
  if (!url.startsWith('/contexts/')) return url;
  const [path = '', query = ''] = url.split(/\?(.*)/s, 2);
  const [, , context = '', ...rest] = path.split('/');
  if (rest.join('') === '') return url;
  const prefix = prefixOf(context);
  const parameters = new URLSearchParams(query);
  const inner = withPrefix(rest, prefix, parameters).join('/');
  return parameters.size === 0 ? `/${inner}` : `/${inner}?${parameters.toString()}`;
}

/** `.staging` and `:.staging:` are spellings of one. */
function prefixOf(segment: string): string {
  const name = decoded(segment).replace(/^:/, '').replace(/:$/, '');
  return `:${name === '' ? defaultContext : name}:`;
}

function withPrefix(path: readonly string[], prefix: string, parameters: URLSearchParams): readonly string[] {
  const [first, second, third] = path;
  const qualify = (parameter: string): void =>
    parameters.set(parameter, qualified(prefix, parameters.get(parameter) ?? ''));
  switch (first) {
    case 'subjects':
      if (second === undefined || second === '') qualify('subjectPrefix');
      return qualifiedAt(path, 1, prefix);
    case 'compatibility':
      return qualifiedAt(path, 2, prefix);
    case 'config':
    case 'mode':
      return second === undefined || second === '' ? [first, prefix] : qualifiedAt(path, 1, prefix);
    case 'schemas':
      if (second === undefined || second === '') qualify('subjectPrefix');
      if (second === 'ids') qualify('subject');
      return path;
    case 'associations':
      if (second !== 'subjects') parameters.set('context', prefix.slice(1, -1));
      return second === 'subjects' && third !== undefined ? qualifiedAt(path, 2, prefix) : path;
    case 'dek-registry':
      // /dek-registry/v1/keks/{name}/deks/{subject}
      return qualifiedAt(path, 5, prefix);
    default:
      return path;
  }
}

function qualifiedAt(path: readonly string[], index: number, prefix: string): readonly string[] {
  const segment = path[index];
  if (segment === undefined || segment === '') return path;
  return path.with(index, encodeURIComponent(qualified(prefix, decoded(segment))));
}

function qualified(prefix: string, subject: string): string {
  return /^:[.*]/.test(subject) ? subject : prefix + subject;
}

/** What is not well encoded is refused where the path is read. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
