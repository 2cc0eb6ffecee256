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

/** Keeps a product that has, for each filtered facet but `except`, one of the wanted values. */
const keeps = (product: Facetted, filter: FacetFilter, except?: FacetName): boolean =>
  facetNames.every((facet) => {
    const wanted = filter[facet];
    return (
      facet === except ||
      wanted === undefined ||
      wanted.length === 0 ||
      valuesOf(product, facet).some((value) => wanted.includes(value))
    );
  });

export const filterProducts = <Product extends Facetted>(
  products: readonly Product[],
  filter: FacetFilter,
): readonly Product[] => products.filter((product) => keeps(product, filter));

/** How many products each value would give if it were chosen beside the filters of the other facets. */
export function countFacets(products: readonly Facetted[], filter: FacetFilter): ProductPage['facets'] {
  const counted = facetNames.map((facet) => {
    const counts = new Map<string, number>();
    for (const product of products)
      if (keeps(product, filter, facet))
        for (const value of valuesOf(product, facet)) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [facet, sorted(counts)] as const;
  });
  return Object.fromEntries(counted) as Record<FacetName, readonly Facet[]>;
}

const sorted = (counts: ReadonlyMap<string, number>): readonly Facet[] =>
  [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((left, right) => right.count - left.count || left.value.localeCompare(right.value));
