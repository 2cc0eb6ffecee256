import { useNavigate, useSearch } from '@tanstack/react-router';
import type { FacetName, ProductFilter } from '../api/filter.ts';
import { type ExploreSearch, filterOf } from '../search.ts';

interface Explore {
  readonly filter: ProductFilter;
  /** The product chosen, if the address names one. */
  readonly at: string | undefined;
  readonly setText: (q: string) => void;
  readonly toggle: (facet: FacetName, value: string) => void;
  readonly clear: () => void;
  readonly choose: (id: string | undefined) => void;
}

/** The state of Explore, all of it kept in the address. */
export function useExplore(): Explore {
  const search = useSearch({ from: '/' });
  const navigate = useNavigate({ from: '/' });
  const go = (change: (old: ExploreSearch) => ExploreSearch, replace = false): void =>
    void navigate({ to: '/', search: (old) => change(old), replace });
  return {
    filter: filterOf(search),
    at: search.at,
    setText: (q) => go((old) => ({ ...old, q }), true),
    toggle: (facet, value) =>
      go((old) => {
        const chosen = old[facet] ?? [];
        return {
          ...old,
          [facet]: chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value],
        };
      }),
    clear: () => go((old) => (old.q === undefined ? {} : { q: old.q })),
    choose: (id) =>
      go((old) => {
        const { at: _, ...rest } = old;
        return id === undefined ? rest : { ...rest, at: id };
      }, true),
  };
}
