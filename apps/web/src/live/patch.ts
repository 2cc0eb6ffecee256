import type { AuditEntry, LiveState, Page, ProductPage } from '@millrace/mesh';
import type { InfiniteData } from '@tanstack/react-query';

type Pages<T> = InfiniteData<T, string>;

/** Puts live states, by product, into a list; pages and rows that do not show any keep their identity. */
export function patchList(data: Pages<ProductPage>, changes: ReadonlyMap<string, LiveState>): Pages<ProductPage> {
  const pages = data.pages.map((page) => {
    let changed = false;
    const items = page.items.map((item) => {
      const live = changes.get(item.id);
      if (live === undefined) return item;
      changed = true;
      return { ...item, live };
    });
    return changed ? { ...page, items } : page;
  });
  return pages.some((page, at) => page !== data.pages[at]) ? { ...data, pages } : data;
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
    case 'topic':
      return ['product', 'candidates'];
    case 'query':
      return ['sql', 'lineage', 'product', 'candidates'];
    case 'policy':
      return ['policies', 'product', 'candidates'];
    default:
      return ['domains', 'teams', 'people', 'status'];
  }
}
