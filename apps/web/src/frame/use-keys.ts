import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { setPaletteOpen } from './overlay.ts';

/** Whether a key typed here is text, not a command. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    (target.matches('input, textarea, select') && !target.matches('[type=radio], [type=checkbox]')));

const anyDialogOpen = (): boolean => document.querySelector('dialog[open]') !== null;

/** Keys that work everywhere: `/` searches, ⌘K opens the palette, `A` the audit log, `g` then a letter goes to a page. */
export function useGlobalKeys(): void {
  const navigate = useNavigate();
  useEffect(() => {
    let leader = Number.NEGATIVE_INFINITY;
    const pages: Readonly<Record<string, '/' | '/create' | '/publish' | '/govern'>> = {
      e: '/',
      c: '/create',
      p: '/publish',
      g: '/govern',
    };
    const press = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey)) {
        event.preventDefault();
        setPaletteOpen(true);
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target) || anyDialogOpen()) return;
      if (event.timeStamp - leader < 1000) {
        leader = Number.NEGATIVE_INFINITY;
        const to = pages[event.key];
        if (to === undefined) return;
        event.preventDefault();
        void navigate({ to });
      } else if (event.key === 'g') {
        leader = event.timeStamp;
      } else if (event.key === '/') {
        event.preventDefault();
        const field = document.querySelector<HTMLInputElement>('#search');
        if (field === null) setPaletteOpen(true);
        else {
          field.focus();
          field.select();
        }
      } else if (event.key === 'a' || event.key === 'A') {
        event.preventDefault();
        void navigate({ to: '.', search: (old) => ({ ...old, audit: true }) });
      }
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [navigate]);
}
