import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { isFiltered } from '../api/filter.ts';
import { productsQuery } from '../api/queries.ts';
import { plural } from '../format/number.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Icon } from '../parts/icon.tsx';
import { Empty, Failure, Skeleton } from '../parts/states.tsx';
import { useTitle } from '../parts/use-title.ts';
import { useMedia } from '../parts/use-media.ts';
import { Facets } from './facets.tsx';
import { ProductList } from './product-list.tsx';
import { Side } from './side.tsx';
import { useExplore } from './use-explore.ts';
import { useListKeys } from './use-list-keys.ts';

const NothingFound = ({ searching, onClear }: { readonly searching: boolean; readonly onClear: () => void }) =>
  searching ? (
    <Empty
      title="Nothing matches"
      action={
        <button type="button" className="btn" onClick={onClear}>
          Clear the search
        </button>
      }
    >
      No published product has these words in its name, description or fields, with the filters chosen. Fewer words find
      more.
    </Empty>
  ) : (
    <Empty
      title="No products yet"
      action={
        <Link to="/publish" className="btn go">
          Publish the first one
        </Link>
      }
      command="millrace up --example flights"
    >
      Every product that a domain publishes will be here, to be found, judged and used. A topic becomes one when it
      passes the gate.
    </Empty>
  );

/** What is there, and can it be trusted. */
export const ExplorePage = () => {
  const { filter, at, toggle, clear, choose } = useExplore();
  useTitle(filter.q === '' ? 'Explore' : `“${filter.q}”`);
  const navigate = useNavigate();
  const scroller = useRef<HTMLElement>(null);
  const hasSide = useMedia('(min-width: 1200px)');
  const [filtering, setFiltering] = useState(false);
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(
    productsQuery(filter),
  );
  const products = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const ids = useMemo(() => products.map((product) => product.id), [products]);
  const first = data?.pages[0];
  const chosen = products.find((product) => product.id === at) ?? (hasSide ? products[0] : undefined);

  const open = useCallback((id: string) => void navigate({ to: '/products/$id', params: { id } }), [navigate]);
  useListKeys(ids, chosen?.id, choose, open);
  const latest = useRef(choose);
  useEffect(() => {
    latest.current = choose;
  });
  const onChoose = useCallback(
    (id: string) => {
      if (hasSide) latest.current(id);
      return hasSide;
    },
    [hasSide],
  );
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const facets =
    first === undefined ? null : <Facets facets={first.facets} filter={filter} toggle={toggle} clear={clear} />;
  const filters = Object.values(filter).flat().length - 1;

  return (
    <div className="explore">
      <div className="facetpane" role="group" aria-label="Filters">
        {facets}
      </div>
      <section className="list" ref={scroller} aria-label="Products">
        <div className="listhead">
          <h1 aria-live="polite">{first === undefined ? 'Products' : plural(first.total, 'product')}</h1>
          <span className="dim">{filter.q === '' ? '' : 'best match first'}</span>
          <button type="button" className="btn small filterbtn" onClick={() => setFiltering(true)}>
            <Icon name="filter" size={14} /> Filters{filters > 0 ? ` (${filters})` : ''}
          </button>
        </div>
        {error === null ? null : <Failure error={error} again={() => void refetch()} />}
        {first === undefined && error === null ? <Skeleton lines={5} height={64} /> : null}
        {first !== undefined && products.length === 0 ? (
          <NothingFound
            searching={filter.q !== '' || isFiltered(filter)}
            onClear={() => void navigate({ to: '/', search: {} })}
          />
        ) : null}
        {first === undefined ? null : (
          <ProductList products={products} chosen={chosen?.id} onChoose={onChoose} scroller={scroller} onEnd={onEnd} />
        )}
      </section>
      {chosen !== undefined && hasSide ? <Side key={chosen.id} product={chosen} /> : null}
      {filtering ? (
        <Dialog title="Filters" kind="sheet" onClose={() => setFiltering(false)}>
          {facets}
        </Dialog>
      ) : null}
    </div>
  );
};
