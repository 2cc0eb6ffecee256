import { words } from '@millrace/mesh';
import type { ProductSummary, SearchDocument } from '@millrace/mesh';
import MiniSearch from 'minisearch';

export type Matches = NonNullable<ProductSummary['matches']>;
export interface Hit {
  readonly id: string;
  readonly matches: Matches;
}

const fields = ['name', 'description', 'schema'] as const;

/** Text search over products: whole words before beginnings before near misses; a name counts most. */
export class SearchIndex {
  readonly #index = new MiniSearch<SearchDocument>({
    fields: [...fields],
    tokenize: (text) => [...words(text)],
    searchOptions: {
      tokenize: (text) => [...words(text)],
      boost: { name: 4, description: 2 },
      prefix: true,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      combineWith: 'AND',
    },
  });
  readonly #documents = new Map<string, SearchDocument>();

  put(document: SearchDocument): void {
    const before = this.#documents.get(document.id);
    if (before !== undefined && fields.every((field) => before[field] === document[field])) return;
    if (before === undefined) this.#index.add(document);
    else this.#index.replace(document);
    this.#documents.set(document.id, document);
  }

  remove(id: string): void {
    if (this.#documents.delete(id)) this.#index.discard(id);
  }

  /** Products that hold every word of the text, best first. */
  search(text: string): readonly Hit[] {
    return this.#index.search(text).map((result) => ({ id: String(result.id), matches: matchesOf(result.match) }));
  }
}

function matchesOf(termFields: Readonly<Record<string, readonly string[]>>): Matches {
  return fields.flatMap((field) => {
    const terms = Object.entries(termFields).flatMap(([term, where]) => (where.includes(field) ? [term] : []));
    return terms.length === 0 ? [] : [{ field, terms }];
  });
}
