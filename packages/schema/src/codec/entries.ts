/** Sets a key that the data chose. Plain assignment would run the setter of `__proto__`. */
export function setEntry(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
  else target[key] = value;
}

/** What a Map holds; undefined for anything else. */
export function entriesOfMap(value: unknown): [unknown, unknown][] | undefined {
  return value instanceof Map ? [...value] : undefined;
}

/** The members of an object that stands for a record or a map; undefined for anything else. */
export function entriesOfObject(value: unknown): [string, unknown][] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array) {
    return undefined;
  }
  return Object.entries(value);
}
