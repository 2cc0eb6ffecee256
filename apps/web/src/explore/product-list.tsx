import type { ProductSummary } from '@millrace/mesh';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { ProductRow } from './product-row.tsx';

const rowHeight = 96;

/** The rows of the list; only those in view exist, so ten thousand cost as much as twenty. What is published meanwhile slides in. */
export const ProductList = ({
  products,
  chosen,
  onChoose,
  scroller,
  onEnd,
}: {
  readonly products: readonly ProductSummary[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => boolean;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly onEnd: () => void;
}) => {
  const [openedAt] = useState(Date.now);
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), []);
  const virtual = useVirtualizer({
    count: products.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => products[index]?.id ?? index,
    overscan: 6,
    scrollMargin: top,
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
            className={Date.parse(product.publishedAt) > openedAt ? 'arrived' : undefined}
            style={{ transform: `translateY(${item.start - top}px)` }}
          >
            <ProductRow product={product} chosen={product.id === chosen} onChoose={onChoose} />
          </li>
        );
      })}
    </ul>
  );
};
