import type { Facet, ProductPage, ProductSummary } from '@millrace/mesh';

export type FacetName = keyof ProductPage['facets'];
export const facetNames = [
  'domain',
  'owner',
  'quality',
  'sla',
  'tag',
  'format',
] as const satisfies readonly FacetName[];
export type FacetFilter = Partial<Readonly<Record<FacetName, readonly string[]>>>;

/** What facets look at. */
export type Facetted = Pick<ProductSummary, 'domain' | 'owner' | 'quality' | 'sla' | 'tags' | 'format'>;

const valuesOf = (product: Facetted, facet: FacetName): readonly string[] =>
  facet === 'tag' ? product.tags : [product[facet]];

/** The filtered facets in which the product has none of the wanted values. */
const missed = (product: Facetted, filter: FacetFilter): readonly FacetName[] =>
  facetNames.filter((facet) => {
    const wanted = filter[facet];
    return (
      wanted !== undefined && wanted.length > 0 && !valuesOf(product, facet).some((value) => wanted.includes(value))
    );
  });

/** Keeps products that have, for each filtered facet, one of the wanted values. */
export const filterProducts = <Product extends Facetted>(
  products: readonly Product[],
  filter: FacetFilter,
): readonly Product[] => products.filter((product) => missed(product, filter).length === 0);

/** How many products each value would give if it were chosen beside the filters of the other facets. */
export function countFacets(products: readonly Facetted[], filter: FacetFilter): ProductPage['facets'] {
  const counts = new Map(facetNames.map((facet) => [facet, new Map<string, number>()]));
  for (const product of products) {
    const misses = missed(product, filter);
    // What misses one facet only would come in by another choice there, and nowhere else.
    if (misses.length > 1) continue;
    for (const facet of misses.length === 1 ? misses : facetNames)
      for (const value of valuesOf(product, facet)) {
        const values = counts.get(facet);
        values?.set(value, (values.get(value) ?? 0) + 1);
      }
  }
  return Object.fromEntries([...counts].map(([facet, values]) => [facet, sorted(values)])) as ProductPage['facets'];
}

const sorted = (counts: ReadonlyMap<string, number>): readonly Facet[] =>
  [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((left, right) => right.count - left.count || left.value.localeCompare(right.value));
