import { assert } from '@millrace/base';
import * as fc from 'fast-check';
import { branchName, type AvroSchema } from '../avro/schema.ts';

/** JSON of any schema without references to itself. Named types get names that are theirs alone. */
export function arbitrarySchema(): fc.Arbitrary<unknown> {
  const scalar = fc.constantFrom<unknown>(
    'null',
    'boolean',
    'int',
    'long',
    'float',
    'double',
    'bytes',
    'string',
    { type: 'int', logicalType: 'date' },
    { type: 'int', logicalType: 'time-millis' },
    { type: 'long', logicalType: 'timestamp-nanos' },
    { type: 'long', logicalType: 'local-timestamp-millis' },
    { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 3 },
    { type: 'bytes', logicalType: 'big-decimal' },
    { type: 'string', logicalType: 'uuid' },
  );
  const { tree } = fc.letrec<{ tree: unknown; branch: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      tie('branch'),
      fc.uniqueArray(tie('branch'), { minLength: 1, maxLength: 4, selector: kindOfJson }),
    ),
    branch: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      scalar,
      fc.record({ type: fc.constant('array'), items: tie('tree') }),
      fc.record({ type: fc.constant('map'), values: tie('tree') }),
      fc.record({
        type: fc.constant('record'),
        fields: fc.array(fc.record({ type: tie('tree') }), { maxLength: 4 }),
      }),
      fc.record({ type: fc.constant('enum'), symbols: fc.constantFrom(['A'], ['A', 'B'], ['B', 'C', 'D']) }),
      fc.record({ type: fc.constant('fixed'), size: fc.integer({ min: 0, max: 9 }) }),
    ),
  }));
  return tree.map((json) => named(json, { next: 0 }));
}

function kindOfJson(json: unknown): unknown {
  return typeof json === 'string' ? json : (json as { type: unknown }).type;
}

function named(json: unknown, counter: { next: number }): unknown {
  if (Array.isArray(json)) return json.map((member) => named(member, counter));
  if (typeof json === 'string') return json;
  const schema = json as Record<string, unknown>;
  switch (schema['type']) {
    case 'array':
      return { ...schema, items: named(schema['items'], counter) };
    case 'map':
      return { ...schema, values: named(schema['values'], counter) };
    case 'record': {
      const name = `R${counter.next++}`;
      const fields = (schema['fields'] as { type: unknown }[]).map((field, index) => ({
        name: `f${index}`,
        type: named(field.type, counter),
      }));
      return { ...schema, name, fields };
    }
    default:
      return { ...schema, name: `N${counter.next++}` };
  }
}

/** A value of the schema as our decoder gives it. Longs stay where avsc, which we compare with, is exact. */
export function arbitraryValue(schema: AvroSchema): fc.Arbitrary<unknown> {
  switch (schema.kind) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'int':
      return fc.integer();
    case 'long':
      return fc.integer({ min: -(2 ** 51), max: 2 ** 51 });
    case 'float':
      return fc.float({ noNaN: true });
    case 'double':
      return fc.double({ noNaN: true });
    case 'bytes':
      return fc.uint8Array({ maxLength: 20 });
    case 'string':
      return fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 300 }));
    case 'fixed':
      return fc.uint8Array({ minLength: schema.size, maxLength: schema.size });
    case 'enum':
      return fc.constantFrom(...schema.symbols);
    case 'array':
      return fc.array(arbitraryValue(schema.items), { maxLength: 4 });
    case 'map':
      return fc.dictionary(fc.string({ maxLength: 5 }), arbitraryValue(schema.values), {
        maxKeys: 4,
        noNullPrototype: true,
      });
    case 'record':
      return fc.record(Object.fromEntries(schema.fields.map((field) => [field.name, arbitraryValue(field.type)])), {
        noNullPrototype: true,
      });
    case 'union': {
      const bare = schema.branches.filter((branch) => branch.kind !== 'null').length <= 1;
      const branches = schema.branches.map((branch) => {
        const value = arbitraryValue(branch);
        return bare || branch.kind === 'null' ? value : value.map((inner) => ({ [branchName(branch)]: inner }));
      });
      assert(branches.length > 0, 'arbitrary unions have a branch');
      return fc.oneof(...branches);
    }
  }
}
