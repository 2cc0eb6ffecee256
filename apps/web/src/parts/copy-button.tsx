import { useEffect, useState } from 'react';
import { announce } from './announcer.tsx';
import { Icon } from './icon.tsx';

const saidMs = 1600;

/** Copies a text, and says that it did. */
export const CopyButton = ({ text, label = 'Copy' }: { readonly text: string; readonly label?: string }) => {
  const [said, setSaid] = useState<'copied' | 'refused'>();
  useEffect(() => {
    if (said === undefined) return undefined;
    const timer = setTimeout(() => setSaid(undefined), saidMs);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('copied');
      announce('Copied');
    } catch {
      setSaid('refused');
      announce('The browser does not let this page copy. Select the text instead.');
    }
  };
  return (
    <button
      type="button"
      className={said === 'copied' ? 'copy done' : 'copy'}
      aria-label={label}
      onClick={() => void copy()}
    >
      <Icon name={said === 'copied' ? 'tick' : 'copy'} size={14} />
      <span>{said === undefined ? 'Copy' : said === 'copied' ? 'Copied' : 'Select it'}</span>
    </button>
  );
};
