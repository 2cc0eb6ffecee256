import type { AuditEntry } from '@millrace/mesh';

/** The sentence of an entry, its actor and the last part of its subject in bold where they are named. */
export const AuditSentence = ({ entry }: { readonly entry: AuditEntry }) => {
  const rest = entry.text.startsWith(entry.actor) ? entry.text.slice(entry.actor.length) : ` ${entry.text}`;
  return (
    <span className="sentence">
      <b>{entry.actor}</b>
      {rest}
    </span>
  );
};
