import { hashOrder } from '../../hash-order.ts';
import type { ProtobufField, ProtobufMessage } from '../types.ts';
import { compareFields, fieldLabel } from './compare-fields.ts';
import { compareTypes } from './compare-types.ts';
import { at, tell, type Walk } from './walk.ts';

/** Oneofs first, then fields in the order of their numbers, then the types defined inside. */
export function compareMessages(reader: ProtobufMessage, writer: ProtobufMessage, walk: Walk): void {
  const numbered = ({ fields }: ProtobufMessage): ReadonlyMap<number, ProtobufField> =>
    new Map(fields.map((field) => [field.number, field]));
  const [readers, writers] = [numbered(reader), numbered(writer)];
  compareMoves(reader, writer, writers, walk);
  compareOneofs(reader, writer, walk);
  const numbers = [...new Set([...writers.keys(), ...readers.keys()])].toSorted((one, other) => one - other);
  for (const number of numbers) compareNumber(readers.get(number), writers.get(number), walk);
  compareTypes(reader, writer, walk);
}

/** Fields that a writer may send together fit into no oneof, whether they stood alone or in different oneofs. */
function compareMoves(
  reader: ProtobufMessage,
  writer: ProtobufMessage,
  writers: ReadonlyMap<number, ProtobufField>,
  walk: Walk,
): void {
  const existing = oneofsOf(writer);
  for (const [oneof, members] of oneofsOf(reader)) {
    const sources = new Set<string>();
    for (const { number } of members) {
      const source = writers.get(number);
      if (source !== undefined) sources.add(source.oneof ?? `#${number}`);
    }
    sources.delete(oneof);
    const [here, label, before] = [at(walk, oneof), oneofLabel(oneof, members), existing.get(oneof)];
    if (before !== undefined && sources.size > 0) {
      tell(here, 'FIELD_MOVED_TO_EXISTING_ONEOF', label, oneofLabel(oneof, before));
    } else if (sources.size > 1) {
      tell(here, 'MULTIPLE_FIELDS_MOVED_TO_ONEOF', label, '');
    }
  }
}

function compareOneofs(reader: ProtobufMessage, writer: ProtobufMessage, walk: Walk): void {
  const [readers, writers] = [oneofsOf(reader), oneofsOf(writer)];
  for (const oneof of hashOrder([...writers.keys(), ...readers.keys()])) {
    const [update, original] = [readers.get(oneof), writers.get(oneof)];
    if (update === undefined) tell(at(walk, oneof), 'ONEOF_REMOVED', '', oneofLabel(oneof, original ?? []));
    else if (original === undefined) tell(at(walk, oneof), 'ONEOF_ADDED', oneofLabel(oneof, update), '');
  }
}

function oneofsOf({ fields }: ProtobufMessage): ReadonlyMap<string, readonly ProtobufField[]> {
  return Map.groupBy(
    fields.filter(({ oneof }) => oneof !== undefined),
    ({ oneof }) => oneof ?? '',
  );
}

function oneofLabel(oneof: string, members: readonly ProtobufField[]): string {
  return `oneof ${oneof} of ${members.map(({ name }) => name).join(', ')}`;
}

function compareNumber(reader: ProtobufField | undefined, writer: ProtobufField | undefined, walk: Walk): void {
  if (reader === undefined) {
    if (writer !== undefined) tell(placeOf(writer, walk), removalOf(writer), '', fieldLabel(writer));
    return;
  }
  const here = placeOf(reader, walk);
  if (writer === undefined) return tell(here, additionOf(reader), fieldLabel(reader), '');
  if (reader.oneof === undefined && writer.oneof !== undefined) {
    tell(here, 'ONEOF_FIELD_MOVED_TO_TOP_LEVEL', fieldLabel(reader), fieldLabel(writer));
  }
  return compareFields(reader, writer, here);
}

function placeOf({ oneof, number }: ProtobufField, walk: Walk): Walk {
  return oneof === undefined ? at(walk, number) : at(walk, oneof, number);
}

function additionOf({ oneof, presence }: ProtobufField) {
  if (oneof !== undefined) return 'ONEOF_FIELD_ADDED';
  return presence === 'required' ? 'REQUIRED_FIELD_ADDED' : 'FIELD_ADDED';
}

function removalOf({ oneof, presence }: ProtobufField) {
  if (oneof !== undefined) return 'ONEOF_FIELD_REMOVED';
  return presence === 'required' ? 'REQUIRED_FIELD_REMOVED' : 'FIELD_REMOVED';
}
