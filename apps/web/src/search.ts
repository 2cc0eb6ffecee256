import { facetNames, type ProductFilter } from './api/filter.ts';

/** What an address may say on any page. */
export interface RootSearch {
  readonly audit?: boolean;
}
export interface ExploreSearch extends RootSearch, Partial<ProductFilter> {
  /** The product shown at the side. */
  readonly at?: string;
}
export const productTabs = ['overview', 'schema', 'samples', 'lineage', 'consumers', 'use', 'history'] as const;
export type ProductTab = (typeof productTabs)[number];
export interface ProductSearch extends RootSearch {
  readonly tab?: ProductTab;
}
export interface CreateSearch extends RootSearch {
  readonly example?: string;
  /** A statement to begin with. */
  readonly sql?: string;
}

type Raw = Readonly<Record<string, unknown>>;

/** Reads a query string; a parameter that comes twice becomes a list. */
export function parseSearch(text: string): Record<string, string | readonly string[]> {
  const query = new URLSearchParams(text);
  const result: Record<string, string | readonly string[]> = {};
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name);
    result[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return result;
}

/** Writes it back, short enough to read: nothing empty, lists by repetition. */
export function stringifySearch(search: Raw): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each === undefined || each === '' || each === false) continue;
      query.append(name, each === true ? '1' : String(each));
    }
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

const text = (value: unknown): string =>
  Array.isArray(value) ? text(value[0]) : typeof value === 'string' ? value : '';
const list = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string' && each !== '');

export const rootSearch = (raw: Raw): RootSearch =>
  raw['audit'] === '1' || raw['audit'] === true ? { audit: true } : {};

export function exploreSearch(raw: Raw): ExploreSearch {
  const search: Record<string, unknown> = {};
  if (text(raw['q']) !== '') search['q'] = text(raw['q']);
  if (text(raw['at']) !== '') search['at'] = text(raw['at']);
  for (const name of facetNames) if (list(raw[name]).length > 0) search[name] = list(raw[name]);
  return search;
}

export function productSearch(raw: Raw): ProductSearch {
  const tab = productTabs.find((each) => each === raw['tab']);
  return tab === undefined ? {} : { tab };
}

export function createSearch(raw: Raw): CreateSearch {
  return {
    ...(text(raw['example']) === '' ? {} : { example: text(raw['example']) }),
    ...(text(raw['sql']) === '' ? {} : { sql: text(raw['sql']) }),
  };
}

/** The filter that an address of Explore says. */
export const filterOf = (search: ExploreSearch): ProductFilter => ({
  q: search.q ?? '',
  domain: search.domain ?? [],
  owner: search.owner ?? [],
  quality: search.quality ?? [],
  sla: search.sla ?? [],
  tag: search.tag ?? [],
  format: search.format ?? [],
});
