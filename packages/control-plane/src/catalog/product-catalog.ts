import { MillraceError } from '@millrace/base';
import type { Logger } from '@millrace/base';
import { searchDocument } from '@millrace/mesh';
import type { Product, ProductPage, ProductSummary } from '@millrace/mesh';
import type { LiveBoard } from '../live/live-board.ts';
import type { MeshStore } from '../store/mesh-store.ts';
import type { FacetFilter } from './facets.ts';
import { countFacets, filterProducts } from './facets.ts';
import type { SchemaCatalog } from './schema-catalog.ts';
import { schemaAgeMsMax } from './schema-catalog.ts';
import type { Matches } from './search-index.ts';
import { SearchIndex } from './search-index.ts';

/** Questions to the registry at the same time. */
const schemaRequestsMax = 16;

export interface ProductCatalogOptions {
  readonly store: MeshStore;
  readonly schemas: SchemaCatalog;
  readonly live: LiveBoard;
  readonly logger: Logger;
}

export interface ProductQuery extends FacetFilter {
  readonly q?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** A product as lists show it, but for its live state, which only the rows of a page need. */
type Row = Omit<ProductSummary, 'live'>;

/** The published products, searchable by text and facets. */
export class ProductCatalog {
  readonly #options: ProductCatalogOptions;
  readonly #index = new SearchIndex();
  #refreshing: Promise<void> | undefined;

  constructor(options: ProductCatalogOptions) {
    this.#options = options;
    for (const product of options.store.state.products.values()) this.#put(product);
    options.store.onFact(({ fact }) => this.#follow(fact.subject));
  }

  /** Reads the schemas of all products that were not read for a while, so that their fields are searchable. */
  refreshSchemas(): Promise<void> {
    this.#refreshing ??= this.#readSchemas().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  list(query: ProductQuery): ProductPage {
    const found = this.#search(query.q?.trim() ?? '');
    const rows = filterProducts(found, query);
    const from = positionAfter(rows, query.cursor);
    const page = rows.slice(from, from + query.limit);
    const last = page.at(-1);
    return {
      items: page.map((row) => ({ ...row, live: this.#options.live.get(row.topic) })),
      ...(last === undefined || from + page.length >= rows.length ? {} : { next: cursorOf(last.id) }),
      total: rows.length,
      facets: countFacets(found, query),
    };
  }

  summary(product: Product): ProductSummary {
    return { ...this.#row(product), live: this.#options.live.get(product.topic) };
  }

  #search(text: string): readonly Row[] {
    const { products } = this.#options.store.state;
    if (text === '')
      return [...products.values()]
        .map((product) => this.#row(product))
        .sort((left, right) => (left.id < right.id ? -1 : 1));
    return this.#index.search(text).flatMap(({ id, matches }) => {
      const product = products.get(id);
      return product === undefined ? [] : [this.#row(product, matches)];
    });
  }

  #row(product: Product, matches?: Matches): Row {
    const { id, domain, name, topic, description, owner, quality, sla, alignment, tags, status, publishedAt } = product;
    return {
      id,
      domain,
      name,
      topic,
      description,
      owner,
      quality,
      sla,
      alignment,
      tags,
      status,
      publishedAt,
      format: this.#options.schemas.known(topic)?.type ?? 'AVRO',
      consumers: product.consumers.length,
      ...(matches === undefined ? {} : { matches }),
    };
  }

  #follow(subject: string): void {
    if (!subject.startsWith('product:')) return;
    const id = subject.slice('product:'.length);
    const product = this.#options.store.state.products.get(id);
    if (product === undefined) this.#index.remove(id);
    else this.#put(product);
  }

  #put(product: Product): void {
    this.#index.put(searchDocument(product, this.#options.schemas.known(product.topic)?.fields ?? []));
  }

  async #readSchemas(): Promise<void> {
    const { store, schemas, logger } = this.#options;
    const waiting = [...store.state.products.values()];
    const work = async (): Promise<void> => {
      for (let product = waiting.pop(); product !== undefined; product = waiting.pop()) {
        const before = schemas.known(product.topic);
        const schema = await schemas.valueSchema(product.topic, schemaAgeMsMax);
        if (schema !== before) this.#put(product);
      }
    };
    try {
      await Promise.all(Array.from({ length: schemaRequestsMax }, work));
    } catch (error) {
      logger.warn({ error }, 'The schemas of products could not be read');
    }
  }
}

const cursorOf = (id: string): string => Buffer.from(id).toString('base64url');

/** Where the page after the cursor begins. */
function positionAfter(rows: readonly Row[], cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const id = Buffer.from(cursor, 'base64url').toString();
  const index = rows.findIndex((row) => row.id === id);
  if (index < 0)
    throw new MillraceError(
      'INVALID_REQUEST',
      'The list changed and the cursor points nowhere; begin at its first page.',
    );
  return index + 1;
}
