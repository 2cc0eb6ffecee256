const bucketCount = 256;

/** FNV-1a over UTF-16 units, folded to a bucket. */
function bucketOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return (hash ^ (hash >>> 16)) & (bucketCount - 1);
}

/**
 * An immutable map whose change copies one bucket, so that folding ten thousand facts does not copy ten thousand maps.
 * Iteration is in no particular order; it is the same for the same content and history.
 */
export class BucketMap<V> {
  readonly size: number;
  readonly #buckets: readonly (ReadonlyMap<string, V> | undefined)[];

  private constructor(buckets: readonly (ReadonlyMap<string, V> | undefined)[], size: number) {
    this.#buckets = buckets;
    this.size = size;
  }

  static empty<V>(): BucketMap<V> {
    return new BucketMap<V>([], 0);
  }

  get(key: string): V | undefined {
    return this.#buckets[bucketOf(key)]?.get(key);
  }

  has(key: string): boolean {
    return this.#buckets[bucketOf(key)]?.has(key) ?? false;
  }

  set(key: string, value: V): BucketMap<V> {
    const index = bucketOf(key);
    const bucket = new Map(this.#buckets[index]);
    bucket.set(key, value);
    return this.#with(index, bucket);
  }

  delete(key: string): BucketMap<V> {
    if (!this.has(key)) return this;
    const index = bucketOf(key);
    const bucket = new Map(this.#buckets[index]);
    bucket.delete(key);
    return this.#with(index, bucket);
  }

  *entries(): Generator<readonly [string, V]> {
    for (const bucket of this.#buckets) if (bucket !== undefined) yield* bucket;
  }

  *values(): Generator<V> {
    for (const [, value] of this.entries()) yield value;
  }

  #with(index: number, bucket: ReadonlyMap<string, V>): BucketMap<V> {
    const before = this.#buckets[index]?.size ?? 0;
    const buckets = Array.from({ length: bucketCount }, (_, each) => this.#buckets[each]);
    buckets[index] = bucket;
    return new BucketMap(buckets, this.size + bucket.size - before);
  }
}
