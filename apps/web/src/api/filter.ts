/** What Explore shows: the text searched for and the chosen values of each facet. */
export interface ProductFilter {
  readonly q: string;
  readonly domain: readonly string[];
  readonly owner: readonly string[];
  readonly quality: readonly string[];
  readonly sla: readonly string[];
  readonly tag: readonly string[];
  readonly format: readonly string[];
}

export type FacetName = Exclude<keyof ProductFilter, 'q'>;
export const facetNames: readonly FacetName[] = ['domain', 'quality', 'sla', 'tag', 'owner', 'format'];

/** The query string of `GET /products`; a facet with several values repeats its parameter. */
export function filterQuery(filter: ProductFilter): URLSearchParams {
  const query = new URLSearchParams();
  if (filter.q !== '') query.set('q', filter.q);
  for (const name of facetNames) for (const value of filter[name]) query.append(name, value);
  return query;
}

export const isFiltered = (filter: ProductFilter): boolean => facetNames.some((name) => filter[name].length > 0);
