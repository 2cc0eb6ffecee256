import { ApiClient } from '@millrace/api-client';
import { MillraceError } from '@millrace/base';
import type { Consumer, Page, ProductDetail, PublishRequest, QueryView, SqlResult, SqlSource } from '@millrace/mesh';

/** Does what is not there yet, so that an example may run on a mesh that was filled before. */
export class Ensure {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  #as(person: string): ApiClient {
    return new ApiClient({ url: this.#url, as: person });
  }

  async #absent(path: string): Promise<boolean> {
    try {
      await this.#as('').get(path);
      return false;
    } catch (error) {
      if (error instanceof MillraceError && error.code === 'NOT_FOUND') return true;
      throw error;
    }
  }

  /** Publishes through the gate unless the product is there. */
  async product(person: string, request: PublishRequest): Promise<void> {
    const id = `${request.domain}.${request.name ?? request.topic}`;
    if (await this.#absent(`/products/${encodeURIComponent(id)}`))
      await this.#as(person).post<ProductDetail>('/products', request);
  }

  /** Runs a CREATE statement unless its stream or table is there. */
  async source(person: string, name: string, statement: string): Promise<void> {
    const { items } = await this.#as(person).get<Page<SqlSource>>('/sql/sources');
    if (!items.some((source) => source.name === name)) await this.#as(person).post<SqlResult>('/sql', { statement });
  }

  async consumer(person: string, product: string, name: string, purpose: string): Promise<void> {
    const path = `/products/${encodeURIComponent(product)}/consumers`;
    const { items } = await this.#as(person).get<Page<Consumer>>(path);
    if (!items.some((consumer) => consumer.name === name))
      await this.#as(person).post<Consumer>(path, { name, purpose });
  }

  async queries(): Promise<readonly QueryView[]> {
    return (await this.#as('').get<Page<QueryView>>('/queries')).items;
  }
}
