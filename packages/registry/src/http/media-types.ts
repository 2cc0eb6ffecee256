/** What the registry answers in, the preferred first. */
export const mediaTypes = [
  'application/vnd.schemaregistry.v1+json',
  'application/vnd.schemaregistry+json',
  'application/json',
] as const;

/** The type to answer in: the first of ours that the client accepts, else the preferred one. */
export function mediaTypeFor(accept: string | undefined): string {
  if (accept === undefined || accept.includes(mediaTypes[0])) return mediaTypes[0];
  return mediaTypes.find((type) => accept.includes(type)) ?? mediaTypes[0];
}
