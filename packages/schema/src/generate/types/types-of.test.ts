import { MillraceError } from '@millrace/base';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonKind } from '../../json-schema/json-kind.ts';
import { arbitraryJsonSchema } from '../../testing/arbitrary-json-schema.ts';
import { typesOf } from './types-of.ts';

const parse = (json: unknown) => jsonKind.parse(JSON.stringify(json));

/** Of every draft. */
const documents = fc.constantFrom(4, 6, 7, 2019, 2020).chain((draft) => arbitraryJsonSchema({ draft }));

describe('types of a JSON Schema', () => {
  it('can be made of every schema, in TypeScript', async () => {
    await fc.assert(
      fc.asyncProperty(documents, async (json) => {
        const [file] = await typesOf(parse(json), 'typescript', { name: 'Example' });
        expect(file?.text).toMatch(/export (type|interface) /);
      }),
    );
  });

  it('can be made by quicktype, or it says why not', async () => {
    const makes = async (json: unknown): Promise<void> => {
      const made = await typesOf(parse(json), 'python', { name: 'Example' }).catch((error: unknown) => error);
      if (made instanceof MillraceError) expect(made.message).toMatch(/^No python types can be made/);
      else expect(made).toMatchObject([{ name: expect.stringMatching(/\.py$/) as string }]);
    };
    await fc.assert(fc.asyncProperty(documents, makes), { numRuns: 30 });
  });
});
