/** A product is named `domain.product`; the domain has no dot, the product may. */
const productIdForm = /^([a-z0-9][a-z0-9_-]*)\.([A-Za-z0-9][A-Za-z0-9._-]*)$/;

export interface ProductName {
  readonly domain: string;
  readonly name: string;
}

export function parseProductId(id: string): ProductName | undefined {
  const match = productIdForm.exec(id);
  return match?.[1] === undefined || match[2] === undefined ? undefined : { domain: match[1], name: match[2] };
}

export const productId = ({ domain, name }: ProductName): string => `${domain}.${name}`;

/** Lower case, words joined by `-`; empty when nothing of the text can stand in an id. */
export function slug(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}

/** The id of a registration is also its consumer group, so that what reads is known from the broker. A slug has no dot. */
export const consumerId = (name: string, product: string): string => `${slug(name)}.${product}`;

export function productOfConsumer(id: string): string | undefined {
  const product = id.slice(id.indexOf('.') + 1);
  return id.includes('.') && parseProductId(product) !== undefined ? product : undefined;
}

/** Subjects of facts and ids of lineage nodes share these forms. */
export const subjectOf = {
  product: (id: string): string => `product:${id}`,
  query: (id: string): string => `query:${id}`,
  consumer: (id: string): string => `consumer:${id}`,
  topic: (name: string): string => `topic:${name}`,
  directory: 'mesh:directory',
  policies: 'mesh:policies',
  statements: 'mesh:statements',
} as const;
