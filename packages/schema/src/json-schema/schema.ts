/**
 * A schema as the compatibility check sees it. That is the view of the libraries behind the reference registry (everit's for drafts up to
 * 07, to which it translates the later ones), because kinds, paths and order of the differences follow from it: keywords of several
 * types beside each other, `enum` beside `type`, `allOf` beside `properties` are an `allOf` of one part each; `type: [a, b]` is an `anyOf`.
 */
export type JsonSchema =
  | AnythingSchema
  | NothingSchema
  | EmptySchema
  | StringSchema
  | NumberSchema
  | ScalarSchema
  | ObjectSchema
  | ArraySchema
  | EnumSchema
  | CombinedSchema
  | NotSchema
  | ConditionalSchema
  | ReferenceSchema;

/** What a reference leads to. */
export type TargetSchema = Exclude<JsonSchema, ReferenceSchema>;

/** What describes any schema but takes part in no judgement of data. */
export interface Annotations {
  readonly id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: { readonly json: unknown };
  /** What a connector read: numbers and texts of type `bytes` are the same decimals, written in two ways. */
  readonly connectType?: string;
}

/** The schema `true`. */
export interface AnythingSchema extends Annotations {
  readonly kind: 'anything';
}
/** The schema `false`. */
export interface NothingSchema extends Annotations {
  readonly kind: 'nothing';
}
/** A schema without keywords that judge: it takes anything too. */
export interface EmptySchema extends Annotations {
  readonly kind: 'empty';
}
export interface ScalarSchema extends Annotations {
  readonly kind: 'boolean' | 'null';
}

export interface StringSchema extends Annotations {
  readonly kind: 'string';
  readonly minLength: Limit;
  readonly maxLength: Limit;
  readonly pattern: string | undefined;
}

/** A bound, when there is one. Integers that a number cannot hold are bigints. */
export type Limit = number | bigint | undefined;

export interface NumberSchema extends Annotations {
  readonly kind: 'number';
  readonly integer: boolean;
  readonly minimum: Limit;
  readonly maximum: Limit;
  readonly exclusiveMinimum: Limit;
  readonly exclusiveMaximum: Limit;
  readonly multipleOf: Limit;
}

/** What may come beside the properties or items that are named: anything, nothing, or what fits a schema. */
export type Content = boolean | JsonSchema;

export interface ObjectSchema extends Annotations {
  readonly kind: 'object';
  readonly properties: ReadonlyMap<string, JsonSchema>;
  readonly required: ReadonlySet<string>;
  readonly patternProperties: ReadonlyMap<string, JsonSchema>;
  readonly additional: Content;
  readonly dependentRequired: ReadonlyMap<string, readonly string[]>;
  readonly dependentSchemas: ReadonlyMap<string, JsonSchema>;
  readonly minProperties: Limit;
  readonly maxProperties: Limit;
}

export interface ArraySchema extends Annotations {
  readonly kind: 'array';
  /** What every item must fit. */
  readonly items: JsonSchema | undefined;
  /** What the first items must fit, one by one. */
  readonly tuple: readonly JsonSchema[];
  readonly additional: Content;
  readonly minItems: Limit;
  readonly maxItems: Limit;
  readonly uniqueItems: boolean;
}

export interface EnumSchema extends Annotations {
  readonly kind: 'enum';
  /** Of `const` one. */
  readonly values: readonly unknown[];
}

export interface CombinedSchema extends Annotations {
  readonly kind: 'combined';
  readonly criterion: 'allOf' | 'anyOf' | 'oneOf';
  /** No two of them written alike. */
  readonly subschemas: readonly JsonSchema[];
}

export interface NotSchema extends Annotations {
  readonly kind: 'not';
  readonly schema: JsonSchema;
}

/** The reference registry does not look into it, and so neither does the check. */
export interface ConditionalSchema extends Annotations {
  readonly kind: 'conditional';
}

export interface ReferenceSchema extends Annotations {
  readonly kind: 'reference';
  /** Chains are followed to their end, so that recursive schemas are graphs of a finite number of objects. */
  target(): TargetSchema;
}

export function targetOf(schema: JsonSchema): TargetSchema {
  return schema.kind === 'reference' ? schema.target() : schema;
}
