import { useEffect } from 'react';
import { isTyping } from '../frame/use-keys.ts';

/** `j` and `k` (or the arrows) move the choice, Enter opens it, Escape lets it go. */
export function useListKeys(
  ids: readonly string[],
  chosen: string | undefined,
  choose: (id: string | undefined) => void,
  open: (id: string) => void,
): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('dialog[open]') !== null) return;
      const at = chosen === undefined ? -1 : ids.indexOf(chosen);
      const onBody =
        event.target === document.body ||
        (event.target instanceof HTMLElement && event.target.matches('#content, .row'));
      if (event.key === 'j' || (onBody && event.key === 'ArrowDown')) choose(ids[Math.min(at + 1, ids.length - 1)]);
      else if (event.key === 'k' || (onBody && event.key === 'ArrowUp')) choose(ids[Math.max(at - 1, 0)]);
      else if (event.key === 'Enter' && chosen !== undefined && event.target === document.body) open(chosen);
      else if (event.key === 'Escape' && chosen !== undefined) choose(undefined);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [ids, chosen, choose, open]);
}
