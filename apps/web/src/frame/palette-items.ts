import type { ProductSummary } from '@millrace/mesh';

/** Where choosing an item leads. */
export type PaletteTarget =
  | { readonly kind: 'page'; readonly to: '/' | '/create' | '/publish' | '/govern' }
  | { readonly kind: 'product'; readonly id: string; readonly tab?: 'schema' | 'use' | 'lineage' }
  | { readonly kind: 'find'; readonly q: string }
  | { readonly kind: 'audit' };
export interface PaletteItem {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly icon: 'explore' | 'create' | 'publish' | 'govern' | 'audit' | 'command' | 'product';
  readonly target: PaletteTarget;
}

const fixed: readonly PaletteItem[] = [
  { id: 'explore', title: 'Explore', detail: 'page · g e', icon: 'explore', target: { kind: 'page', to: '/' } },
  {
    id: 'create',
    title: 'Create: write a statement',
    detail: 'page · g c',
    icon: 'create',
    target: { kind: 'page', to: '/create' },
  },
  {
    id: 'publish',
    title: 'Publish a product',
    detail: 'page · g p',
    icon: 'publish',
    target: { kind: 'page', to: '/publish' },
  },
  {
    id: 'govern',
    title: 'Govern: policies and domains',
    detail: 'page · g g',
    icon: 'govern',
    target: { kind: 'page', to: '/govern' },
  },
  { id: 'audit', title: 'Open the audit log', detail: 'action · A', icon: 'audit', target: { kind: 'audit' } },
];

/** Whether every word of the query begins a word of the text. */
export function matchesWords(text: string, query: string): boolean {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => words.some((each) => each.startsWith(word)));
}

const productItems = (product: ProductSummary, query: string): readonly PaletteItem[] => {
  const fields = product.matches?.filter((match) => match.field === 'schema').flatMap((match) => match.terms) ?? [];
  const named = product.matches?.some((match) => match.field !== 'schema') ?? true;
  const items: PaletteItem[] = [];
  if (named || fields.length === 0) {
    items.push({
      id: `product:${product.id}`,
      title: product.id,
      detail: `${product.quality}, ${product.sla.replace('-', ' ')}`,
      icon: 'product',
      target: { kind: 'product', id: product.id },
    });
  }
  if (fields.length > 0 && query !== '') {
    items.push({
      id: `field:${product.id}`,
      title: `${fields.join(', ')} in ${product.id}`,
      detail: 'field',
      icon: 'command',
      target: { kind: 'product', id: product.id, tab: 'schema' },
    });
  }
  return items;
};

/** What the palette offers for a query: products first, then pages and actions, then the search itself. */
export function paletteItems(query: string, products: readonly ProductSummary[]): readonly PaletteItem[] {
  const found = products.flatMap((product) => productItems(product, query));
  const pages = fixed.filter((item) => matchesWords(item.title, query));
  const find: PaletteItem = {
    id: 'find',
    title: `Find “${query}” in Explore`,
    detail: 'search',
    icon: 'explore',
    target: { kind: 'find', q: query },
  };
  return query === '' ? [...pages, ...found] : [...found, ...pages, find];
}
