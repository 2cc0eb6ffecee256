import type { AuditEntry } from '@millrace/mesh';
import { useState } from 'react';
import { full, stamp, timeOfDay } from '../format/time.ts';
import { AsCommand } from '../parts/as-command.tsx';
import { Icon } from '../parts/icon.tsx';
import { AuditSentence } from './audit-sentence.tsx';

const shortTime = (at: string): string =>
  new Date(at).toDateString() === new Date().toDateString() ? timeOfDay(at) : stamp(at).slice(0, 16);

/** One action; it opens to the command that does the same. */
export const AuditEntryRow = ({ entry }: { readonly entry: AuditEntry }) => {
  const [open, setOpen] = useState(false);
  return (
    <li className="entry">
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="chevron" size={13} />
        <time className="num faint" dateTime={entry.at} title={full(entry.at)}>
          {shortTime(entry.at)}
        </time>
        <AuditSentence entry={entry} />
        <span className="faint mono offset">#{entry.offset}</span>
      </button>
      {open ? <AsCommand as={entry.as} /> : null}
    </li>
  );
};
