import { useInfiniteQuery } from '@tanstack/react-query';
import { historyQuery } from '../api/queries.ts';
import { AuditEntryRow } from '../frame/audit-entry-row.tsx';
import { Empty, Failure, Skeleton } from '../parts/states.tsx';

/** What people did to the product, from the audit log. */
export const HistoryTab = ({ product }: { readonly product: string }) => {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    historyQuery(product),
  );
  if (error !== null) return <Failure error={error} again={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={4} />;
  const entries = data.pages.flatMap((page) => page.items);
  return (
    <>
      {entries.length === 0 && !hasNextPage ? (
        <Empty title="No history" command="millrace audit">
          What people do to this product will stand here.
        </Empty>
      ) : (
        <ol className="entries">
          {entries.map((entry) => (
            <AuditEntryRow key={entry.offset} entry={entry} />
          ))}
        </ol>
      )}
      {hasNextPage ? (
        <button type="button" className="btn small" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Look further back
        </button>
      ) : null}
    </>
  );
};
