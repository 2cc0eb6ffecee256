import type { Field, Fields, FieldShape, FieldType, Message, Versions } from '@millrace/kafka-wire';
import { int64Max, zeroUuid } from '@millrace/kafka-wire';
import type { OfficialField, OfficialMessage } from './official-message.ts';

/** The ways in which our definition of a message is not the official one; empty when it is. */
export function compareMessage(ours: Message, official: OfficialMessage): string[] {
  const structs = new Map((official.commonStructs ?? []).map(({ name, fields }) => [name, fields]));
  return [
    ...difference(official.name, 'versions', show(ours.versions), normal(official.validVersions)),
    ...difference(official.name, 'flexible', show(ours.flexible), normal(official.flexibleVersions ?? 'none')),
    ...compareFields(ours.fields, official.fields ?? [], structs, official.name),
  ];
}

type Structs = ReadonlyMap<string, readonly OfficialField[]>;

function compareFields(ours: Fields, official: readonly OfficialField[], structs: Structs, path: string): string[] {
  const names = official.map(({ name }) => name.charAt(0).toLowerCase() + name.slice(1));
  return [
    ...difference(path, 'fields', Object.keys(ours).join(' '), names.join(' ')),
    ...official.flatMap((field, i) => {
      const own: Field<unknown> | undefined = ours[names[i] ?? ''];
      return own === undefined ? [] : compareField(own.shape, field, structs, `${path}.${field.name}`);
    }),
  ];
}

function compareField(ours: FieldShape, official: OfficialField, structs: Structs, path: string): string[] {
  const officialFields = official.fields ?? structs.get(official.type.replace('[]', ''));
  return [
    ...difference(path, 'type', typeName(ours.type), official.type.replace(/[A-Z]\w*/, 'struct')),
    ...difference(path, 'versions', show(ours.versions), normal(official.versions)),
    ...difference(path, 'nullable', show(ours.nullable), normal(official.nullableVersions ?? 'none')),
    ...difference(path, 'tag', String(ours.tag), String(official.tag)),
    ...difference(
      path,
      'tagged',
      ours.tag === undefined ? 'none' : show(ours.versions),
      normal(official.taggedVersions ?? 'none'),
    ),
    ...difference(
      path,
      'flexible',
      ours.flexible === undefined ? '' : show(ours.flexible),
      normal(official.flexibleVersions ?? ''),
    ),
    ...difference(path, 'ignorable', String(ours.ignorable), String(official.ignorable ?? false)),
    ...difference(path, 'default', showDefault(ours), officialDefault(official)),
    ...compareFields(structFields(ours.type) ?? {}, officialFields ?? [], structs, path),
  ];
}

function difference(path: string, what: string, ours: string, official: string): string[] {
  return ours === official ? [] : [`${path}: ${what} is ${ours || '(none)'}, officially ${official || '(none)'}`];
}

function structFields(type: FieldType): Fields | undefined {
  const element = type.kind === 'array' ? type.element : type;
  return element.kind === 'struct' ? element.fields : undefined;
}

function typeName(type: FieldType): string {
  if (type.kind === 'array') return `[]${typeName(type.element)}`;
  return type.kind === 'struct' ? 'struct' : type.type;
}

function show({ min, max }: Versions): string {
  if (max < min) return 'none';
  if (max === Infinity) return `${min}+`;
  return min === max ? String(min) : `${min}-${max}`;
}

/** `3-3` is the same as `3`. */
function normal(versions: string): string {
  const [min, max] = versions.split('-');
  return min === max && min !== undefined ? min : versions;
}

function showDefault({ type, default: value }: FieldShape): string {
  if (value === null) return 'null';
  if (type.kind !== 'scalar') return '';
  if (value instanceof Uint8Array) return '';
  if (value === int64Max) return '9223372036854775807';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What a field without a default of its own has, by its type, as Kafka's generator fills it in. */
function officialDefault({ type, default: value, nullableVersions }: OfficialField): string {
  if (value === 'null') return 'null';
  if (type === 'records') return nullableVersions === undefined ? '' : 'null';
  if (type.startsWith('[]') || /^[A-Z]/.test(type) || type === 'bytes') return '';
  if (type === 'string') return String(value ?? '');
  if (type === 'bool') return String(value ?? false);
  if (type === 'uuid') return String(value ?? zeroUuid);
  if (value === '9223372036854775807') return value;
  return String(Number(value ?? 0));
}
