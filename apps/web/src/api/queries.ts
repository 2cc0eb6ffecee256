import type {
  AuditEntry,
  Candidate,
  Connection,
  Consumer,
  DomainView,
  Lineage,
  MeshStatus,
  Page,
  PersonView,
  PolicyView,
  ProductDetail,
  ProductPage,
  QueryView,
  SampleEvent,
  SqlExample,
  SqlSource,
  TeamView,
} from '@millrace/mesh';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { get } from './client.ts';
import { filterQuery, type ProductFilter } from './filter.ts';

const pageSize = 100;
const product = (id: string): string => `/products/${encodeURIComponent(id)}`;

/** The live stream keeps these true, so nothing is asked twice while it is open. */
export const productsQuery = (filter: ProductFilter) =>
  infiniteQueryOptions({
    queryKey: ['products', filter],
    queryFn: ({ pageParam, signal }) => {
      const query = filterQuery(filter);
      query.set('limit', String(pageSize));
      if (pageParam !== '') query.set('cursor', pageParam);
      return get<ProductPage>(`/products?${query.toString()}`, signal);
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });

export const productQuery = (id: string) =>
  queryOptions({ queryKey: ['product', id], queryFn: ({ signal }) => get<ProductDetail>(product(id), signal) });

export const samplesQuery = (id: string, limit: number) =>
  queryOptions({
    queryKey: ['samples', id, limit],
    queryFn: ({ signal }) => get<Page<SampleEvent>>(`${product(id)}/samples?limit=${limit}`, signal),
    staleTime: 5_000,
  });

export const lineageQuery = (id: string) =>
  queryOptions({ queryKey: ['lineage', id], queryFn: ({ signal }) => get<Lineage>(`${product(id)}/lineage`, signal) });

export const consumersQuery = (id: string) =>
  queryOptions({
    queryKey: ['consumers', id],
    queryFn: ({ signal }) => get<Page<Consumer>>(`${product(id)}/consumers`, signal),
  });

export const connectionQuery = (id: string, consumer?: string) =>
  queryOptions({
    queryKey: ['connection', id, consumer ?? ''],
    queryFn: ({ signal }) =>
      get<Connection>(
        `${product(id)}/connection${consumer === undefined ? '' : `?consumer=${encodeURIComponent(consumer)}`}`,
        signal,
      ),
  });

export const candidatesQuery = queryOptions({
  queryKey: ['candidates'],
  queryFn: ({ signal }) => get<Page<Candidate>>('/candidates', signal),
});

export const domainsQuery = queryOptions({
  queryKey: ['domains'],
  queryFn: ({ signal }) => get<Page<DomainView>>('/domains', signal),
});

export const teamsQuery = queryOptions({
  queryKey: ['teams'],
  queryFn: ({ signal }) => get<Page<TeamView>>('/teams', signal),
});

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => get<Page<PersonView>>('/people', signal),
});

export const policiesQuery = queryOptions({
  queryKey: ['policies'],
  queryFn: ({ signal }) => get<Page<PolicyView>>('/policies', signal),
});

const auditPages = (queryKey: readonly string[], filter: Readonly<Record<string, string>>) =>
  infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ ...filter, limit: '50' });
      if (pageParam !== '') query.set('before', pageParam);
      return get<Page<AuditEntry>>(`/audit?${query.toString()}`, signal);
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });

export const auditQuery = auditPages(['audit'], {});

/** What people did to one product and its consumers. */
export const historyQuery = (id: string) => auditPages(['history', id], { subject: `product:${id}` });

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => get<MeshStatus>('/status', signal),
});

export const sourcesQuery = queryOptions({
  queryKey: ['sql', 'sources'],
  queryFn: ({ signal }) => get<Page<SqlSource>>('/sql/sources', signal),
});

export const examplesQuery = queryOptions({
  queryKey: ['sql', 'examples'],
  queryFn: ({ signal }) => get<Page<SqlExample>>('/sql/examples', signal),
});

export const queriesQuery = queryOptions({
  queryKey: ['sql', 'queries'],
  queryFn: ({ signal }) => get<Page<QueryView>>('/queries', signal),
});
