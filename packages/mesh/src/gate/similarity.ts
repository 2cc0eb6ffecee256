/** Two products are alike when this share of all their fields is in both. */
const alikeShare = 0.8;

/** Which of `others` have nearly the fields `paths`, most alike first. Fewer than three fields tell nothing. */
export function similarTo(
  paths: readonly string[],
  others: readonly { readonly id: string; readonly paths: readonly string[] }[],
): readonly string[] {
  const mine = new Set(paths.map((path) => path.toLowerCase()));
  if (mine.size < 3) return [];
  return others
    .map(({ id, paths: theirs }) => {
      const other = new Set(theirs.map((path) => path.toLowerCase()));
      const shared = [...mine].filter((path) => other.has(path)).length;
      return { id, share: shared / (mine.size + other.size - shared) };
    })
    .filter(({ share }) => share >= alikeShare)
    .sort((left, right) => right.share - left.share)
    .map(({ id }) => id);
}
