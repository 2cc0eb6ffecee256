import type { ProtobufEnum } from '../types.ts';
import { at, tell, type Walk } from './walk.ts';

/** The values of an enum, by number; of several names of one number the last counts. */
export function compareEnums(reader: ProtobufEnum, writer: ProtobufEnum, walk: Walk): void {
  const names = ({ tree }: ProtobufEnum): ReadonlyMap<number, string> =>
    new Map(tree.values.map(({ name, number }) => [number, name]));
  const [readers, writers] = [names(reader), names(writer)];
  const numbers = [...new Set([...writers.keys(), ...readers.keys()])].toSorted((one, other) => one - other);
  for (const number of numbers) {
    const here = at(walk, number);
    const [update, original] = [readers.get(number), writers.get(number)];
    if (update === original) continue;
    if (update === undefined) tell(here, 'ENUM_CONST_REMOVED', '', `${original} = ${number}`);
    else if (original === undefined) tell(here, 'ENUM_CONST_ADDED', `${update} = ${number}`, '');
    else tell(here, 'ENUM_CONST_CHANGED', update, original);
  }
}
