import type { ProtobufEnum } from '../types.ts';

/** An enum of many values may be the type of many fields. */
const namesOf = new WeakMap<ProtobufEnum, ReadonlyMap<number, string>>();
const numbersOf = new WeakMap<ProtobufEnum, ReadonlyMap<string, number>>();

/** The names of the numbers; of several for one number the first. */
export function enumNames(type: ProtobufEnum): ReadonlyMap<number, string> {
  const known = namesOf.get(type);
  if (known !== undefined) return known;
  const names = new Map(type.tree.values.toReversed().map(({ name, number }) => [number, name]));
  namesOf.set(type, names);
  return names;
}

export function enumNumbers(type: ProtobufEnum): ReadonlyMap<string, number> {
  const known = numbersOf.get(type);
  if (known !== undefined) return known;
  const numbers = new Map(type.tree.values.map(({ name, number }) => [name, number]));
  numbersOf.set(type, numbers);
  return numbers;
}
