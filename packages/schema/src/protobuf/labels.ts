import type { ProtobufField, ProtobufType } from './types.ts';

/** A field's type for people: `repeated message shop.Line`, `required int32`, `map<string, int64>`. */
export function labelOf({ type, repeated, presence, delimited }: ProtobufField): string {
  const prefix = repeated ? 'repeated ' : presence === 'required' ? 'required ' : '';
  const isGroup = delimited && type.kind === 'message';
  return `${prefix}${isGroup ? `group ${type.name}` : typeLabel(type)}`;
}

export function typeLabel(type: ProtobufType): string {
  switch (type.kind) {
    case 'scalar':
      return type.scalar;
    case 'map':
      return `map<${type.key}, ${typeLabel(type.value)}>`;
    case 'message':
    case 'enum':
      return `${type.kind} ${type.name}`;
  }
}
