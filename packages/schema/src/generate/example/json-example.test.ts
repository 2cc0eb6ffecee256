import { MillraceError } from '@millrace/base';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonKind } from '../../json-schema/json-kind.ts';
import { loadJsonValidator } from '../../json-schema/validator.ts';
import { arbitraryInstance, arbitraryJsonSchema } from '../../testing/arbitrary-json-schema.ts';
import { exampleOf } from './example-of.ts';

const parse = (json: unknown) => jsonKind.parse(JSON.stringify(json));

/** Of every draft. */
const documents = fc.constantFrom(4, 6, 7, 2019, 2020).chain((draft) => arbitraryJsonSchema({ draft }));

describe('examples of a JSON Schema', () => {
  it('are valid under it; where there is none, hardly any value is valid', async () => {
    let made = 0;
    let missed = 0;
    const instances = fc.array(arbitraryInstance(), { minLength: 100, maxLength: 100 });
    const makes = async (json: unknown, values: readonly unknown[]): Promise<void> => {
      const schema = parse(json);
      const validate = await loadJsonValidator(schema);
      try {
        for (const example of exampleOf(schema, { count: 2 })) expect(validate(example)).toEqual([]);
        made++;
      } catch (error) {
        if (!(error instanceof MillraceError)) throw error;
        if (values.some((value) => validate(value).length === 0)) missed++;
      }
    };
    await fc.assert(fc.asyncProperty(documents, instances, makes), { numRuns: 100 });
    expect(missed).toBeLessThan(made / 4);
  });

  it('follow the draft and the references of the schema', async () => {
    const schema = jsonKind.parse(
      JSON.stringify({
        $schema: 'http://json-schema.org/draft-04/schema#',
        type: 'object',
        properties: {
          money: { $ref: 'https://example.com/money.json' },
          pair: {
            type: 'array',
            items: [{ type: 'string' }, { type: 'integer' }],
            additionalItems: false,
            minItems: 2,
          },
          share: { type: 'number', minimum: 0, exclusiveMinimum: true, maximum: 1 },
        },
        required: ['money', 'pair', 'share'],
      }),
      [
        {
          name: 'https://example.com/money.json',
          text: '{"type":"object","properties":{"currency":{"type":"string"}},"required":["currency"]}',
        },
      ],
    );
    const validate = await loadJsonValidator(schema);
    const examples = exampleOf(schema, { count: 20 });
    expect(examples.flatMap((example) => validate(example))).toEqual([]);
    expect(examples[0]).toMatchObject({ money: { currency: expect.stringMatching(/^[A-Z]{3}$/) as string } });
  });

  it('are realistic within the length and the form that the schema asks for', () => {
    const schema = parse({
      type: 'object',
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 40 },
        country: { type: 'string', pattern: '^[A-Z]{2}$' },
        origin: { type: 'string', maxLength: 3 },
        zip: { type: 'string', pattern: '^[0-9]{5}$' },
      },
      required: ['name', 'country', 'origin', 'zip'],
      additionalProperties: false,
    });
    for (const example of exampleOf(schema, { count: 20 })) {
      expect(example).toEqual({
        name: expect.stringMatching(/^[A-Z]\S+ .*[A-Z]/) as string,
        country: expect.stringMatching(/^[A-Z]{2}$/) as string,
        origin: expect.stringMatching(/^[A-Z]{3}$/) as string,
        zip: expect.stringMatching(/^\d{5}$/) as string,
      });
    }
  });

  it('are refused where they would be endless or immense', () => {
    const refused = (json: unknown) => expect(() => exampleOf(parse(json))).toThrow(MillraceError);
    refused({ type: 'object', properties: { self: { $ref: '#' } }, required: ['self'] });
    refused({ type: 'array', minItems: 100_000, items: { type: 'array', minItems: 1_000, items: {} } });
    refused({ type: 'string', minLength: 1e9 });
    refused({ type: 'string', pattern: '^(a{900}){900}$' });
    refused({ not: {} });
  });
});
