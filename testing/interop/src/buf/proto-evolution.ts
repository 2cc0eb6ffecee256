import * as fc from 'fast-check';

interface Field {
  readonly number: number;
  readonly name: string;
  readonly type: string;
  readonly repeated: boolean;
  readonly oneof?: string;
}

interface Schema {
  readonly fields: readonly Field[];
  /** Names of the enum's values; undefined where a number has none. */
  readonly symbols: readonly (string | undefined)[];
  readonly hasSpare: boolean;
}

/** Two texts of a schema: before a team changed it and after. */
export interface Evolution {
  readonly before: string;
  readonly after: string;
}

const scalars =
  'int32 int64 uint32 uint64 bool sint32 sint64 fixed32 sfixed32 fixed64 sfixed64 float double string bytes';
const types = [...scalars.split(' '), 'Kind', 'Part', 'Part', 'map<string, int32>', 'map<string, string>'];
const otherTypes = [...types, 'Other', 'map<string, uint64>', 'map<string, Part>'];

const isMap = (type: string): boolean => type.startsWith('map<');

function arbitrarySchema(): fc.Arbitrary<Schema> {
  const field = fc.record({
    type: fc.constantFrom(...types),
    repeated: fc.boolean(),
    oneof: fc.constantFrom(undefined, undefined, 'first', 'second'),
  });
  return fc.record({
    fields: fc
      .array(field, { minLength: 2, maxLength: 6 })
      .map((fields) =>
        fields.map(({ type, repeated, oneof }, index) =>
          placed({ number: index + 1, name: `f${index + 1}`, type, repeated }, oneof),
        ),
      ),
    symbols: fc
      .integer({ min: 1, max: 3 })
      .map((count) => Array.from({ length: count }, (_, index) => `KIND_${index}`)),
    hasSpare: fc.boolean(),
  });
}

/** The field where the language lets it be: no list and no map lies in a oneof. */
function placed({ number, name, type, repeated }: Field, oneof: string | undefined): Field {
  const field = { number, name, type };
  if (isMap(type)) return { ...field, repeated: false };
  return oneof === undefined ? { ...field, repeated } : { ...field, repeated: false, oneof };
}

function arbitraryStep(): fc.Arbitrary<(schema: Schema) => Schema> {
  const change =
    (edit: (field: Field) => readonly Field[]) =>
    (at: number) =>
    (schema: Schema): Schema => ({
      ...schema,
      fields: schema.fields.flatMap((field, index) =>
        index === at % Math.max(1, schema.fields.length) ? edit(field) : [field],
      ),
    });
  const steps: fc.Arbitrary<(at: number) => (schema: Schema) => Schema>[] = [
    fc.constant(change(() => [])),
    fc.constant(change((field) => [{ ...field, name: `${field.name}_new` }])),
    fc.constant(change((field) => [placed({ ...field, repeated: !field.repeated }, undefined)])),
    fc.constantFrom(...otherTypes).map((type) => change((field) => [placed({ ...field, type }, field.oneof)])),
    fc.constantFrom(undefined, 'first', 'second', 'third').map((oneof) => change((field) => [placed(field, oneof)])),
    fc.constantFrom(...types).map((type) => (at: number) => (schema: Schema) => ({
      ...schema,
      fields: [
        ...schema.fields,
        placed({ number: 10 + (at % 10), name: `added${at % 10}`, type, repeated: false }, undefined),
      ],
    })),
    fc.constant((at: number) => (schema: Schema) => ({
      ...schema,
      symbols: schema.symbols.map((symbol, index) => (index > 0 && index === at % 3 ? undefined : symbol)),
    })),
    fc.constant(() => (schema: Schema) => ({
      ...schema,
      symbols: [...schema.symbols, `ADDED_${schema.symbols.length}`],
    })),
    fc.constant(() => (schema: Schema) => ({ ...schema, hasSpare: !schema.hasSpare })),
  ];
  return fc.tuple(fc.oneof(...steps), fc.nat({ max: 99 })).map(([step, at]) => step(at));
}

/** A schema and what one to three changes make of it. `index` keeps the packages of many apart. */
export function arbitraryEvolution(index: number): fc.Arbitrary<Evolution> {
  const steps = fc.array(arbitraryStep(), { minLength: 1, maxLength: 3 });
  return fc.tuple(arbitrarySchema(), steps).map(([schema, changes]) => ({
    before: textOf(schema, index),
    after: textOf(
      changes.reduce((changed, step) => step(changed), schema),
      index,
    ),
  }));
}

function textOf({ fields, symbols, hasSpare }: Schema, index: number): string {
  const distinct = [...new Map(fields.map((field) => [field.number, field])).values()];
  const line = ({ repeated, type, name, number }: Field): string =>
    `${repeated ? 'repeated ' : ''}${type} ${name} = ${number};`;
  const oneofs = Map.groupBy(distinct, ({ oneof }) => oneof);
  const body = [...oneofs].map(([oneof, members]) => {
    const lines = members.map(line).join(' ');
    return oneof === undefined ? lines : `oneof ${oneof} { ${lines} }`;
  });
  const values = symbols.flatMap((symbol, number) => (symbol === undefined ? [] : [`${symbol} = ${number};`]));
  return `syntax = "proto3";
package p${index};
message Whole { ${body.join(' ')} }
message Part { string a = 1; }
message Other { string a = 1; }
enum Kind { ${values.join(' ')} }
${hasSpare ? 'message Spare {}' : ''}
`;
}
