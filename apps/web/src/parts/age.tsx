import { ago, full } from '../format/time.ts';
import { useNow } from '../live/use-now.ts';

/** A ticking age; the full moment shows on hover. */
export const Age = ({ of, note }: { readonly of: string | undefined; readonly note?: string }) => {
  const now = useNow();
  if (of === undefined) return <span className="faint">never</span>;
  return (
    <time dateTime={of} title={note === undefined ? full(of) : `${full(of)}\n${note}`}>
      {ago(of, now)}
    </time>
  );
};
