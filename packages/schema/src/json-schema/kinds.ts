import type { CompatibilityPolicy } from '../schema-kind.ts';

/** Whether a difference breaks readers: `strictly` when it does under the policy STRICT alone. */
type Breaks = true | false | 'strictly';

export interface DifferenceKind {
  readonly breaks: Breaks;
  /** A clause about "the reader" and "the writer". `{reader}` and `{writer}` are what they have there, `{name}` the last member of the path. */
  readonly message: string;
  /** What would break nobody; empty where nobody breaks. */
  readonly remedy: string;
}

type Limited<P extends string> = `${P}_ADDED` | `${P}_REMOVED` | `${P}_INCREASED` | `${P}_DECREASED`;

/** A bound from above: it shuts out the `things` that are `beyond`, a phrase with `{limit}`. */
function upper<const P extends string>(prefix: P, keyword: string, things: string, beyond: string) {
  return limit(prefix, keyword, things, beyond, `${prefix}_DECREASED`, `${prefix}_INCREASED`);
}

function lower<const P extends string>(prefix: P, keyword: string, things: string, beyond: string) {
  return limit(prefix, keyword, things, beyond, `${prefix}_INCREASED`, `${prefix}_DECREASED`);
}

function limit<const P extends string>(
  prefix: P,
  keyword: string,
  things: string,
  beyond: string,
  tightened: string,
  loosened: string,
) {
  const [reader, writer] = [beyond.replace('{limit}', '{reader}'), beyond.replace('{limit}', '{writer}')];
  return {
    [`${prefix}_ADDED`]: breaking(
      `the reader refuses ${things} ${reader}, which the writer may send`,
      `leave out the ${keyword}`,
    ),
    [tightened]: breaking(
      `the reader refuses ${things} ${reader}, of which the writer leaves out only those ${writer}`,
      `leave the ${keyword} at {writer}`,
    ),
    [`${prefix}_REMOVED`]: harmless(`the reader takes also ${things} ${writer}, which the writer leaves out`),
    [loosened]: harmless(`the reader refuses only ${things} ${reader}, and the writer leaves out all ${writer}`),
  } as Readonly<Record<Limited<P>, DifferenceKind>>;
}

function breaking(message: string, remedy: string, breaks: Breaks = true): DifferenceKind {
  return { breaks, message, remedy };
}

function harmless(message: string): DifferenceKind {
  return { breaks: false, message, remedy: '' };
}

const openWriter = 'the writer may send anything under that name';
const keepOpen = 'leave the content as open as it was';

/** Every kind of difference, as the reference registry names them. */
export const differenceKinds = {
  ID_CHANGED: harmless('the reader has the id {reader} where the writer has {writer}'),
  TITLE_CHANGED: harmless('the reader has the title {reader} where the writer has {writer}'),
  DESCRIPTION_CHANGED: harmless('the reader has another description than the writer'),
  DEFAULT_CHANGED: harmless('the reader has the default {reader} where the writer has {writer}'),
  SCHEMA_ADDED: breaking('the reader expects {reader} where the writer may send anything', 'leave out that schema'),
  SCHEMA_REMOVED: harmless('the reader takes anything where the writer sends {writer}'),
  TYPE_EXTENDED: harmless('the reader takes any number where the writer sends integers'),
  TYPE_NARROWED: breaking(
    'the reader takes only integers where the writer may send any number',
    'leave the type at number',
  ),
  TYPE_CHANGED: breaking(
    'the reader expects {reader} where the writer has {writer}',
    'leave it at {writer}, or let the reader take either with anyOf',
  ),

  ...upper('MAX_LENGTH', 'maxLength', 'strings', 'longer than {limit}'),
  ...lower('MIN_LENGTH', 'minLength', 'strings', 'shorter than {limit}'),
  PATTERN_ADDED: breaking(
    'the reader takes only strings that match {reader} where the writer may send any',
    'leave out the pattern',
  ),
  PATTERN_REMOVED: harmless('the reader takes any string where the writer sends those that match {writer}'),
  PATTERN_CHANGED: breaking(
    'the reader takes only strings that match {reader} where the writer sends those that match {writer}',
    'leave the pattern as it was, or leave it out',
  ),

  ...upper('MAXIMUM', 'maximum', 'numbers', 'above {limit}'),
  ...lower('MINIMUM', 'minimum', 'numbers', 'below {limit}'),
  ...upper('EXCLUSIVE_MAXIMUM', 'exclusiveMaximum', 'numbers', 'of {limit} or more'),
  ...lower('EXCLUSIVE_MINIMUM', 'exclusiveMinimum', 'numbers', 'of {limit} or less'),
  MULTIPLE_OF_ADDED: breaking(
    'the reader takes only multiples of {reader} where the writer may send any number',
    'leave out multipleOf',
  ),
  MULTIPLE_OF_REMOVED: harmless('the reader takes any number where the writer sends multiples of {writer}'),
  MULTIPLE_OF_EXPANDED: breaking(
    'the reader takes only multiples of {reader} where the writer sends all multiples of {writer}',
    'leave multipleOf at {writer}, or a number that divides it',
  ),
  MULTIPLE_OF_REDUCED: harmless(
    'the reader takes all multiples of {reader}, and the writer sends multiples of {writer}',
  ),
  MULTIPLE_OF_CHANGED: breaking(
    'the reader takes only multiples of {reader} where the writer sends multiples of {writer}',
    'leave multipleOf at {writer}, or a number that divides it',
  ),

  REQUIRED_ATTRIBUTE_ADDED: breaking(
    'the reader needs the property {name}, which the writer may leave out',
    'leave {name} optional, or give it a default',
  ),
  REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED: harmless(
    'the reader needs the property {name}, and has a default where the writer leaves it out',
  ),
  REQUIRED_ATTRIBUTE_REMOVED: harmless('the reader does not need the property {name}, which the writer always sends'),
  ...upper('MAX_PROPERTIES', 'maxProperties', 'objects', 'with more properties than {limit}'),
  ...lower('MIN_PROPERTIES', 'minProperties', 'objects', 'with fewer properties than {limit}'),
  ADDITIONAL_PROPERTIES_ADDED: harmless('the reader takes additional properties, which the writer does not send'),
  ADDITIONAL_PROPERTIES_REMOVED: breaking(
    'the reader refuses additional properties, which the writer may send',
    keepOpen,
    'strictly',
  ),
  ADDITIONAL_PROPERTIES_EXTENDED: harmless(
    'the reader takes any additional property where the writer sends them as {writer} only',
  ),
  ADDITIONAL_PROPERTIES_NARROWED: breaking(
    'the reader takes additional properties as {reader} only where the writer may send any',
    keepOpen,
    'strictly',
  ),
  DEPENDENCY_ARRAY_ADDED: breaking(
    'the reader needs {reader} wherever {name} is, which the writer may leave out',
    'leave out that dependency',
  ),
  DEPENDENCY_ARRAY_REMOVED: harmless('the reader does not need {writer} where {name} is, and the writer sends them'),
  DEPENDENCY_ARRAY_EXTENDED: breaking(
    'the reader needs {reader} wherever {name} is, where the writer sends {writer} only',
    'leave the dependency at {writer}',
  ),
  DEPENDENCY_ARRAY_NARROWED: harmless('the reader needs only {reader} where {name} is, and the writer sends {writer}'),
  DEPENDENCY_ARRAY_CHANGED: breaking(
    'the reader needs {reader} wherever {name} is, where the writer sends {writer}',
    'leave the dependency at {writer}',
  ),
  DEPENDENCY_SCHEMA_ADDED: breaking(
    'the reader expects {reader} where {name} is, and the writer may send anything',
    'leave out that dependency',
  ),
  DEPENDENCY_SCHEMA_REMOVED: harmless('the reader takes anything where {name} is, and the writer sends {writer}'),
  RESERVED_PROPERTY_REMOVED: breaking(
    'the reader no longer reserves the name {name}, which the writer does',
    'keep {name} among the names in confluent:reserved',
  ),
  RESERVED_PROPERTY_CONFLICTS_WITH_PROPERTY: breaking(
    'the reader has a property {name}, a name that is reserved',
    'give the property a name that is not reserved',
  ),

  REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL: breaking(
    `the reader needs the property {name}, and ${openWriter}, or nothing`,
    'add it as optional to a schema whose additionalProperties were false',
  ),
  REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL: breaking(
    `the reader takes the property {name} as {reader} only, and ${openWriter}`,
    'add it to a schema whose additionalProperties were false',
    'strictly',
  ),
  OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL: breaking(
    `the reader takes the property {name} as {reader} only, and ${openWriter}`,
    'add it to a schema whose additionalProperties were false, or judge under the policy LENIENT',
    'strictly',
  ),
  PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL: harmless('the reader takes anything as the property {name}'),
  REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL: breaking(
    'the reader needs the property {name}, which the writer need not send',
    'leave {name} optional, or give it a default',
  ),
  REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_UNOPEN_CONTENT_MODEL: harmless(
    'the reader needs the property {name}, and has a default where the writer does not send it',
  ),
  OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL: harmless(
    'the reader may get along without the property {name}, which the writer does not know',
  ),
  PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL: harmless(
    'the reader takes anything as the property {name}, which it does not know',
  ),
  PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL: harmless(
    'neither the reader nor the writer allow the property {name}',
  ),
  PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL: breaking(
    'the reader refuses the property {name}, which the writer may send',
    'keep {name}, or open the content with additionalProperties',
  ),
  PROPERTY_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: harmless(
    'the reader takes the property {name} as one of its additional properties',
  ),
  PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: breaking(
    'the reader takes additional properties as {reader} only, and the writer sends the property {name} as {writer}',
    'keep {name}, or let additionalProperties take it',
  ),
  PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: harmless(
    'the reader takes as the property {name} whatever the writer sends as additional properties',
  ),
  PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: breaking(
    'the reader takes the property {name} as {reader} only, where the writer may send {writer} as an additional property',
    'let {name} take what additionalProperties take',
  ),

  ...upper('MAX_ITEMS', 'maxItems', 'arrays', 'longer than {limit}'),
  ...lower('MIN_ITEMS', 'minItems', 'arrays', 'shorter than {limit}'),
  UNIQUE_ITEMS_ADDED: breaking(
    'the reader refuses arrays with an item twice, which the writer may send',
    'leave out uniqueItems',
  ),
  UNIQUE_ITEMS_REMOVED: harmless('the reader takes an item twice, which the writer does not send'),
  ADDITIONAL_ITEMS_ADDED: harmless('the reader takes additional items, which the writer does not send'),
  ADDITIONAL_ITEMS_REMOVED: breaking('the reader refuses additional items, which the writer may send', keepOpen),
  ADDITIONAL_ITEMS_EXTENDED: harmless(
    'the reader takes any additional item where the writer sends them as {writer} only',
  ),
  ADDITIONAL_ITEMS_NARROWED: breaking(
    'the reader takes additional items as {reader} only where the writer may send any',
    keepOpen,
  ),
  ITEM_ADDED_TO_OPEN_CONTENT_MODEL: breaking(
    'the reader takes item {name} as {reader} only, where the writer may send anything',
    'add it to a schema whose additional items were false',
  ),
  ITEM_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL: harmless('the reader takes anything as item {name}'),
  ITEM_ADDED_TO_CLOSED_CONTENT_MODEL: harmless('the reader knows an item {name}, which the writer does not send'),
  ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL: harmless('the reader takes anything as item {name}, which it does not know'),
  ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL: harmless('neither the reader nor the writer allow an item {name}'),
  ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL: breaking(
    'the reader refuses item {name}, which the writer may send',
    'keep the item, or open the content for additional ones',
  ),
  ITEM_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: harmless(
    'the reader takes item {name} as one of its additional items',
  ),
  ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: breaking(
    'the reader takes additional items as {reader} only, and the writer sends item {name} as {writer}',
    'keep the item, or let the additional items take it',
  ),
  ITEM_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: harmless(
    'the reader takes as item {name} whatever the writer sends as additional items',
  ),
  ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: breaking(
    'the reader takes item {name} as {reader} only, where the writer may send {writer} as an additional item',
    'let the item take what the additional items take',
  ),

  ENUM_ARRAY_EXTENDED: harmless('the reader knows more values ({reader}) than the writer sends ({writer})'),
  ENUM_ARRAY_NARROWED: breaking(
    'the reader knows only {reader}, and the writer may send {writer}',
    'keep every value that the writer may send',
  ),
  ENUM_ARRAY_CHANGED: breaking(
    'the reader knows only {reader}, and the writer may send {writer}',
    'keep every value that the writer may send',
  ),

  COMBINED_TYPE_EXTENDED: harmless('the reader has {reader} where the writer has {writer}, which asks for no less'),
  COMBINED_TYPE_CHANGED: breaking(
    'the reader has {reader} where the writer has {writer}, which does not ask for as much',
    'leave it at {writer}, or use anyOf',
  ),
  PRODUCT_TYPE_EXTENDED: breaking(
    'the reader asks for {reader} at once, the writer only for {writer}',
    'add no schema to the allOf',
  ),
  PRODUCT_TYPE_NARROWED: harmless('the reader asks for less ({reader}) than the writer heeds ({writer})'),
  SUM_TYPE_EXTENDED: harmless('the reader takes more ({reader}) than the writer sends ({writer})'),
  SUM_TYPE_NARROWED: breaking(
    'the reader takes only {reader}, and the writer may send {writer}',
    'keep every alternative that the writer may send',
  ),
  COMBINED_TYPE_SUBSCHEMAS_CHANGED: breaking(
    'not each schema among {reader} of the reader has one of the writer, among {writer}, whose data it takes',
    'leave the schemas that are there, and change them in ways that break nobody',
  ),
  NOT_TYPE_EXTENDED: breaking(
    'the reader refuses {reader}, and the writer leaves out only {writer}',
    'refuse no more than before',
  ),
  NOT_TYPE_NARROWED: harmless('the reader refuses only {reader}, and the writer leaves out {writer}'),
} as const satisfies Readonly<Record<string, DifferenceKind>>;

/** Whether a difference breaks readers. */
export function breaksUnder(kind: DifferenceKindName, policy: CompatibilityPolicy): boolean {
  const { breaks }: DifferenceKind = differenceKinds[kind];
  return breaks === 'strictly' ? policy === 'STRICT' : breaks;
}

export type DifferenceKindName = keyof typeof differenceKinds;
