import * as fc from 'fast-check';

type Json = Readonly<Record<string, unknown>>;
type Evolution = fc.Arbitrary<unknown>;

/** What a scalar is changed into: what may be promoted to the other, and what may not. */
const families: readonly (readonly string[])[] = [
  ['int', 'long', 'float', 'double'],
  ['string', 'bytes'],
];

/**
 * JSON of a schema that a team might change the given one into, breaking or not: fields added (with a default or without), removed,
 * renamed (with an alias or without), types promoted and demoted, made optional or nested, unions widened and narrowed, symbols, sizes and names
 * changed. `place` makes the names of new types unique.
 */
export function arbitraryEvolution(json: unknown, place = 'X'): Evolution {
  if (Array.isArray(json)) return evolvedUnion(json, place);
  const same = fc.constant(json);
  if (typeof json === 'string') return fc.oneof(weighted(6, same), ...changed(json, json, place));
  const schema = json as Json;
  const kind = String(schema['type']);
  const within = evolvedWithin(schema, kind, place);
  return fc.oneof(weighted(3, same), weighted(6, within), ...changed(schema, kind, place));
}

/** Changes that any type may see: another one, a nullable one, one inside another. */
function changed(json: unknown, kind: string, place: string): fc.WeightedArbitrary<unknown>[] {
  const nested = { type: 'record', name: `Nested${place}`, fields: [{ name: 'value', type: json }] };
  const relatives = families.find((family) => family.includes(kind))?.filter((other) => other !== kind) ?? [];
  const converted = relatives.map((other) => weighted(1, fc.constant<unknown>(other)));
  const optional = kind === 'null' ? [] : [weighted(1, fc.constantFrom<unknown>(['null', json], [json, 'null']))];
  return [...converted, ...optional, weighted(1, fc.constantFrom<unknown>('boolean', nested))];
}

function evolvedWithin(schema: Json, kind: string, place: string): Evolution {
  switch (kind) {
    case 'array':
      return arbitraryEvolution(schema['items'], `${place}i`).map((items) => ({ ...schema, items }));
    case 'map':
      return arbitraryEvolution(schema['values'], `${place}v`).map((values) => ({ ...schema, values }));
    case 'enum':
      return renamed(schema).chain((named) => evolvedEnum(named as Json));
    case 'fixed':
      return renamed({ ...schema, size: 1 + Number(schema['size']) });
    case 'record':
      return renamed(schema).chain((named) => evolvedRecord(named as Json, place));
    default:
      return fc.constant(kind);
  }
}

function evolvedUnion(union: readonly unknown[], place: string): Evolution {
  const members = fc.tuple(...union.map((member, index) => arbitraryEvolution(member, `${place}b${index}`)));
  return fc
    .oneof(
      weighted(2, fc.constant<unknown>(union)),
      weighted(2, members),
      weighted(1, fc.shuffledSubarray([...union], { minLength: 1 })),
      weighted(1, fc.constant([...union, 'boolean'])),
      weighted(1, fc.constantFrom(...union)),
    )
    .filter((evolved) => !Array.isArray(evolved) || isUnion(evolved));
}

function evolvedEnum(schema: Json): Evolution {
  return fc.constantFrom<unknown>(
    { ...schema, symbols: ['A', 'B', 'C', 'D'] },
    { ...schema, symbols: ['D', 'A'] },
    { ...schema, symbols: ['A'], default: 'A' },
  );
}

function evolvedRecord(schema: Json, place: string): Evolution {
  const fields = schema['fields'] as readonly Json[];
  const evolved = fields.map((field, index) => {
    const type = arbitraryEvolution(field['type'], `${place}f${index}`);
    const others = fields.filter((other) => other !== field).map((other) => String(other['name']));
    return fc.tuple(type, arbitraryName(String(field['name']), others)).map(([own, name]) => ({ ...name, type: own }));
  });
  return fc
    .tuple(fc.tuple(...evolved), addedField(place))
    .chain(([kept, added]) => fc.oneof(fc.constant([...kept, ...added]), fc.shuffledSubarray([...kept, ...added])))
    .map((chosen) => ({ ...schema, fields: chosen }));
}

/** A field's name as it was, a new one with or without the old one as an alias, or one more alias that another field has as its name. */
function arbitraryName(name: string, others: readonly string[]): fc.Arbitrary<Json> {
  const ambiguous = others.map((other) => weighted<Json>(1, fc.constant({ name, aliases: [other] })));
  return fc.oneof(
    weighted<Json>(20, fc.constant({ name })),
    weighted<Json>(2, fc.constant({ name: `${name}_new`, aliases: ['none', name] })),
    weighted<Json>(1, fc.constant({ name: `${name}_new` })),
    ...ambiguous,
  );
}

function addedField(place: string): fc.Arbitrary<readonly Json[]> {
  const inner = { type: 'record', name: `Added${place}`, fields: [{ name: 'x', type: 'int', default: 7 }] };
  const choice = { type: 'enum', name: `Choice${place}`, symbols: ['P', 'Q'], default: 'P' };
  return fc.constantFrom<readonly Json[]>(
    [],
    [{ name: 'added', type: 'string', default: 'x' }],
    [{ name: 'added', type: ['null', 'int'], default: null }],
    [{ name: 'added', type: inner, default: {} }],
    [{ name: 'added', type: { type: 'map', values: inner }, default: { a: { x: 1 } } }],
    [{ name: 'added', type: { type: 'array', items: 'bytes' }, default: ['\u00ff'] }],
    [{ name: 'added', type: choice, default: 'Q' }],
    [{ name: 'needed', type: choice }],
    [{ name: 'needed', type: 'int' }],
  );
}

/** A named type as it was, in another namespace, or with another name, with or without the old one as an alias. */
function renamed(schema: Json): Evolution {
  const name = String(schema['name']);
  return fc.oneof(
    weighted(8, fc.constant<unknown>(schema)),
    weighted(1, fc.constant({ ...schema, name: `other.${name}` })),
    weighted(1, fc.constant({ ...schema, name: `${name}_new`, aliases: [name] })),
    weighted(1, fc.constant({ ...schema, name: `${name}_new` })),
  );
}

function isUnion(members: readonly unknown[]): boolean {
  const kinds = members.map((member) => (typeof member === 'string' ? member : (member as { type?: unknown }).type));
  return kinds.every((kind, index) => {
    const named = kind === 'record' || kind === 'enum' || kind === 'fixed';
    return kind !== undefined && (named || kinds.indexOf(kind) === index);
  });
}

function weighted<T>(weight: number, arbitrary: fc.Arbitrary<T>): fc.WeightedArbitrary<T> {
  return { weight, arbitrary };
}
