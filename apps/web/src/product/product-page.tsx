import type { ProductDetail } from '@millrace/mesh';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { productQuery } from '../api/queries.ts';
import { problemOf } from '../api/client.ts';
import { Empty, Failure, Skeleton } from '../parts/states.tsx';
import { useTitle } from '../parts/use-title.ts';
import type { ProductTab } from '../search.ts';
import { ConnectionTab } from './connection-tab.tsx';
import { ConsumersTab } from './consumers-tab.tsx';
import { FactStrip } from './fact-strip.tsx';
import { HistoryTab } from './history-tab.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { ProductHead } from './product-head.tsx';
import { ProductTabs } from './product-tabs.tsx';
import { SamplesTab } from './samples-tab.tsx';
import { SchemaTab } from './schema-tab.tsx';
import '../styles/product.css';

const LineageTab = lazy(async () => ({ default: (await import('./lineage-tab.tsx')).LineageTab }));

const TabBody = ({ tab, product }: { readonly tab: ProductTab; readonly product: ProductDetail }) => {
  switch (tab) {
    case 'overview':
      return <OverviewTab product={product} />;
    case 'schema':
      return <SchemaTab product={product} />;
    case 'samples':
      return <SamplesTab product={product} />;
    case 'lineage':
      return <LineageTab id={product.id} />;
    case 'consumers':
      return <ConsumersTab product={product} />;
    case 'use':
      return <ConnectionTab product={product.id} />;
    case 'history':
      return <HistoryTab product={product.id} />;
  }
};

/** Can I trust it, how do I get it, and who breaks if it changes. */
export const ProductPage = () => {
  const { id } = useParams({ from: '/products/$id' });
  const { tab = 'overview' } = useSearch({ from: '/products/$id' });
  useTitle(id);
  const { data: product, error, refetch } = useQuery(productQuery(id));
  if (error !== null && problemOf(error).status === 404) {
    return (
      <div className="page">
        <Empty
          level="h1"
          title={`There is no product ${id}`}
          action={
            <Link to="/" search={{ q: id.split('.').at(-1) ?? id }} className="btn go">
              Look for one like it
            </Link>
          }
        >
          It may have been unpublished, or never was published. Only published products can be opened.
        </Empty>
      </div>
    );
  }
  if (product === undefined) {
    return (
      <div className="page">
        {error === null ? <Skeleton lines={8} height={26} /> : <Failure error={error} again={() => void refetch()} />}
      </div>
    );
  }
  return (
    <div className="page" data-tab={tab}>
      <ProductHead product={product} />
      <FactStrip product={product} />
      <ProductTabs product={product} tab={tab} />
      <section className="tabbody" aria-label={tab}>
        <Suspense fallback={<Skeleton lines={6} />}>
          <TabBody tab={tab} product={product} />
        </Suspense>
      </section>
    </div>
  );
};
