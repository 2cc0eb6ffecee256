import { useEffect } from 'react';

/** Names the page in the tab, in bookmarks and to a screen reader. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Millrace`;
    return () => {
      document.title = 'Millrace';
    };
  }, [title]);
}
