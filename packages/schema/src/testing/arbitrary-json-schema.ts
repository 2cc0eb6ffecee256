import * as fc from 'fast-check';
import type { Draft } from '../json-schema/draft.ts';

type Json = Record<string, unknown>;

export const draftUris: Readonly<Record<Draft, string>> = {
  4: 'http://json-schema.org/draft-04/schema#',
  6: 'http://json-schema.org/draft-06/schema#',
  7: 'http://json-schema.org/draft-07/schema#',
  2019: 'https://json-schema.org/draft/2019-09/schema',
  2020: 'https://json-schema.org/draft/2020-12/schema',
};

export interface ArbitraryOptions {
  readonly draft: Draft;
  /** Only what the check of compatibility judges as data does: no conditions, no `oneOf`, every schema of one type. Default false. */
  readonly sound?: boolean;
}

const count = fc.integer({ min: 0, max: 3 });
const scalar = fc.oneof(fc.integer({ min: -2, max: 5 }), fc.constantFrom<unknown>('a', 'ab', true, null, 0.5));
const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 });

/** JSON of a schema of the draft, with as few names and values as let data fit now and then. */
export function arbitraryJsonSchema({ draft, sound = false }: ArbitraryOptions): fc.Arbitrary<unknown> {
  const { tree } = fc.letrec<{ tree: unknown; some: unknown }>((tie) => {
    const some = tie('some');
    const byName = (values: fc.Arbitrary<unknown>) =>
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), values, { noNullPrototype: true });
    const partly = (model: Record<string, fc.Arbitrary<unknown>>) =>
      fc.record(model, { requiredKeys: [], noNullPrototype: true });
    const list = fc.array(some, { minLength: 1, maxLength: 3 });
    const text = partly({
      minLength: count,
      maxLength: count,
      ...(sound ? {} : { pattern: fc.constantFrom('^a', 'b$') }),
    });
    const numeric = partly({
      minimum: count,
      maximum: count,
      multipleOf: fc.constantFrom(1, 2, 0.5),
      ...exclusiveLimits(draft),
    });
    const number = numeric.map((json) => (draft > 4 ? json : withFlagsOfLimits(json)));
    const object = partly({
      properties: byName(some),
      additionalProperties: fc.oneof(fc.boolean(), some),
      minProperties: count,
      maxProperties: count,
      ...dependencies(draft, byName(names), byName(some)),
      ...(sound
        ? {}
        : {
            required: names,
            patternProperties: fc.dictionary(fc.constantFrom('^a', 'b'), some, { noNullPrototype: true }),
          }),
    }).chain((json) => (sound ? withRequired(json) : fc.constant(json)));
    const array = partly({ ...items(draft, some, list), minItems: count, maxItems: count, uniqueItems: fc.boolean() });
    const typed = fc.oneof(
      { maxDepth: 3, depthIdentifier: 'schema' },
      text.map((json) => ({ type: 'string', ...json })),
      number.map((json) => ({ type: 'number', ...json })),
      number.map((json) => ({ type: 'integer', ...json })),
      fc.constantFrom({ type: 'null' }, { type: 'boolean' }),
      object.map((json) => ({ type: 'object', ...json })),
      array.map((json) => ({ type: 'array', ...json })),
    );
    const valued = fc.uniqueArray(scalar, { minLength: 1, maxLength: 3 }).map((values) => ({ enum: values }));
    const combined = fc.oneof(
      fc.record({ anyOf: list }, { noNullPrototype: true }),
      fc.record({ allOf: list }, { noNullPrototype: true }),
      fc.record({ not: typed }, { noNullPrototype: true }),
    );
    const loose = fc
      .tuple(
        partly({
          type: fc.uniqueArray(fc.constantFrom('string', 'integer', 'object', 'null'), { minLength: 1 }),
          oneOf: list,
          title: fc.constantFrom('one', 'other'),
          default: scalar,
          ...(draft > 4 ? { const: scalar, propertyNames: text, contains: some } : {}),
          ...(draft > 6 ? Object.fromEntries(['if', 'then', 'else'].map((name) => [name, some])) : {}),
        }),
        text,
        number,
        object,
        array,
      )
      .map((parts) => Object.assign({}, ...parts) as Json);
    const others = sound ? [typed, valued, combined] : [typed, valued, combined, loose];
    return {
      some: fc.oneof({ maxDepth: 2, depthIdentifier: 'schema' }, typed, ...others),
      tree: fc.oneof({ maxDepth: 3, depthIdentifier: 'schema' }, ...others),
    };
  });
  return tree.map((json) => ({ $schema: draftUris[draft], ...(json as Json) }));
}

function exclusiveLimits(draft: Draft): Record<string, fc.Arbitrary<unknown>> {
  const limit = draft > 4 ? count : fc.boolean();
  return { exclusiveMinimum: limit, exclusiveMaximum: limit };
}

/** In draft-04 a limit is exclusive by a flag beside it. */
function withFlagsOfLimits(json: Json): Json {
  const isKept = (name: string): boolean =>
    (name !== 'exclusiveMinimum' || 'minimum' in json) && (name !== 'exclusiveMaximum' || 'maximum' in json);
  return Object.fromEntries(Object.entries(json).filter(([name]) => isKept(name)));
}

function dependencies(
  draft: Draft,
  named: fc.Arbitrary<unknown>,
  judged: fc.Arbitrary<unknown>,
): Record<string, fc.Arbitrary<unknown>> {
  return draft > 7 ? { dependentRequired: named, dependentSchemas: judged } : { dependencies: fc.oneof(named, judged) };
}

function items(
  draft: Draft,
  some: fc.Arbitrary<unknown>,
  list: fc.Arbitrary<unknown>,
): Record<string, fc.Arbitrary<unknown>> {
  const rest = draft > 4 ? fc.oneof(fc.boolean(), some) : some;
  if (draft === 2020) return { items: rest, prefixItems: list };
  return { items: fc.oneof(some, list), additionalItems: fc.oneof(fc.boolean(), some) };
}

/** Names of properties that the schema has: the check looks at no others. */
function withRequired(json: Json): fc.Arbitrary<Json> {
  const known = Object.keys((json['properties'] as Json | undefined) ?? {});
  return fc.subarray(known).map((required) => (required.length === 0 ? json : { ...json, required }));
}

/** JSON of a schema that is mostly the given one, with parts of the other or without parts of its own. */
export function arbitraryJsonEvolution(json: unknown, other: unknown): fc.Arbitrary<unknown> {
  return fc
    .array(fc.integer({ min: 0, max: 7 }), { minLength: 40, maxLength: 40 })
    .map((choices) => mixed(json, other, choices.values()));
}

function mixed(json: unknown, other: unknown, choices: Iterator<number>): unknown {
  const choice = choices.next().value as number | undefined;
  if (choice === 0) return other;
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json;
  const [own, more] = [json as Json, typeof other === 'object' && !Array.isArray(other) ? ((other ?? {}) as Json) : {}];
  const kept = Object.entries(own).map(([name, value]) => [name, mixed(value, more[name] ?? value, choices)] as const);
  const added = Object.entries(more).filter(([name]) => !(name in own) && choices.next().value === 1);
  return Object.fromEntries(
    [...kept, ...added].filter(([name]) => name === 'type' || name === '$schema' || choices.next().value !== 2),
  );
}

/** Data of few names and values. */
export function arbitraryInstance(): fc.Arbitrary<unknown> {
  return fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      scalar,
      fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 }),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('value'), { noNullPrototype: true }),
    ),
  })).value;
}
