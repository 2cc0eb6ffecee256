import type {
  AuditEntry,
  LiveState,
  MeshStatus,
  Page,
  ProductDetail,
  ProductPage,
  StreamMessage,
} from '@millrace/mesh';
import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useActingAs } from '../api/acting.ts';
import { announce } from '../parts/announcer.tsx';
import { setConnection } from './connection.ts';
import { patchAudit, patchList, staleAfter } from './patch.ts';
import { openStream } from './stream.ts';

/** Live states are gathered this long, so that a hundred of them cost one rendering. */
const gatherMs = 50;

function applyLive(cache: QueryClient, changes: ReadonlyMap<string, LiveState>): void {
  cache.setQueriesData<InfiniteData<ProductPage, string>>({ queryKey: ['products'] }, (data) =>
    data === undefined ? undefined : patchList(data, changes),
  );
  for (const [id, live] of changes)
    cache.setQueryData<ProductDetail>(['product', id], (data) => (data === undefined ? undefined : { ...data, live }));
}

function applyFact(cache: QueryClient, entry: AuditEntry): void {
  cache.setQueryData<InfiniteData<Page<AuditEntry>, string>>(['audit'], (data) =>
    data === undefined ? undefined : patchAudit(data, entry),
  );
  if (entry.subject.startsWith('product:'))
    cache.setQueryData<InfiniteData<Page<AuditEntry>, string>>(
      ['history', entry.subject.slice('product:'.length)],
      (data) => (data === undefined ? undefined : patchAudit(data, entry)),
    );
  for (const key of staleAfter(entry.type)) void cache.invalidateQueries({ queryKey: [key] });
  announce(entry.text);
}

/** Brings the messages of the stream into everything that is shown. */
function receiver(cache: QueryClient): (message: StreamMessage) => void {
  let gathered = new Map<string, LiveState>();
  const flush = (): void => {
    const changes = gathered;
    gathered = new Map();
    applyLive(cache, changes);
  };
  return (message) => {
    switch (message.kind) {
      case 'live':
        if (gathered.size === 0) setTimeout(flush, gatherMs);
        gathered.set(message.product, message.live);
        break;
      case 'fact':
        applyFact(cache, message.entry);
        break;
      case 'status':
        cache.setQueryData<MeshStatus>(['status'], message.status);
        break;
    }
  };
}

/** Keeps the page true: one stream for all of it, and everything asked anew after the stream was lost. */
export function useLive(): void {
  const cache = useQueryClient();
  const as = useActingAs();
  useEffect(
    () =>
      openStream(`/api/v1/stream${as === undefined ? '' : `?as=${encodeURIComponent(as)}`}`, {
        onMessage: receiver(cache),
        onOpen: (again) => {
          setConnection({ kind: 'live' });
          if (again) void cache.invalidateQueries();
        },
        onLost: () => setConnection({ kind: 'lost', since: Date.now() }),
      }),
    [cache, as],
  );
}
