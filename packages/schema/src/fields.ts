/** One field of a schema for people, nested ones inside. `path` is unique in the schema, e.g. `position.latitude`. */
export interface SchemaField {
  readonly name: string;
  readonly path: string;
  /** `string`, `timestamp`, `int`, `array of string`, `record`. */
  readonly type: string;
  readonly nullable: boolean;
  /** The full name of the record or message that it is a field of: `shop.Order`. Objects of JSON Schema have none. */
  readonly record?: string;
  /** JSON of what stands for it where it is left out. */
  readonly default?: string;
  readonly doc?: string;
  readonly tags: readonly string[];
  readonly fields?: readonly SchemaField[];
}
