import { invalidDeclaration } from '../errors.ts';
import { fieldNumberMax } from '../tree.ts';
import type { Declared, ProtoField, ProtoMessage, ProtoReserved } from '../tree.ts';
import { checkRanges, contains, sortedRanges } from './ranges.ts';

/** What can be wrong in a message alone: its numbers, and what it reserves. Names are the symbol table's. */
export function checkMessage(message: ProtoMessage): void {
  const fields = [...message.fields, ...message.oneofs.flatMap((oneof) => oneof.fields)];
  checkRanges([...message.reserved, ...message.extensions], 1);
  checkNumbers(message, fields);
  checkReserved(message, message.reserved, fields, 'field');
  for (const oneof of message.oneofs) {
    if (oneof.fields.length === 0) throw invalidDeclaration(oneof, `oneof "${oneof.name}" has no field`);
  }
}

function checkNumbers(message: ProtoMessage, fields: readonly ProtoField[]): void {
  const extensions = sortedRanges(message.extensions);
  const names = new Map<number, string>();
  for (const field of fields) {
    const { name, number } = field;
    checkNumber(field);
    const other = names.get(number);
    if (other !== undefined) {
      throw invalidDeclaration(field, `fields "${other}" and "${name}" have the same number ${number}`);
    }
    names.set(number, name);
    if (contains(extensions, number)) {
      throw invalidDeclaration(
        field,
        `field "${name}" has the number ${number}, which the message leaves to extensions`,
      );
    }
  }
}

/** Of a field or an extension. */
export function checkNumber(field: ProtoField): void {
  const { name, number } = field;
  const wrong = (why: string): Error => invalidDeclaration(field, `field "${name}" has the number ${number}: ${why}`);
  if (number < 1 || number > fieldNumberMax) throw wrong(`numbers are 1 to ${fieldNumberMax}`);
  if (number >= 19_000 && number <= 19_999) throw wrong('19000 to 19999 are kept for implementations of Protobuf');
}

interface Numbered extends Declared {
  readonly name: string;
  readonly number: number;
}

/** Of the fields of a message or the values of an enum. */
export function checkReserved(
  { name: owner }: { readonly name: string },
  reserved: readonly ProtoReserved[],
  members: readonly Numbered[],
  what: string,
): void {
  const ranges = sortedRanges(reserved);
  const names = new Set(reserved.flatMap((each) => each.names));
  for (const member of members) {
    const { name, number } = member;
    const taken = names.has(name) ? 'its name' : contains(ranges, number) ? `its number ${number}` : undefined;
    if (taken === undefined) continue;
    throw invalidDeclaration(member, `${what} "${name}" cannot be: ${taken} is reserved in "${owner}"`);
  }
}
