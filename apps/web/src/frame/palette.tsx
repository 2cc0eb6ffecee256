import type { ProductPage } from '@millrace/mesh';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { get } from '../api/client.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Icon } from '../parts/icon.tsx';
import { setPaletteOpen } from './overlay.ts';
import { type PaletteItem, paletteItems } from './palette-items.ts';

const shown = 8;

function useOpen(): (item: PaletteItem) => void {
  const navigate = useNavigate();
  return ({ target }) => {
    setPaletteOpen(false);
    switch (target.kind) {
      case 'page':
        void navigate({ to: target.to });
        break;
      case 'product':
        void navigate({
          to: '/products/$id',
          params: { id: target.id },
          search: target.tab === undefined ? {} : { tab: target.tab },
        });
        break;
      case 'find':
        void navigate({ to: '/', search: { q: target.q } });
        break;
      case 'audit':
        void navigate({ to: '.', search: (old) => ({ ...old, audit: true }) });
        break;
    }
  };
}

/** Everything by its name: products, fields, pages and actions. */
export const Palette = () => {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const list = useId();
  const open = useOpen();
  const { data } = useQuery({
    queryKey: ['palette', query],
    queryFn: ({ signal }) => get<ProductPage>(`/products?limit=${shown}&q=${encodeURIComponent(query)}`, signal),
    select: (page) => page.items,
    placeholderData: keepPreviousData,
  });
  const items = paletteItems(query.trim(), data ?? []);
  const current = Math.min(at, items.length - 1);
  const press = (event: React.KeyboardEvent): void => {
    const item = items[current];
    if (event.key === 'ArrowDown') setAt((current + 1) % items.length);
    else if (event.key === 'ArrowUp') setAt((current + items.length - 1) % items.length);
    else if (event.key === 'Enter' && item !== undefined) open(item);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title="Search everything" kind="palette" onClose={() => setPaletteOpen(false)}>
      <div className="search palettefield">
        <Icon name="explore" size={15} />
        <input
          // The palette is opened to type into it.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={`${list}-${current}`}
          aria-label="Search products, fields, pages, actions"
          placeholder="Search products, fields, pages, actions"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={press}
        />
        <kbd>esc</kbd>
      </div>
      <div role="listbox" id={list} aria-label="Results" className="options">
        {items.map((item, index) => (
          // The field keeps the focus and the keys; an option is only clicked.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={item.id}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === current}
            className="option"
            onMouseMove={() => setAt(index)}
            onClick={() => open(item)}
          >
            <Icon name={item.icon} size={15} />
            <span>{item.title}</span>
            <small>{item.detail}</small>
          </div>
        ))}
      </div>
    </Dialog>
  );
};
