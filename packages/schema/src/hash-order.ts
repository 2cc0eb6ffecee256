/**
 * The names, each once, in the order in which Java's `HashMap` and `HashSet` go through them. The reference registry keeps properties in
 * those, so that it is the order of its differences.
 */
export function hashOrder(names: Iterable<string>): readonly string[] {
  const distinct = [...new Set(names)];
  let capacity = 16;
  while (distinct.length > capacity * 0.75) capacity *= 2;
  const bucketOf = (name: string): number => spreadHash(name) & (capacity - 1);
  return distinct.sort((one, other) => bucketOf(one) - bucketOf(other));
}

/** `String.hashCode` of the UTF-16 units, with its upper half folded into the lower one. */
function spreadHash(name: string): number {
  let hash = 0;
  for (let index = 0; index < name.length; index++) hash = (Math.imul(31, hash) + name.charCodeAt(index)) | 0;
  return hash ^ (hash >>> 16);
}
