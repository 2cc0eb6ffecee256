import { labelOf, typeLabel } from '../labels.ts';
import type { ProtobufField, ProtobufMessage, ProtobufType } from '../types.ts';
import { wireGroup } from '../wire.ts';
import { messagesBreak, tell, type Walk } from './walk.ts';

/** Two fields of the same number. */
export function compareFields(reader: ProtobufField, writer: ProtobufField, walk: Walk): void {
  if (reader.name !== writer.name) tell(walk, 'FIELD_NAME_CHANGED', reader.name, writer.name);
  if (reader.presence !== writer.presence) compareNeed(reader, writer, walk);
  if (kindOf(reader) !== kindOf(writer)) {
    tell(walk, 'FIELD_KIND_CHANGED', fieldLabel(reader), fieldLabel(writer));
  } else if (compareTypes(reader.type, writer.type, walk) && reader.repeated !== writer.repeated) {
    compareLabels(reader, writer, walk);
  }
}

/** For messages and groups the bytes differ; scalars, enums among them, are told apart by what their bytes mean. */
function kindOf({ type, delimited }: ProtobufField): string {
  if (type.kind === 'message') return delimited ? 'group' : 'message';
  return type.kind === 'map' ? 'map' : 'scalar';
}

function compareNeed(reader: ProtobufField, writer: ProtobufField, walk: Walk): void {
  if (reader.presence === 'required') tell(walk, 'REQUIRED_FIELD_ADDED', fieldLabel(reader), fieldLabel(writer));
  if (writer.presence === 'required') tell(walk, 'REQUIRED_FIELD_REMOVED', fieldLabel(reader), fieldLabel(writer));
}

/** Of messages nothing is told: the last of several pieces adds to those before. */
function compareLabels(reader: ProtobufField, writer: ProtobufField, walk: Walk): void {
  const group = wireGroup(reader.type);
  if (group === undefined) return;
  const kind = group === 'text' ? 'FIELD_STRING_OR_BYTES_LABEL_CHANGED' : 'FIELD_NUMERIC_LABEL_CHANGED';
  tell(walk, kind, fieldLabel(reader), fieldLabel(writer));
}

/** Whether they fit; where they do not, that is told. */
function compareTypes(reader: ProtobufType, writer: ProtobufType, walk: Walk): boolean {
  if (reader.kind === 'message' && writer.kind === 'message') return compareNamed(reader, writer, walk);
  if (reader.kind === 'map' && writer.kind === 'map') {
    const [key, other] = [reader, writer].map((map) => ({ kind: 'scalar', scalar: map.key }) as const);
    const keysFit = key === undefined || other === undefined || compareTypes(key, other, walk);
    return compareTypes(reader.value, writer.value, walk) && keysFit;
  }
  const [one, other] = [wireGroup(reader), wireGroup(writer)];
  if (one === other && one !== undefined) return true;
  // Values of maps, whose fields are of one kind in any case.
  const kind = one === undefined || other === undefined ? 'FIELD_KIND_CHANGED' : 'FIELD_SCALAR_KIND_CHANGED';
  tell(walk, kind, typeLabel(reader), typeLabel(writer));
  return false;
}

/**
 * Messages fit when they have the same name in their packages, whatever those are. What the compared files define themselves is told
 * where it stands; what they import, and groups, have no place of their own and are compared by the fields that lead there.
 */
function compareNamed(reader: ProtobufMessage, writer: ProtobufMessage, walk: Walk): boolean {
  const isTold = [reader, writer].every(({ path, isGroup }) => path === '' && !isGroup);
  const fits = reader.localName === writer.localName && (isTold || !messagesBreak(reader, writer, walk));
  if (!fits) tell(walk, 'FIELD_NAMED_TYPE_CHANGED', typeLabel(reader), typeLabel(writer));
  return fits;
}

/** For people: `repeated message shop.Line lines = 4`. */
export function fieldLabel(field: ProtobufField): string {
  return `${labelOf(field)} ${field.name} = ${field.number}`;
}
