import { useSyncExternalStore } from 'react';

/** `lost` since when, so that the page can say how old what it shows is. */
export type Connection =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'lost'; readonly since: number };

let current: Connection = { kind: 'connecting' };
const listeners = new Set<() => void>();

export function setConnection(next: Connection): void {
  if (next.kind === current.kind) return;
  current = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useConnection = (): Connection => useSyncExternalStore(subscribe, () => current);
