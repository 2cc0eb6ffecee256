/** One field of a schema for people, nested ones inside. `path` is unique in the schema, e.g. `position.latitude`. */
export interface SchemaField {
  readonly name: string;
  readonly path: string;
  /** `string`, `timestamp`, `int`, `array of string`, `record`. */
  readonly type: string;
  readonly nullable: boolean;
  readonly doc?: string;
  readonly tags: readonly string[];
  readonly fields?: readonly SchemaField[];
}
