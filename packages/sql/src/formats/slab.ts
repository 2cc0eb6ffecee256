const SLAB_BYTES = 65_536;
const LOOP_MAX = 64;

let slab = new Uint8Array(SLAB_BYTES);
let used = 0;

/** Room for so many bytes, as a view of a larger block: an ArrayBuffer for each small record would cost more than its content. */
export function allocate(size: number): Uint8Array {
  if (size > SLAB_BYTES / 8) return new Uint8Array(size);
  if (used + size > SLAB_BYTES) {
    slab = new Uint8Array(SLAB_BYTES);
    used = 0;
  }
  used += size;
  return slab.subarray(used - size, used);
}

/** A copy of the first `size` bytes. */
export function copyFirst(bytes: Uint8Array, size: number): Uint8Array {
  const copy = allocate(size);
  if (size > LOOP_MAX) copy.set(bytes.subarray(0, size));
  else for (let i = 0; i < size; i += 1) copy[i] = bytes[i] ?? 0;
  return copy;
}
