import { invalidDeclaration } from '../errors.ts';
import { fieldNumberMax } from '../tree.ts';
import type { Declared, NumberRange, ProtoField, ProtoMessage, ProtoReserved } from '../tree.ts';

/** Numbers that Protobuf's implementations keep for themselves. */
const implementation: NumberRange = { start: 19_000, end: 19_999 };

/** What can be wrong in a message alone: its numbers, and what it reserves. Names are the symbol table's. */
export function checkMessage(message: ProtoMessage): void {
  const fields = [...message.fields, ...message.oneofs.flatMap((oneof) => oneof.fields)];
  checkRanges(message);
  checkNumbers(message, fields);
  checkReserved(message, message.reserved, fields, 'field');
  for (const oneof of message.oneofs) {
    if (oneof.fields.length === 0) throw invalidDeclaration(oneof, `oneof "${oneof.name}" has no field`);
  }
}

function checkNumbers(message: ProtoMessage, fields: readonly ProtoField[]): void {
  const extensions = message.extensions.flatMap(({ ranges }) => ranges);
  const names = new Map<number, string>();
  for (const field of fields) {
    checkNumber(field);
    const other = names.get(field.number);
    if (other !== undefined)
      throw invalidDeclaration(field, `fields "${other}" and "${field.name}" have the same number ${field.number}`);
    names.set(field.number, field.name);
    if (extensions.some((range) => contains(range, field.number))) {
      throw invalidDeclaration(
        field,
        `field "${field.name}" has the number ${field.number}, which the message leaves to extensions`,
      );
    }
  }
}

/** Of a field or an extension. */
export function checkNumber(field: ProtoField): void {
  const { name, number } = field;
  if (number < 1 || number > fieldNumberMax) {
    throw invalidDeclaration(field, `field "${name}" has the number ${number}: numbers are 1 to ${fieldNumberMax}`);
  }
  if (contains(implementation, number)) {
    throw invalidDeclaration(
      field,
      `field "${name}" has the number ${number}: 19000 to 19999 are kept for implementations of Protobuf`,
    );
  }
}

function checkRanges(message: ProtoMessage): void {
  const ranges = [
    ...message.reserved.flatMap((of) => of.ranges.map((range) => ({ of, range, what: 'reserved' }))),
    ...message.extensions.flatMap((of) => of.ranges.map((range) => ({ of, range, what: 'extension' }))),
  ].toSorted((one, other) => one.range.start - other.range.start);
  ranges.forEach(({ of, range, what }, index) => {
    if (range.start < 1)
      throw invalidDeclaration(of, `the ${what} range begins at ${range.start}: numbers are 1 to ${fieldNumberMax}`);
    const before = ranges[index - 1];
    if (before !== undefined && before.range.end >= range.start) throw overlap(of, range, before.range);
  });
}

interface Numbered extends Declared {
  readonly name: string;
  readonly number: number;
}

/** Of the fields of a message or the values of an enum. */
export function checkReserved(
  of: { readonly name: string },
  reserved: readonly ProtoReserved[],
  members: readonly Numbered[],
  what: string,
): void {
  const ranges = reserved.flatMap((each) => each.ranges);
  const names = new Set(reserved.flatMap((each) => each.names));
  for (const member of members) {
    const problem = names.has(member.name)
      ? 'its name'
      : ranges.some((range) => contains(range, member.number))
        ? `its number ${member.number}`
        : undefined;
    if (problem !== undefined) {
      throw invalidDeclaration(member, `${what} "${member.name}" cannot be: ${problem} is reserved in "${of.name}"`);
    }
  }
}

export function overlap(of: Declared, one: NumberRange, other: NumberRange): Error {
  const shown = ({ start, end }: NumberRange): string => (start === end ? String(start) : `${start} to ${end}`);
  return invalidDeclaration(of, `the ranges ${shown(other)} and ${shown(one)} overlap`);
}

export function contains({ start, end }: NumberRange, number: number): boolean {
  return number >= start && number <= end;
}
