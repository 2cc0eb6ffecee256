import { useSyncExternalStore } from 'react';

let text = '';
const listeners = new Set<() => void>();

/** Has a screen reader say what happened, when it has nothing more urgent to say. */
export function announce(message: string): void {
  text = message;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const Announcer = () => (
  <div className="unseen" role="status" aria-live="polite">
    {useSyncExternalStore(subscribe, () => text)}
  </div>
);
