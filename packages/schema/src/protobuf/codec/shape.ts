import type { ProtobufEnum, ProtobufMessage, ProtobufScalar } from '../types.ts';
import { textForm, type TextForm } from './text-forms.ts';

/** How Protobuf's types appear as JavaScript values. */
export interface Shape {
  /** Objects with the fields' names, or arrays in the order of the fields with null for what is absent. */
  readonly records: 'object' | 'array';
  readonly maps: 'object' | 'map';
  /** How a message appears that people write as a text or a number; undefined leaves it a record. */
  readonly textForm: (message: ProtobufMessage) => TextForm | undefined;
}

export const rawShape: Shape = { records: 'object', maps: 'object', textForm: () => undefined };
export const textShape: Shape = { ...rawShape, textForm: ({ name }) => textForm(name) };
export const columnShape: Shape = { ...rawShape, records: 'array', maps: 'map' };

/** What an absent value of a type is, where nothing tells absence. */
export function defaultOf(type: ProtobufScalar | ProtobufEnum): unknown {
  if (type.kind === 'enum') return type.tree.values[0]?.name;
  switch (type.scalar) {
    case 'string':
      return '';
    case 'bytes':
      return new Uint8Array(0);
    case 'bool':
      return false;
    default:
      return 0;
  }
}
