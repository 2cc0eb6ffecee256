import { textForm } from '../../protobuf/codec/text-forms.ts';
import type { ScalarKind } from '../../protobuf/tree.ts';
import type { ProtobufField, ProtobufMessage, ProtobufType } from '../../protobuf/types.ts';
import { integerRange } from '../protobuf-integers.ts';
import { realisticInteger, realisticNumber } from './realistic-number.ts';
import { realisticText, timestampText } from './realistic-text.ts';
import { chosen, isBare, spend, type Scene } from './scene.ts';
import { wordsOf } from './words.ts';

/**
 * A value of a message that `compileProtobufEncoder` takes with `logical: 'text'`: well-known types as text, bytes as Uint8Array.
 * @throws MillraceError SCHEMA_INVALID when no value is small enough
 */
export function protobufExample(message: ProtobufMessage, scene: Scene, words = wordsOf('value'), depth = 0): unknown {
  spend(scene, depth);
  if (textForm(message.name) !== undefined) return wellKnown(message, scene, words);
  const owner = message.name.slice(message.name.lastIndexOf('.') + 1);
  const members = sentFields(message, scene, depth).map((field) => {
    const value = fieldValue(field, scene, wordsOf(field.name, owner), depth + 1);
    return [field.name, value] as const;
  });
  return Object.fromEntries(members);
}

/** All that are required, most of the others, and one of each oneof. */
function sentFields({ fields }: ProtobufMessage, scene: Scene, depth: number): readonly ProtobufField[] {
  const oneofs = Map.groupBy(fields, ({ oneof }) => oneof);
  const fromOneofs = new Set(
    [...oneofs].map(([name, members]) => (name === undefined ? undefined : chosen(scene, members))),
  );
  return fields.filter((field) => {
    if (field.presence === 'required') return true;
    if (isBare(scene, depth) && field.type.kind === 'message') return false;
    if (field.oneof !== undefined) return fromOneofs.has(field);
    return field.presence === 'implicit' || scene.faker.number.int(6) > 0;
  });
}

function fieldValue({ type, repeated }: ProtobufField, scene: Scene, words: string, depth: number): unknown {
  if (type.kind === 'map') {
    const entries = items(scene, depth).map(() => {
      const value = valueOf(type.value, scene, words, depth);
      return [mapKey(type.key, scene), value] as const;
    });
    return Object.fromEntries(entries);
  }
  return repeated
    ? items(scene, depth).map(() => valueOf(type, scene, words, depth))
    : valueOf(type, scene, words, depth);
}

function items(scene: Scene, depth: number): readonly undefined[] {
  const length = isBare(scene, depth) ? 0 : scene.faker.number.int({ min: 1, max: 3 });
  return Array.from({ length }, () => undefined);
}

function valueOf(type: Exclude<ProtobufType, { kind: 'map' }>, scene: Scene, words: string, depth: number): unknown {
  switch (type.kind) {
    case 'message':
      return protobufExample(type, scene, words, depth);
    case 'enum':
      return chosen(scene, type.tree.values).name;
    case 'scalar':
      return scalar(type.scalar, scene, words);
  }
}

function scalar(kind: ScalarKind, scene: Scene, words: string): unknown {
  switch (kind) {
    case 'string':
      return realisticText(words, scene);
    case 'bytes':
      return Uint8Array.from({ length: 8 }, () => scene.faker.number.int(255));
    case 'bool':
      return scene.faker.datatype.boolean();
    case 'double':
      return realisticNumber(words, scene);
    case 'float':
      return Math.fround(realisticNumber(words, scene));
    default:
      return integer(kind, scene, words);
  }
}

function integer(kind: ScalarKind, scene: Scene, words: string): number {
  const { min = 0, max = 0 } = integerRange(kind) ?? {};
  const [from, to] = [Math.max(Number.MIN_SAFE_INTEGER, Number(min)), Math.min(Number.MAX_SAFE_INTEGER, Number(max))];
  return realisticInteger(words, scene, from, to);
}

function mapKey(kind: ScalarKind, scene: Scene): string {
  if (kind === 'string') return scene.faker.word.noun();
  return kind === 'bool' ? 'true' : String(scene.faker.number.int(1_000));
}

/** In the form that people write it (see `textForm`). */
function wellKnown({ name, fields }: ProtobufMessage, scene: Scene, words: string): unknown {
  const { faker } = scene;
  switch (name) {
    case 'google.protobuf.Timestamp':
      return timestampText(scene);
    case 'google.protobuf.Duration':
      return `${faker.number.int(3_600)}s`;
    case 'google.protobuf.FieldMask':
      return 'name';
    case 'google.protobuf.Struct':
      return { [faker.word.noun()]: faker.word.noun() };
    case 'google.protobuf.ListValue':
      return [faker.word.noun()];
    case 'google.protobuf.Value':
      return faker.word.noun();
    case 'google.type.Date':
      return timestampText(scene).slice(0, '2026-01-01'.length);
    case 'google.type.TimeOfDay':
      return timestampText(scene).slice('2026-01-01T'.length, '2026-01-01T00:00:00'.length);
    case 'google.type.Decimal':
    case 'confluent.type.Decimal':
      return realisticNumber(words, scene).toFixed(2);
    default: {
      // A wrapper is its value.
      const type = fields[0]?.type;
      return type?.kind === 'scalar' ? scalar(type.scalar, scene, words) : {};
    }
  }
}
