import type { ProductPage } from '@millrace/mesh';
import { type FacetName, facetNames, isFiltered, type ProductFilter } from '../api/filter.ts';
import { count } from '../format/number.ts';
import { slaWord } from '../signs/signs.tsx';

const titles: Readonly<Record<FacetName, string>> = {
  domain: 'Domain',
  quality: 'Quality',
  sla: 'Service level',
  owner: 'Owner',
  tag: 'Tags',
  format: 'Format',
};
const word = (facet: FacetName, value: string): string =>
  facet === 'sla'
    ? slaWord(value)
    : facet === 'format' && value !== 'JSON'
      ? value.charAt(0) + value.slice(1).toLowerCase()
      : value;

/** The counts of each facet as boxes to tick. A facet with a single value that nobody chose says nothing, so it is left out. */
export const Facets = ({
  facets,
  filter,
  toggle,
  clear,
}: {
  readonly facets: ProductPage['facets'];
  readonly filter: ProductFilter;
  readonly toggle: (facet: FacetName, value: string) => void;
  readonly clear: () => void;
}) => (
  <div className="facets">
    {facetNames
      .filter((name) => facets[name].length > 1 || filter[name].length > 0)
      .map((name) => (
        <fieldset key={name}>
          <legend>{titles[name]}</legend>
          {facets[name].map((facet) => (
            <label key={facet.value} className="f">
              <input
                type="checkbox"
                checked={filter[name].includes(facet.value)}
                onChange={() => toggle(name, facet.value)}
              />
              <span className="facetname">{word(name, facet.value)}</span>
              <b className="num">{count(facet.count)}</b>
            </label>
          ))}
        </fieldset>
      ))}
    {isFiltered(filter) ? (
      <button type="button" className="btn small" onClick={clear}>
        Clear filters
      </button>
    ) : null}
  </div>
);
