import { fileDescriptor } from './descriptor/to-descriptor.ts';
import { treeOfDescriptor } from './descriptor/from-descriptor.ts';
import { optionName } from './text/print-options.ts';
import type {
  NumberRange,
  ProtoEnum,
  ProtoEnumValue,
  ProtoExtend,
  ProtoExtensions,
  ProtoField,
  ProtoFile,
  ProtoMessage,
  ProtoOption,
  ProtoReserved,
} from './tree.ts';
import type { ParsedProtobuf } from './parsed.ts';

/**
 * The tree that is equal for all spellings of one meaning: what the descriptor says, with full names, options interpreted, no
 * comments, and all that has no order in the order of names or numbers. Messages keep theirs, since message indexes count them.
 */
export function normalisedTree(schema: ParsedProtobuf): ProtoFile {
  const tree = treeOfDescriptor(fileDescriptor(schema), schema.extensions);
  return {
    ...tree,
    imports: tree.imports.toSorted(by(({ path }) => path)),
    options: sortedOptions(tree.options),
    messages: tree.messages.map(sortedMessage),
    enums: sortedEnums(tree.enums),
    extends: sortedExtends(tree.extends),
    services: tree.services.toSorted(by(({ name }) => name)).map((service) => ({
      ...service,
      options: sortedOptions(service.options),
      methods: service.methods
        .toSorted(by(({ name }) => name))
        .map((method) => ({ ...method, options: sortedOptions(method.options) })),
    })),
  };
}

function by<T>(key: (item: T) => string | number): (one: T, other: T) => number {
  return (one, other) => {
    const [left, right] = [key(one), key(other)];
    return left < right ? -1 : left > right ? 1 : 0;
  };
}

/** Those of one name keep their order: they are the items of a list. */
function sortedOptions(options: readonly ProtoOption[]): readonly ProtoOption[] {
  return options.toSorted(by(({ name }) => optionName(name)));
}

function sortedMessage(message: ProtoMessage): ProtoMessage {
  return {
    ...message,
    options: sortedOptions(message.options),
    reserved: sortedReserved(message.reserved),
    fields: sortedFields(message.fields),
    oneofs: message.oneofs
      .toSorted(by(({ name }) => name))
      .map((oneof) => ({ ...oneof, options: sortedOptions(oneof.options), fields: sortedFields(oneof.fields) })),
    extensions: sortedExtensions(message.extensions),
    messages: message.messages.map(sortedMessage),
    enums: sortedEnums(message.enums),
    extends: sortedExtends(message.extends),
  };
}

function sortedFields(fields: readonly ProtoField[]): readonly ProtoField[] {
  return fields.toSorted(by(({ number }) => number)).map((field) => ({
    ...field,
    options: sortedOptions(field.options),
    type: field.type.kind === 'group' ? { kind: 'group', message: sortedMessage(field.type.message) } : field.type,
  }));
}

function sortedReserved(reserved: readonly ProtoReserved[]): readonly ProtoReserved[] {
  return reserved.map(({ ranges, names }) => ({ ranges: joinedRanges(ranges), names: names.toSorted() }));
}

/** Ranges that touch are one. */
function joinedRanges(ranges: readonly NumberRange[]): readonly NumberRange[] {
  const joined: NumberRange[] = [];
  for (const range of ranges.toSorted(by(({ start }) => start))) {
    const last = joined.at(-1);
    if (last !== undefined && last.end + 1 === range.start) joined[joined.length - 1] = { ...last, end: range.end };
    else joined.push(range);
  }
  return joined;
}

function sortedExtensions(extensions: readonly ProtoExtensions[]): readonly ProtoExtensions[] {
  return extensions
    .toSorted(by(({ ranges }) => ranges[0]?.start ?? 0))
    .map((each) => ({ ...each, options: sortedOptions(each.options) }));
}

function sortedEnums(enums: readonly ProtoEnum[]): readonly ProtoEnum[] {
  return enums.toSorted(by(({ name }) => name)).map((each) => ({
    ...each,
    options: sortedOptions(each.options),
    reserved: sortedReserved(each.reserved),
    values: sortedValues(each.values).map((value) => ({ ...value, options: sortedOptions(value.options) })),
  }));
}

/** The first value stays: it is the enum's default. */
function sortedValues([first, ...others]: readonly ProtoEnumValue[]): readonly ProtoEnumValue[] {
  return first === undefined ? [] : [first, ...others.toSorted(by(({ number }) => number))];
}

/** One block for each message that is extended. */
function sortedExtends(all: readonly ProtoExtend[]): readonly ProtoExtend[] {
  const groups = [...Map.groupBy(all, ({ extendee }) => extendee)].toSorted(by(([extendee]) => extendee));
  return groups.map(([extendee, each]) => ({ extendee, fields: sortedFields(each.flatMap(({ fields }) => fields)) }));
}
