import type { ProductDetail } from '@millrace/mesh';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { type ProductTab, productTabs } from '../search.ts';

const names: Readonly<Record<ProductTab, string>> = {
  overview: 'Overview',
  schema: 'Schema',
  samples: 'Samples',
  lineage: 'Lineage',
  consumers: 'Consumers',
  use: 'Use it',
  history: 'History',
};

const note = (tab: ProductTab, product: ProductDetail): string | undefined =>
  tab === 'schema' ? `v${product.schema.version}` : tab === 'consumers' ? String(product.consumers) : undefined;

/** Links, not a tab list: each tab has an address, and Back works. */
export const ProductTabs = ({ product, tab }: { readonly product: ProductDetail; readonly tab: ProductTab }) => {
  const tabs = useRef<HTMLElement>(null);
  // On a narrow screen the tabs scroll sideways, and the one in force must be seen.
  useEffect(() => {
    const on = tabs.current?.querySelector<HTMLElement>(`[data-tab='${tab}']`);
    if (on !== null && on !== undefined) tabs.current?.scrollTo({ left: on.offsetLeft - on.offsetWidth });
  }, [tab]);
  return (
    <nav className="tabs" aria-label="About the product" ref={tabs}>
      {productTabs.map((each) => (
        <Link
          key={each}
          data-tab={each}
          to="/products/$id"
          params={{ id: product.id }}
          search={each === 'overview' ? {} : { tab: each }}
          className={each === tab ? 'on' : ''}
          aria-current={each === tab ? 'page' : undefined}
          resetScroll={false}
        >
          {names[each]}
          {note(each, product) === undefined ? null : <small>{note(each, product)}</small>}
        </Link>
      ))}
    </nav>
  );
};
