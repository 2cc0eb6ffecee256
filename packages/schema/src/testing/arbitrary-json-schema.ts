import * as fc from 'fast-check';

/** Schemas that may be satisfied, as people write them, and some that may not. */
const { schema } = fc.letrec<{ schema: unknown }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<unknown>(
      { type: 'string' },
      { type: 'string', minLength: 3, maxLength: 5 },
      { type: 'string', pattern: '^[A-Z]{2}-[0-9]+$' },
      { type: 'string', format: 'date-time' },
      { type: 'integer', minimum: 5, exclusiveMaximum: 9 },
      { type: 'number', multipleOf: 0.5 },
      { type: ['boolean', 'null'] },
      { enum: ['a', 1, null] },
      { const: { a: 1 } },
      { $ref: '#/definitions/word' },
      true,
      false,
    ),
    fc.record({ type: fc.constant('array'), items: tie('schema'), minItems: fc.nat(3), uniqueItems: fc.boolean() }),
    fc.record({
      type: fc.constant('object'),
      properties: fc.dictionary(fc.constantFrom('email', 'price', 'id', 'a b'), tie('schema'), { maxKeys: 3 }),
      required: fc.subarray(['email', 'id']),
      additionalProperties: fc.boolean(),
    }),
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ not: tie('schema') }),
  ),
}));
/** JSON of a JSON Schema, draft-07, whose definitions it may use. */
export function arbitraryJsonDocument(): fc.Arbitrary<object> {
  const definitions = { word: { type: 'string', maxLength: 9 } };
  const members = { $schema: 'http://json-schema.org/draft-07/schema#', definitions };
  return schema.filter((json) => typeof json === 'object').map((json) => ({ ...(json as object), ...members }));
}
