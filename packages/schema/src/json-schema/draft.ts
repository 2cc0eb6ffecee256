/** The drafts of JSON Schema that are read, by their number or year. */
export type Draft = 4 | 6 | 7 | 2019 | 2020;

const byVersion: Readonly<Record<string, Draft>> = {
  'draft-04': 4,
  'draft-06': 6,
  'draft-07': 7,
  'draft/2019-09': 2019,
  'draft/2020-12': 2020,
};

/** The draft whose meta-schema the URI names; undefined for any other URI, such as that of somebody's own dialect. */
export function draftOfUri(uri: string): Draft | undefined {
  const { version } = /^https?:\/\/json-schema\.org\/(?<version>[^#]*)\/(?:hyper-)?schema#?$/.exec(uri)?.groups ?? {};
  return version === undefined ? undefined : byVersion[version];
}
