import { useInfiniteQuery } from '@tanstack/react-query';
import { auditQuery } from '../api/queries.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Empty, Failure, Skeleton } from '../parts/states.tsx';
import { AuditEntryRow } from './audit-entry-row.tsx';

/** Every action, newest first, each with the command that does the same. */
export const AuditDrawer = ({ onClose }: { readonly onClose: () => void }) => {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(auditQuery);
  const entries = data?.pages.flatMap((page) => page.items);
  return (
    <Dialog title="Audit log" kind="drawer" onClose={onClose}>
      {error === null ? null : <Failure error={error} again={() => void refetch()} />}
      {entries === undefined && error === null ? <Skeleton lines={6} /> : null}
      {entries?.length === 0 ? (
        <Empty title="Nothing has happened yet" command="millrace audit">
          Every publish, registration and statement will stand here, with the command that repeats it.
        </Empty>
      ) : null}
      <ol className="entries">
        {entries?.map((entry) => (
          <AuditEntryRow key={entry.offset} entry={entry} />
        ))}
      </ol>
      {hasNextPage ? (
        <button type="button" className="btn small" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {isFetchingNextPage ? 'Loading' : 'Show older'}
        </button>
      ) : null}
    </Dialog>
  );
};
