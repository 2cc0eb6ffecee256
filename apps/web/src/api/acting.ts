import { useSyncExternalStore } from 'react';

const key = 'millrace.as';

function stored(): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

let current = stored();
const listeners = new Set<() => void>();

/** The person that this browser acts as; none leaves the choice to the mesh, which takes its first person. */
export const actingAs = (): string | undefined => current;

export function actAs(person: string | undefined): void {
  current = person;
  try {
    if (person === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, person);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useActingAs = (): string | undefined => useSyncExternalStore(subscribe, actingAs);
