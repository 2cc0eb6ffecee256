import { useState } from 'react';

/** A choice that this browser remembers. What is stored but no longer a choice counts as not stored. */
export function useStored<T extends string>(key: string, choices: readonly T[], first: T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => {
    try {
      const stored = localStorage.getItem(key);
      return choices.find((choice) => choice === stored) ?? first;
    } catch {
      return first;
    }
  });
  const store = (next: T): void => {
    setValue(next);
    try {
      localStorage.setItem(key, next);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
  };
  return [value, store];
}
