import { branchName, type AvroSchema } from '../avro/schema.ts';

/**
 * Values of a schema without recursion that together use each part of it: every branch, symbol, item and field. When a reader cannot
 * read something that the schema lets a writer send, one of them shows it.
 */
export function coveringValues(schema: AvroSchema): readonly unknown[] {
  switch (schema.kind) {
    case 'null':
      return [null];
    case 'boolean':
      return [true];
    case 'int':
    case 'long':
    case 'float':
    case 'double':
      return [1];
    case 'bytes':
      return [Uint8Array.of(65)];
    case 'string':
      return ['A'];
    case 'fixed':
      return [new Uint8Array(schema.size)];
    case 'enum':
      return schema.symbols;
    case 'array':
      return [coveringValues(schema.items)];
    case 'map':
      return [Object.fromEntries(coveringValues(schema.values).map((value, index) => [`k${index}`, value]))];
    case 'union': {
      const isBare = schema.branches.filter((branch) => branch.kind !== 'null').length <= 1;
      return schema.branches.flatMap((branch) =>
        coveringValues(branch).map((value) =>
          isBare || branch.kind === 'null' ? value : { [branchName(branch)]: value },
        ),
      );
    }
    case 'record': {
      const columns = schema.fields.map((field) => ({ name: field.name, values: coveringValues(field.type) }));
      const length = Math.max(1, ...columns.map(({ values }) => values.length));
      const nth = (row: number) => columns.map(({ name, values }) => [name, values[row % values.length]] as const);
      return Array.from({ length }, (_, row) => Object.fromEntries(nth(row)));
    }
  }
}
