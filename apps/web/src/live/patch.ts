import type { AuditEntry, LiveState, Page, ProductPage } from '@millrace/mesh';
import type { InfiniteData } from '@tanstack/react-query';

type Pages<T> = InfiniteData<T, string>;

/** Puts a product's live state into a list; pages and rows that do not show it keep their identity. */
export function patchList(data: Pages<ProductPage>, id: string, live: LiveState): Pages<ProductPage> {
  let changed = false;
  const pages = data.pages.map((page) => {
    const index = page.items.findIndex((item) => item.id === id);
    if (index === -1) return page;
    changed = true;
    return { ...page, items: page.items.map((item, at) => (at === index ? { ...item, live } : item)) };
  });
  return changed ? { ...data, pages } : data;
}

/** Puts a new entry on top of the audit log; one that is there already changes nothing. */
export function patchAudit(data: Pages<Page<AuditEntry>>, entry: AuditEntry): Pages<Page<AuditEntry>> {
  const [first, ...others] = data.pages;
  if (first === undefined || first.items.some((item) => item.offset >= entry.offset)) return data;
  return { ...data, pages: [{ ...first, items: [entry, ...first.items] }, ...others] };
}

/** The queries that a fact of this type may have changed, as the first part of their keys. */
export function staleAfter(type: string): readonly string[] {
  const area = type.replace(/^io\.millrace\./, '').split('.')[0] ?? '';
  switch (area) {
    case 'product':
      return ['products', 'palette', 'product', 'candidates', 'lineage', 'domains', 'sql'];
    case 'consumer':
      return ['products', 'product', 'consumers', 'lineage'];
    case 'query':
      return ['sql', 'lineage', 'product', 'candidates'];
    case 'policy':
      return ['policies', 'product', 'candidates'];
    default:
      return ['domains', 'teams', 'status'];
  }
}
