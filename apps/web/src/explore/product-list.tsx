import type { ProductSummary } from '@millrace/mesh';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useRef } from 'react';
import { ProductRow } from './product-row.tsx';

const rowHeight = 96;

/** Ids that came after the list was first shown: they slide in. */
function useArrivals(products: readonly ProductSummary[], searched: string): ReadonlySet<string> {
  const known = useRef<{ searched: string; ids: Set<string>; arrived: Set<string> }>(undefined);
  if (known.current?.searched !== searched) {
    known.current = { searched, ids: new Set(products.map((product) => product.id)), arrived: new Set() };
  }
  for (const { id } of products) {
    if (known.current.ids.has(id)) continue;
    known.current.ids.add(id);
    known.current.arrived.add(id);
  }
  return known.current.arrived;
}

/** The rows of the list; only those in view exist, so ten thousand cost as much as twenty. */
export const ProductList = ({
  products,
  searched,
  chosen,
  onChoose,
  scroller,
  onEnd,
}: {
  readonly products: readonly ProductSummary[];
  /** The filter as text: rows that another filter brings do not slide in. */
  readonly searched: string;
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => boolean;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly onEnd: () => void;
}) => {
  const arrived = useArrivals(products, searched);
  const list = useRef<HTMLUListElement>(null);
  const virtual = useVirtualizer({
    count: products.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => products[index]?.id ?? index,
    overscan: 6,
    scrollMargin: list.current?.offsetTop ?? 0,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= products.length - 10) onEnd();
  }, [last, products.length, onEnd]);
  useEffect(() => {
    const index = products.findIndex((product) => product.id === chosen);
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
    // Only a new choice scrolls: a live change must not move what the reader looks at.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [chosen]);
  return (
    <ul ref={list} className="rows" style={{ height: virtual.getTotalSize() }}>
      {items.map((item) => {
        const product = products[item.index];
        return product === undefined ? null : (
          <li
            key={item.key}
            ref={virtual.measureElement}
            data-index={item.index}
            className={arrived.has(product.id) ? 'arrived' : undefined}
            style={{ transform: `translateY(${item.start - virtual.options.scrollMargin}px)` }}
          >
            <ProductRow product={product} chosen={product.id === chosen} onChoose={onChoose} />
          </li>
        );
      })}
    </ul>
  );
};
