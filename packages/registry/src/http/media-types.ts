/** What the registry answers in, the preferred first. */
const mediaTypes = [
  'application/vnd.schemaregistry.v1+json',
  'application/vnd.schemaregistry+json',
  'application/json',
] as const;
export const preferredType = mediaTypes[0];

/** What bodies may be called. The last two are what `fetch` and `curl -d` say of them when nobody does. */
const bodyTypes: readonly string[] = [
  ...mediaTypes,
  'application/octet-stream',
  'text/plain',
  'application/x-www-form-urlencoded',
];

/**
 * The type to answer in: of those that the client accepts the one with the greatest weight, then our preferred. Undefined when it
 * accepts none (RFC 9110, section 12.5.1).
 */
export function acceptedType(accept: string | undefined): string | undefined {
  if (accept === undefined || accept === preferredType || accept.trim() === '') return preferredType;
  const ranges = accept.split(',').map(rangeOf);
  const weights = mediaTypes.map((type) => {
    const matching = ranges.filter(({ matches }) => matches(type));
    return { type, weight: matching.toSorted((left, right) => right.exactness - left.exactness)[0]?.weight ?? 0 };
  });
  const best = weights.toSorted((left, right) => right.weight - left.weight)[0];
  return best === undefined || best.weight === 0 ? undefined : best.type;
}

interface MediaRange {
  readonly matches: (type: string) => boolean;
  /** Whether it names the subtype, the type, or nothing: the closest counts. */
  readonly exactness: number;
  readonly weight: number;
}

function rangeOf(text: string): MediaRange {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = Number(/^q=(.*)$/.exec(parameters.find((each) => each.startsWith('q=')) ?? '')?.[1] ?? 1);
  const [type = '', subtype = '*'] = range.split('/');
  const known = { weight: Number.isNaN(weight) ? 0 : weight };
  if (type === '*') return { ...known, exactness: 0, matches: () => true };
  if (subtype === '*') return { ...known, exactness: 1, matches: (each) => each.startsWith(`${type}/`) };
  return { ...known, exactness: 2, matches: (each) => each === range };
}

/** The character set of a body that may be sent, UTF-8 if none is named. Undefined for a media type that may not. */
export function charsetOf(contentType: string | undefined): string | undefined {
  const [type = '', ...parameters] = (contentType ?? preferredType).split(';').map((part) => part.trim().toLowerCase());
  if (!bodyTypes.includes(type)) return undefined;
  return /^charset="?([^"]*)"?$/.exec(parameters.find((each) => each.startsWith('charset=')) ?? '')?.[1] ?? 'utf-8';
}
