import type { SchemaField } from '../api.ts';

/** The text of a product that a search looks into. */
export interface SearchDocument {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly schema: string;
}

export function searchDocument(
  product: { readonly id: string; readonly description: string; readonly tags: readonly string[] },
  fields: readonly SchemaField[],
): SearchDocument {
  return {
    id: product.id,
    name: product.id,
    description: [product.description, ...product.tags].join(' '),
    schema: fields.flatMap(fieldText).join(' '),
  };
}

const fieldText = (field: SchemaField): readonly string[] => [
  field.name,
  field.doc ?? '',
  ...field.tags,
  ...(field.fields ?? []).flatMap(fieldText),
];

/** Words as people type them: `delaysByAirport_hourly` is delays, by, airport, hourly. Lower case. */
export function words(text: string): readonly string[] {
  return text
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
