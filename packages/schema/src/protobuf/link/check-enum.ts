import { invalidDeclaration } from '../errors.ts';
import type { ProtoEnum } from '../tree.ts';
import { checkReserved } from './check-message.ts';
import { checkRanges } from './ranges.ts';

export function checkEnum(each: ProtoEnum, open: boolean): void {
  const [first] = each.values;
  if (first === undefined) throw invalidDeclaration(each, `enum "${each.name}" has no value`);
  if (open && first.number !== 0) {
    throw invalidDeclaration(
      first,
      `the first value of enum "${each.name}" must be 0, and "${first.name}" is ${first.number}`,
    );
  }
  checkAliases(each);
  checkReserved(each, each.reserved, each.values, 'value');
  checkRanges(each.reserved);
}

function checkAliases(each: ProtoEnum): void {
  const allowed = each.options.some(
    ({ name, value }) =>
      name.length === 1 && name[0]?.name === 'allow_alias' && value.kind === 'identifier' && value.name === 'true',
  );
  const names = new Map<number, string>();
  for (const value of each.values) {
    const other = names.get(value.number);
    if (other !== undefined && !allowed) {
      const problem = `values "${other}" and "${value.name}" have the same number ${value.number}`;
      throw invalidDeclaration(value, `${problem}; if one is another name of the other, say option allow_alias = true`);
    }
    names.set(value.number, value.name);
  }
}
