import { hashOrder } from '../../hash-order.ts';
import { simpleName } from '../names.ts';
import type { ProtobufEnum, ProtobufMessage } from '../types.ts';
import { compareEnums } from './compare-enums.ts';
import { at, tell, type Walk } from './walk.ts';

interface Types {
  readonly messages: readonly ProtobufMessage[];
  readonly enums: readonly ProtobufEnum[];
}

/** The types that a file or a message defines, by their simple names. */
export function compareTypes(reader: Types, writer: Types, walk: Walk): void {
  const indexes = new Map(writer.messages.map((message, index) => [message, index]));
  for (const [name, update, original] of paired(reader.messages, writer.messages)) {
    const here = at(walk, name);
    if (update === undefined) tell(here, 'MESSAGE_REMOVED', '', `message ${name}`);
    else if (original === undefined) tell(here, 'MESSAGE_ADDED', `message ${name}`, '');
    else {
      here.compareMessages(update, original, here);
      const isMoved = reader.messages[indexes.get(original) ?? 0] !== update;
      if (isMoved) tell(here, 'MESSAGE_MOVED', `message ${name}`, `message ${name}`);
    }
  }
  for (const [name, update, original] of paired(reader.enums, writer.enums)) {
    const here = at(walk, name);
    if (update === undefined) tell(here, 'ENUM_REMOVED', '', `enum ${name}`);
    else if (original === undefined) tell(here, 'ENUM_ADDED', `enum ${name}`, '');
    else compareEnums(update, original, here);
  }
}

/** What has the same name on both sides, in the order of the reference registry's differences. */
function paired<T extends { readonly name: string }>(
  reader: readonly T[],
  writer: readonly T[],
): readonly (readonly [name: string, reader: T | undefined, writer: T | undefined])[] {
  const byName = (types: readonly T[]): ReadonlyMap<string, T> =>
    new Map(types.map((type) => [simpleName(type.name), type]));
  const [readers, writers] = [byName(reader), byName(writer)];
  return hashOrder([...writers.keys(), ...readers.keys()]).map((name) => [name, readers.get(name), writers.get(name)]);
}
