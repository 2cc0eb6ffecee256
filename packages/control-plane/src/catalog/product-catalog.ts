import { MillraceError } from '@millrace/base';
import type { Clock, Logger } from '@millrace/base';
import { searchDocument } from '@millrace/mesh';
import type { Product, ProductPage, ProductSchema, ProductSummary } from '@millrace/mesh';
import type { LiveBoard } from '../live/live-board.ts';
import type { MeshStore } from '../store/mesh-store.ts';
import type { FacetFilter } from './facets.ts';
import { countFacets, filterProducts } from './facets.ts';
import type { SchemaCatalog } from './schema-catalog.ts';
import { SearchIndex } from './search-index.ts';

/** Questions to the registry at the same time. */
const schemaRequestsMax = 16;
/** How often all products' schemas are looked at; those of a page that is shown are looked at more often. */
const sweepIntervalMs = 60_000;

export interface ProductCatalogOptions {
  readonly store: MeshStore;
  readonly schemas: SchemaCatalog;
  readonly live: LiveBoard;
  readonly clock: Clock;
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
  readonly #rows = new Map<string, Row>();
  /** All rows by id, until one changes. */
  #sorted: readonly Row[] | undefined;
  #sweptAt = Number.NEGATIVE_INFINITY;

  constructor(options: ProductCatalogOptions) {
    this.#options = options;
    for (const product of options.store.state.products.values()) this.#put(product);
    options.store.onFact(({ fact }) => this.#follow(fact.subject));
  }

  /** Reads the schemas of all products, so that their fields are searchable, unless that was done within a minute. */
  async sweepSchemas(): Promise<void> {
    const now = this.#options.clock.now();
    if (now - this.#sweptAt < sweepIntervalMs) return;
    this.#sweptAt = now;
    await this.refreshSchemas([...this.#options.store.state.products.values()].map(({ id }) => id));
  }

  /** Reads the schemas of these products that were not read within a few seconds. Failures are for the log. */
  async refreshSchemas(ids: readonly string[]): Promise<void> {
    const { store, schemas, logger } = this.#options;
    const waiting = [...ids];
    const work = async (): Promise<void> => {
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
        const product = store.state.products.get(id);
        if (product === undefined) continue;
        const before = schemas.known(product.topic);
        const schema = await schemas.valueSchema(product.topic);
        if (schema !== before) this.#put(product);
      }
    };
    try {
      await Promise.all(Array.from({ length: Math.min(schemaRequestsMax, ids.length) }, work));
    } catch (error) {
      this.#sweptAt = Number.NEGATIVE_INFINITY;
      logger.warn({ error }, 'The schemas of products could not be read');
    }
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
    return {
      ...rowOf(product, this.#options.schemas.known(product.topic)),
      live: this.#options.live.get(product.topic),
    };
  }

  #search(text: string): readonly Row[] {
    if (text === '') {
      this.#sorted ??= [...this.#rows.values()].sort((left, right) => (left.id < right.id ? -1 : 1));
      return this.#sorted;
    }
    return this.#index.search(text).flatMap(({ id, matches }) => {
      const row = this.#rows.get(id);
      return row === undefined ? [] : [{ ...row, matches }];
    });
  }

  #follow(subject: string): void {
    if (!subject.startsWith('product:')) return;
    const id = subject.slice('product:'.length);
    const product = this.#options.store.state.products.get(id);
    if (product === undefined) {
      this.#index.remove(id);
      this.#rows.delete(id);
      this.#sorted = undefined;
      return;
    }
    this.#put(product);
    // Another control plane may have published it: what is shown of it is not known here yet.
    if (this.#options.schemas.known(product.topic) === undefined) void this.refreshSchemas([id]);
    this.#options.live.attend();
  }

  #put(product: Product): void {
    const schema = this.#options.schemas.known(product.topic);
    this.#index.put(searchDocument(product, schema?.fields ?? []));
    this.#rows.set(product.id, rowOf(product, schema));
    this.#sorted = undefined;
  }
}

function rowOf(product: Product, schema: ProductSchema | undefined): Row {
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
    format: schema?.type ?? 'AVRO',
    consumers: product.consumers.length,
  };
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
