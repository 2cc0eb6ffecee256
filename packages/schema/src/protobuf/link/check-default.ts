import { invalidDeclaration } from '../errors.ts';
import { enumOf, scalarOf } from '../option-scalars.ts';
import type { OptionValue, ProtoField } from '../tree.ts';
import type { ProtobufType } from '../types.ts';
import type { Features } from './features.ts';

/** Whether the field may have a default, and that one. */
export function checkDefault(tree: ProtoField, type: ProtobufType, value: OptionValue, features: Features): void {
  const wrong = (problem: string): Error => invalidDeclaration(tree, `field "${tree.name}" ${problem}`);
  if (tree.label === 'repeated' || type.kind === 'message' || type.kind === 'map') {
    throw wrong('has a default, which only fields of a single value have');
  }
  if (features.field_presence === 'IMPLICIT') throw wrong('has a default, which proto3 does not know');
  const fits = type.kind === 'enum' ? enumOf(type, value) : scalarOf(type, value);
  if (fits === undefined) throw wrong(`has a default that is no ${type.kind === 'enum' ? type.name : type.scalar}`);
}
