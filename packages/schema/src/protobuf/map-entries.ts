import type { ProtoField, ProtoFile, ProtoMessage, ProtoType } from './tree.ts';

/** The tree with maps in place of repeated messages marked `map_entry`, which is how descriptors spell maps. */
export function withMaps(file: ProtoFile): ProtoFile {
  return { ...file, messages: file.messages.map(withMapsInside) };
}

function withMapsInside(message: ProtoMessage): ProtoMessage {
  const entries = new Map(message.messages.filter(isMapEntry).map((entry) => [entry.name, entry]));
  const others = message.messages.filter((each) => !entries.has(each.name));
  const fields = message.fields.map((field) => asMap(field, message, entries));
  return { ...message, fields, messages: others.map(withMapsInside) };
}

function isMapEntry({ options, fields }: ProtoMessage): boolean {
  const says = options.some(
    ({ name, value }) => name[0]?.name === 'map_entry' && value.kind === 'identifier' && value.name === 'true',
  );
  return says && fields.length === 2;
}

function asMap(field: ProtoField, message: ProtoMessage, entries: ReadonlyMap<string, ProtoMessage>): ProtoField {
  if (field.type.kind === 'group') {
    return { ...field, type: { kind: 'group', message: withMapsInside(field.type.message) } };
  }
  if (field.type.kind !== 'named' || field.label !== 'repeated') return field;
  const [, last = ''] = /([^.]+)$/.exec(field.type.name) ?? [];
  const entry = entries.get(last);
  const isOwn = field.type.name === last || field.type.name.endsWith(`${message.name}.${last}`);
  const type = entry === undefined || !isOwn ? undefined : mapType(entry);
  if (type === undefined) return field;
  const { label: _, ...rest } = field;
  return { ...rest, type };
}

function mapType(entry: ProtoMessage): ProtoType | undefined {
  const key = entry.fields.find(({ number }) => number === 1)?.type;
  const value = entry.fields.find(({ number }) => number === 2)?.type;
  if (key?.kind !== 'scalar' || (value?.kind !== 'scalar' && value?.kind !== 'named')) return undefined;
  return { kind: 'map', key: key.scalar, value };
}
