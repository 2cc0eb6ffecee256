import type { ProductDetail, PublishRequest } from '@millrace/mesh';

const names = ['owner', 'description', 'quality', 'sla', 'alignment', 'tags'] as const;
export type Metadata = Pick<PublishRequest, (typeof names)[number]>;

export const metadataOf = (product: ProductDetail): Metadata => ({
  owner: product.owner,
  description: product.description,
  quality: product.quality,
  sla: product.sla,
  alignment: product.alignment,
  tags: product.tags,
});

/** The part of the metadata that is not as it was. */
export function changesOf(before: Metadata, after: Metadata): Metadata {
  return Object.fromEntries(
    names
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => [name, after[name]]),
  );
}
