import * as fc from 'fast-check';
import { scalarKinds } from '../tree.ts';
import type {
  Label,
  ProtoEnum,
  ProtoField,
  ProtoFile,
  ProtoMessage,
  ProtoOption,
  ProtoType,
  ScalarKind,
  Syntax,
} from '../tree.ts';

const syntaxes: readonly Syntax[] = [
  { kind: 'syntax', name: 'proto2' },
  { kind: 'syntax', name: 'proto3' },
  { kind: 'edition', name: '2023' },
];

interface Names {
  readonly syntax: Syntax;
  readonly messages: readonly string[];
  readonly enums: readonly string[];
}

interface DraftField {
  readonly type: ProtoType;
  readonly label: Label | undefined;
  readonly inOneof: boolean;
  readonly packed: boolean | undefined;
}

/** Any file of one to four messages that use each other, with enums, maps, oneofs, groups of proto2 and nested messages. */
export function arbitraryProto(kinds: readonly Syntax[] = syntaxes): fc.Arbitrary<ProtoFile> {
  return fc
    .record({
      syntax: fc.constantFrom(...kinds),
      packageName: fc.constantFrom('', 'shop', 'a.b'),
      messages: fc.integer({ min: 1, max: 4 }),
      enums: fc.integer({ min: 1, max: 2 }),
    })
    .chain(({ syntax, packageName, messages, enums }) => {
      const messageNames = Array.from({ length: messages }, (_, index) => `M${index}`);
      const enumNames = Array.from({ length: enums }, (_, index) => `E${index}`);
      const names = { syntax, messages: [...messageNames, 'M0.Inner'], enums: enumNames };
      return fc.record({
        syntax: fc.constant(syntax),
        package: fc.constant({ name: packageName }),
        imports: fc.constant([]),
        options: fc.constant([]),
        messages: fc.tuple(...messageNames.map((name, index) => arbitraryMessage(name, names, index === 0))),
        enums: fc.tuple(...enumNames.map((name) => arbitraryEnum(name))),
        extends: fc.constant([]),
        services: fc.constant([]),
        end: fc.constant([]),
      });
    });
}

function arbitraryMessage(name: string, names: Names, hasInner: boolean): fc.Arbitrary<ProtoMessage> {
  return fc
    .record({
      drafts: fc.array(arbitraryField(names), { maxLength: 7 }),
      numbers: fc.uniqueArray(fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 2_000, max: 18_999 })), {
        minLength: 8,
        maxLength: 8,
      }),
      inner: hasInner ? arbitraryMessage('Inner', names, false) : fc.constant(undefined),
    })
    .map(({ drafts, numbers, inner }) => {
      const fields = drafts.map((draft, index) => ({ draft, field: fieldOf(draft, index, numbers[index] ?? 0) }));
      const members = fields.filter(({ draft }) => draft.inOneof).map(({ field }) => field);
      return {
        name,
        options: [],
        reserved: [],
        fields: fields.filter(({ draft }) => !draft.inOneof).map(({ field }) => field),
        oneofs: members.length === 0 ? [] : [{ name: 'choice', options: [], fields: members }],
        extensions: [],
        messages: inner === undefined ? [] : [inner],
        enums: [],
        extends: [],
      };
    });
}

function fieldOf({ type, label, inOneof, packed }: DraftField, index: number, number: number): ProtoField {
  const name = type.kind === 'group' ? `grp${index}` : `f${index}`;
  const named = type.kind === 'group' ? { ...type, message: { ...type.message, name: `Grp${index}` } } : type;
  return {
    name,
    number,
    type: named,
    ...(label === undefined || inOneof ? {} : { label }),
    options: packed === undefined || label !== 'repeated' || inOneof ? [] : [flag('packed', packed)],
  };
}

function flag(name: string, value: boolean): ProtoOption {
  return { name: [{ name, isExtension: false }], value: { kind: 'identifier', name: String(value) } };
}

function arbitraryField(names: Names): fc.Arbitrary<DraftField> {
  return arbitraryType(names).chain((type) =>
    fc.record({
      type: fc.constant(type),
      label: fc.constantFrom(...labelsOf(type, names)),
      // A group in a oneof is more than protobufjs knows.
      inOneof: type.kind === 'map' || type.kind === 'group' ? fc.constant(false) : fc.boolean(),
      packed:
        isPackable(type) && names.syntax.kind === 'syntax'
          ? fc.constantFrom(undefined, true, false)
          : fc.constant(undefined),
    }),
  );
}

function isPackable(type: ProtoType): boolean {
  return type.kind === 'scalar' && type.scalar !== 'string' && type.scalar !== 'bytes';
}

/** A message that requires itself would have no end. */
function labelsOf(type: ProtoType, { syntax, messages }: Names): readonly (Label | undefined)[] {
  if (type.kind === 'map') return [undefined];
  if (syntax.name === 'proto3') return [undefined, undefined, 'optional', 'repeated'];
  if (syntax.kind === 'edition') return [undefined, 'repeated'];
  const isMessage = type.kind === 'named' && messages.includes(type.name);
  return isMessage ? ['optional', 'repeated'] : ['optional', 'optional', 'repeated', 'required'];
}

const keyKinds: readonly ScalarKind[] = ['string', 'int32', 'sint32', 'uint32', 'fixed32', 'bool'];

function arbitraryType({ messages, enums, syntax }: Names): fc.Arbitrary<ProtoType> {
  const scalar = fc.constantFrom(...scalarKinds).map((kind) => ({ kind: 'scalar', scalar: kind }) as const);
  const named = (from: readonly string[]) => fc.constantFrom(...from).map((name) => ({ kind: 'named', name }) as const);
  const map = fc.record({
    kind: fc.constant('map' as const),
    key: fc.constantFrom(...keyKinds),
    value: fc.oneof(scalar, named(messages), named(enums)),
  });
  const group = scalar.map((type) => ({ kind: 'group', message: groupOf(type) }) as const);
  return fc.oneof(
    { arbitrary: scalar, weight: 6 },
    { arbitrary: named(messages), weight: 2 },
    { arbitrary: named(enums), weight: 1 },
    { arbitrary: map, weight: 1 },
    { arbitrary: group, weight: syntax.name === 'proto2' ? 1 : 0 },
  );
}

function groupOf(type: ProtoType): ProtoMessage {
  const field: ProtoField = { name: 'x', number: 1, label: 'optional', type, options: [] };
  const none = { options: [], reserved: [], oneofs: [], extensions: [], messages: [], enums: [], extends: [] };
  return { name: 'Grp', fields: [field], ...none };
}

function arbitraryEnum(name: string): fc.Arbitrary<ProtoEnum> {
  const numbers = fc.uniqueArray(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer()), { maxLength: 3 });
  return numbers.map((others) => ({
    name,
    options: [],
    reserved: [],
    values: [0, ...others.filter((number) => number !== 0)].map((number, index) => ({
      name: `${name}_V${index}`,
      number,
      options: [],
    })),
  }));
}
